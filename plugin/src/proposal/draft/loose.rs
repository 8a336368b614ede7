//! Values that come with their type from programs and as text from people.

use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum Loose {
    Flag(bool),
    Number(f64),
    Text(String),
}

/// True or false, yes or no.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    read(deserializer, |value| match value {
        Loose::Flag(flag) => Some(flag),
        Loose::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
        Loose::Number(_) => None,
    })
}

/// A number, also as `5400.50`.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    read(deserializer, |value| match value {
        Loose::Number(number) => Some(number),
        Loose::Text(text) => decimal(&text),
        Loose::Flag(_) => None,
    })
}

/// Hours: a number, also as `1.5`, `90m`, `2h` and `1h30m`.
pub(super) fn hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    read(deserializer, |value| match value {
        Loose::Number(number) => Some(number),
        Loose::Text(text) => decimal(&text).or_else(|| spoken_hours(&text)),
        Loose::Flag(_) => None,
    })
}

/// A text, also as the number it spells.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    read(deserializer, |value| match value {
        Loose::Text(text) => Some(text),
        Loose::Number(number) => Some(number.to_string()),
        Loose::Flag(_) => None,
    })
}

/// `null` and an empty text are nothing.
fn read<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    of: impl FnOnce(Loose) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    match Option::<Loose>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Loose::Text(text)) if text.trim().is_empty() => Ok(None),
        Some(value) => of(value).map(Some).ok_or_else(|| serde::de::Error::custom("another value was expected")),
    }
}

/// Digits with a point at most: no exponent, no infinity.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_decimal = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.len() <= 20;
    if is_decimal { text.parse().ok() } else { None }
}

fn spoken_hours(text: &str) -> Option<f64> {
    let text = text.trim().to_ascii_lowercase();
    let (hours, minutes) = match text.split_once('h') {
        Some((hours, "")) => (hours, "0"),
        Some((hours, minutes)) => (hours, minutes.trim().strip_suffix('m').unwrap_or(minutes.trim())),
        None => ("0", text.strip_suffix('m')?),
    };
    let number = |text: &str| text.trim().parse::<u16>().ok().map(f64::from);
    Some(number(hours)? + number(minutes)? / 60.0)
}

#[cfg(test)]
mod tests {
    use super::{decimal, spoken_hours};

    #[test]
    fn durations_are_read_as_people_write_them() {
        let read: Vec<_> = ["90m", "2h", "1h30m", "1h30", " 1H 15M "].map(spoken_hours).into();
        assert_eq!(read, [Some(1.5), Some(2.0), Some(1.5), Some(1.5), Some(1.25)]);
        for text in ["", "h", "m", "1x", "-1h", "1h2h", "99999h"] {
            assert_eq!(spoken_hours(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_digits() {
        assert_eq!([" 0 ", "5400.50", "-3"].map(decimal), [Some(0.0), Some(5400.5), Some(-3.0)]);
        for text in ["", ".", "1e9", "inf", "NaN", "1,5", "1.2.3", "1 000", "--1"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}

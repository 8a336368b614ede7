//! Gaps in the values of a command: `{customer:text}`.

use super::given::Given;
use crate::language::Language;
use crate::ports::Timestamp;
use crate::text::{Markdown, Zone, when};
use crate::{say, text};

/// The label of an entry.
const NAME_CHARACTERS_MAX: usize = 24;
const NUMBER_CHARACTERS_MAX: usize = 20;

/// What a parameter may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::command) enum Kind {
    Text,
    Number,
    Date,
}

/// A part of a value.
pub(super) enum Piece<'a> {
    Fixed(&'a str),
    Gap(&'a str, Kind),
}

impl Kind {
    const ALL: [Self; 3] = [Self::Text, Self::Number, Self::Date];

    /// As it is typed in a gap.
    pub(in crate::command) fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
        }
    }

    /// For who fills it in.
    pub(in crate::command) fn help(self) -> &'static str {
        match self {
            Self::Text => text!("A text"),
            Self::Number => text!("A number, such as 1200 or 5400.50"),
            Self::Date => text!("A date, such as today, tomorrow 10:00, friday, +2w or 2026-12-24"),
        }
    }

    /// Whether a value is one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(
        self,
        language: Language,
        name: &str,
        value: &str,
        zone: Zone,
        now: Timestamp,
    ) -> Result<(), String> {
        match self {
            Self::Text => Ok(()),
            Self::Number if is_number(value) => Ok(()),
            Self::Number => {
                let value = Markdown::foreign(value);
                Err(say!(language, "`{name}` must be a number, such as 1200 or 5400.50, not “{value}”.", name, value))
            }
            Self::Date => {
                when(value, zone, now).map(drop).map_err(|error| format!("`{name}`: {}", error.say(language)))
            }
        }
    }
}

impl<'a> Piece<'a> {
    /// Of the parameter; none if it is no gap.
    pub(super) fn name(&self) -> Option<&'a str> {
        match self {
            Self::Fixed(_) => None,
            Self::Gap(name, _) => Some(name),
        }
    }

    pub(super) fn filled<'b>(&'b self, given: &'b Given) -> &'b str {
        match self {
            Self::Fixed(text) => text,
            Self::Gap(name, _) => given.get(name),
        }
    }
}

/// The parts of a value.
///
/// # Errors
/// The answer to braces that are no gap.
pub(super) fn pieces(value: &str) -> Result<Vec<Piece<'_>>, &'static str> {
    let mut pieces = Vec::new();
    let mut rest = value;
    while let Some(start) = rest.find(['{', '}']) {
        let end = rest[start..].find('}').map(|length| start + length);
        let gap = end.and_then(|end| Some((gap(rest.get(start + 1..end)?)?, end)));
        let Some((gap, end)) = gap else { return Err(NO_GAP) };
        pieces.extend((start > 0).then(|| Piece::Fixed(&rest[..start])));
        pieces.push(gap);
        rest = &rest[end + 1..];
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Fixed(rest)));
    Ok(pieces)
}

/// What stands between braces: `title:text`.
fn gap(text: &str) -> Option<Piece<'_>> {
    let (name, kind) = text.split_once(':')?;
    let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= NAME_CHARACTERS_MAX
        && name.chars().all(is_fine);
    let kind = Kind::ALL.into_iter().find(|known| known.word() == kind)?;
    is_name.then_some(Piece::Gap(name, kind))
}

fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    text.len() <= NUMBER_CHARACTERS_MAX && digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction)
}

pub(super) const NO_GAP: &str = text!(
    "A gap is written `{name:type}`: a name of lower-case letters, digits and `_`, and `text`, `number` or `date`. Other braces cannot stand here."
);

#[cfg(test)]
mod tests {
    use super::{NO_GAP, Piece, is_number, pieces};

    fn spelled(value: &str) -> Result<Vec<String>, &'static str> {
        let spelled = |piece: Piece<'_>| match piece {
            Piece::Fixed(text) => text.to_owned(),
            Piece::Gap(name, kind) => format!("<{name} {}>", kind.word()),
        };
        pieces(value).map(|pieces| pieces.into_iter().map(spelled).collect())
    }

    #[test]
    fn gaps_stand_between_texts() {
        assert_eq!(
            spelled("a {b:text}{c_2:number} d {e:date}").unwrap_or_default(),
            ["a ", "<b text>", "<c_2 number>", " d ", "<e date>"]
        );
        assert_eq!(spelled(""), Ok(vec![]));
    }

    #[test]
    fn other_braces_are_refused() {
        let long = format!("{{{}:text}}", "x".repeat(25));
        for value in
            ["{}", "{x}", "}x:text{", "{X:text}", "{x:method}", "{1:text}", "{x:text", "x}", "{{x:text}}", &long]
        {
            assert_eq!(spelled(value), Err(NO_GAP), "{value}");
        }
    }

    #[test]
    fn numbers_are_plain_decimals() {
        let are = |texts: &[&str], is: bool| texts.iter().all(|text| is_number(text) == is);
        assert!(are(&["0", "-3", "5400.50", "007"], true));
        assert!(are(&["", "-", ".5", "5.", "1,5", "1e3", "+1", "0x1", "1 000", "٣", "999999999999999999999"], false));
    }
}

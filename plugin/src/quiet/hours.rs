use std::fmt;

use serde::{Deserialize, Serialize};

/// Hours of a day, from the first to before the last, also over midnight. Prints as people type it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    from: u32,
    until: u32,
}

impl Hours {
    /// Such as `22-07` or `22:00-7`; none for anything else, and for a day without an end.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hour = |text: &str| {
            let text = text.trim();
            let hour: u32 = text.strip_suffix(":00").unwrap_or(text).parse().ok()?;
            (hour <= 24).then_some(hour % 24)
        };
        let (from, until) = text.split_once(['-', '–'])?;
        let hours = Self { from: hour(from)?, until: hour(until)? };
        (hours.from != hours.until).then_some(hours)
    }

    /// Whether an hour is among them.
    #[must_use]
    pub fn has(self, hour: u32) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&hour)
        } else {
            hour >= self.from || hour < self.until
        }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:00–{:02}:00", self.from, self.until)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::Hours;

    #[test]
    fn hours_are_read_as_people_type_them() {
        let read = |text| Hours::parse(text).map(|hours| hours.to_string());
        assert_eq!(read("22-07").as_deref(), Some("22:00–07:00"));
        assert_eq!(read("9:00 – 24:00").as_deref(), Some("09:00–00:00"));
        for text in ["22", "22-22", "25-7", "22:30-7", "a-b", "", "-", "0-24"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_night_goes_over_midnight() {
        let hours_of = |text| (0..24).filter(|hour| Hours::parse(text).unwrap().has(*hour)).collect::<Vec<_>>();
        assert_eq!(hours_of("22-02"), [0, 1, 22, 23]);
        assert_eq!(hours_of("12-14"), [12, 13]);
    }
}

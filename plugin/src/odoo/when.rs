use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::ports::Timestamp;

const DAY: &str = "%Y-%m-%d";
/// Odoo refuses `T`, `Z` and fractions.
const MOMENT: &str = "%Y-%m-%d %H:%M:%S";

/// A date or a datetime as Odoo writes and reads it: `2026-11-21`, or `2026-11-21 07:38:02`, which is UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A day, in nobody's time zone.
    Day(NaiveDate),
    /// A moment; Odoo knows whole seconds.
    Moment(Timestamp),
}

impl When {
    /// Reads what Odoo writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(day) = NaiveDate::parse_from_str(text, DAY) {
            return Some(Self::Day(day));
        }
        let moment = NaiveDateTime::parse_from_str(text, MOMENT).ok()?;
        Some(Self::Moment(Timestamp(moment.and_utc().timestamp_millis())))
    }
}

impl fmt::Display for When {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.format(DAY).fmt(formatter),
            // Only moments beyond the year 262142 have no date; they become the epoch.
            Self::Moment(Timestamp(ms)) => {
                DateTime::<Utc>::from_timestamp_millis(*ms).unwrap_or_default().format(MOMENT).fmt(formatter)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::When;
    use crate::ports::Timestamp;

    #[test]
    fn other_spellings_are_refused() {
        for text in ["", "2026-11-21T07:38:02", "2026-11-21 07:38:02Z", "2026-11-21 07:38", "21.11.2026", "2026-02-30"]
        {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn fractions_of_a_second_are_left_out() {
        assert_eq!(When::Moment(Timestamp(1_795_246_682_999)).to_string(), "2026-11-21 07:38:02");
    }

    proptest! {
        #[test]
        fn every_second_is_read_as_it_was_written(seconds in 0_i64..253_402_300_800) {
            let moment = When::Moment(Timestamp(seconds * 1000));
            prop_assert_eq!(When::parse(&moment.to_string()), Some(moment));
        }

        #[test]
        fn every_day_is_read_as_it_was_written(days in 0_i32..2_932_896) {
            let day = When::Day(chrono::NaiveDate::from_num_days_from_ce_opt(days + 1).unwrap_or_default());
            prop_assert_eq!(When::parse(&day.to_string()), Some(day));
        }
    }
}

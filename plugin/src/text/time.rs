use std::time::Duration;

use chrono::{DateTime, NaiveDate, SecondsFormat};

use crate::language::Language;
use crate::ports::Timestamp;
use crate::say;

/// `2026-11-21 09:30 UTC`.
#[must_use]
pub fn utc(time: Timestamp) -> String {
    DateTime::from_timestamp_millis(time.0)
        .map_or_else(|| "unknown".into(), |time| time.format("%Y-%m-%d %H:%M UTC").to_string())
}

/// `2026-11-21T09:30:00Z`, for programs.
#[must_use]
pub fn rfc_3339(time: Timestamp) -> String {
    let time = DateTime::from_timestamp_millis(time.0).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `just now`, `5 minutes ago`, `1 hour ago`, `3 days ago`, in a language.
#[must_use]
pub fn ago(language: Language, duration: Duration) -> String {
    match duration.as_secs() / 60 {
        0 => say!(language, "just now"),
        count @ 1..60 => say!(language, "{count} minute ago||{count} minutes ago", count),
        minutes @ 60..1440 => say!(language, "{count} hour ago||{count} hours ago", count = minutes / 60),
        minutes => say!(language, "{count} day ago||{count} days ago", count = minutes / 1440),
    }
}

/// A day by which something is to be done: `2026-11-19 (2 days late)`, `2026-11-21 (today)`, `2026-11-30`.
#[must_use]
pub fn due(language: Language, day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        0 => say!(language, "{day} (today)", day),
        count if count > 0 => say!(language, "{day} ({count} day late)||{day} ({count} days late)", day, count),
        _ => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::NaiveDate;

    use super::{Language, ago, due, utc};
    use crate::ports::Timestamp;

    #[test]
    fn times_are_in_utc_and_say_so() {
        assert_eq!(utc(Timestamp(1_795_253_400_000)), "2026-11-21 09:30 UTC");
    }

    #[test]
    fn durations_are_rounded_down_to_the_largest_unit() {
        let words =
            [0, 59, 60, 119, 7_199, 7_200, 200_000].map(|seconds| ago(Language::En, Duration::from_secs(seconds)));
        assert_eq!(
            words,
            ["just now", "just now", "1 minute ago", "1 minute ago", "1 hour ago", "2 hours ago", "2 days ago"]
        );
    }

    #[test]
    fn what_is_late_says_how_much() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default();
        assert_eq!(
            [18, 20, 21, 22].map(|number| due(Language::En, day(number), day(21))),
            ["2026-11-18 (3 days late)", "2026-11-20 (1 day late)", "2026-11-21 (today)", "2026-11-22"]
        );
    }
}

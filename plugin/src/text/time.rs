use std::time::Duration;

use chrono::DateTime;

use crate::ports::Timestamp;

/// `2026-11-21 09:30 UTC`.
#[must_use]
pub fn utc(time: Timestamp) -> String {
    DateTime::from_timestamp_millis(time.0)
        .map_or_else(|| "unknown".into(), |time| time.format("%Y-%m-%d %H:%M UTC").to_string())
}

/// `just now`, `5 minutes ago`, `1 hour ago`, `3 days ago`.
#[must_use]
pub fn ago(duration: Duration) -> String {
    let minutes = duration.as_secs() / 60;
    let (number, unit) = match minutes {
        0 => return "just now".into(),
        1..60 => (minutes, "minute"),
        60..1440 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    format!("{number} {unit}{} ago", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{ago, utc};
    use crate::ports::Timestamp;

    #[test]
    fn times_are_in_utc_and_say_so() {
        assert_eq!(utc(Timestamp(1_795_253_400_000)), "2026-11-21 09:30 UTC");
    }

    #[test]
    fn durations_are_rounded_down_to_the_largest_unit() {
        let words = [0, 59, 60, 119, 7_199, 7_200, 200_000].map(|seconds| ago(Duration::from_secs(seconds)));
        assert_eq!(
            words,
            ["just now", "just now", "1 minute ago", "1 minute ago", "1 hour ago", "2 hours ago", "2 days ago"]
        );
    }
}

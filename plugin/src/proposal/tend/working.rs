use std::time::Duration;

use chrono::{Datelike, NaiveTime, Weekday};

use crate::ports::Timestamp;
use crate::text::Zone;

/// Of every day from Monday to Friday.
const FROM_HOUR: u32 = 9;
const TO_HOUR: u32 = 17;
/// Days that are added up; nothing waits for longer.
const DAYS_MAX: usize = 400;

/// The working time between two moments, in the zone's days.
pub(super) fn between(from: Timestamp, to: Timestamp, zone: Zone) -> Duration {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    let mut total = Duration::ZERO;
    for day in zone.day(from).iter_days().take(DAYS_MAX).take_while(|day| *day <= zone.day(to)) {
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            continue;
        }
        let (Some(start), Some(end)) =
            (zone.moment(day.and_time(hour(FROM_HOUR))), zone.moment(day.and_time(hour(TO_HOUR))))
        else {
            continue;
        };
        total += end.min(to).since(start.max(from));
    }
    total
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::time::Duration;

    use proptest::prelude::*;

    use super::between;
    use crate::ports::Timestamp;
    use crate::text::Zone;

    fn at(text: &str, zone: Zone) -> Timestamp {
        zone.moment(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()).unwrap()
    }

    #[test]
    fn nights_and_weekends_do_not_count() {
        let zone = Zone::named("Europe/Prague").unwrap();
        let hours = |from, to| between(at(from, zone), at(to, zone), zone).as_secs_f64() / 3600.0;
        // 2026-11-20 is a Friday.
        assert_eq!(hours("2026-11-20 10:00", "2026-11-20 14:00"), 4.0);
        assert_eq!(hours("2026-11-20 15:00", "2026-11-23 11:00"), 4.0);
        assert_eq!(hours("2026-11-20 18:00", "2026-11-23 08:00"), 0.0);
        assert_eq!(hours("2026-11-21 00:00", "2026-11-22 23:00"), 0.0);
        assert_eq!(hours("2026-11-16 00:00", "2026-11-23 00:00"), 40.0);
        assert_eq!(hours("2026-11-20 14:00", "2026-11-20 10:00"), 0.0);
    }

    proptest! {
        #[test]
        fn it_is_never_more_than_the_time_that_went_by(start in 0_i64..4_000_000_000_000, length in 0_i64..30_000_000_000) {
            let (from, to) = (Timestamp(start), Timestamp(start + length));
            let zone = Zone::named("America/New_York").unwrap();
            prop_assert!(between(from, to, zone) <= to.since(from));
            let middle = Timestamp(start + length / 2);
            prop_assert_eq!(between(from, middle, zone) + between(middle, to, zone), between(from, to, zone));
            prop_assert!(between(from, to, zone) <= Duration::from_millis(length.unsigned_abs()));
        }
    }
}

use std::time::Duration;

use chrono::{Days, NaiveDate, NaiveTime};

use super::Zone;
use crate::ports::Timestamp;

/// A time of day on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// When the clocks show it for the first time; where they leave it out, as much later as they go forward.
    pub moment: Timestamp,
    /// In the calendar of the zone.
    pub day: NaiveDate,
    /// On the clock of the zone.
    pub at: NaiveTime,
}

impl Slot {
    /// The last time that it was `at` in the zone.
    #[must_use]
    pub fn latest(zone: Zone, at: NaiveTime, now: Timestamp) -> Self {
        let today = zone.day(now);
        let of = |day: NaiveDate| Self { moment: zone.instant(day.and_time(at)), day, at };
        let slot = of(today);
        if slot.moment <= now { slot } else { of(today.checked_sub_days(Days::new(1)).unwrap_or(today)) }
    }

    /// Whether it came so recently that what belongs to it is still done.
    #[must_use]
    pub fn is_due(&self, now: Timestamp, late_max: Duration) -> bool {
        now.since(self.moment) < late_max
    }
}

/// `9:30`, `09:30`.
#[must_use]
pub fn time_of_day(text: &str) -> Option<NaiveTime> {
    let is_short = text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    if is_short { NaiveTime::parse_from_str(text, "%H:%M").ok() } else { None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::collections::BTreeMap;

    use chrono::NaiveTime;
    use proptest::prelude::*;

    use super::{Slot, time_of_day};
    use crate::odoo::When;
    use crate::ports::Timestamp;
    use crate::text::{Zone, local};

    const ZONES: [&str; 5] =
        ["Europe/Prague", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Pacific/Auckland"];

    fn moment(zone: &str, at: &str, now: &str) -> String {
        let now = Zone::UTC.from(When::parse(now).unwrap());
        let slot = Slot::latest(Zone::named(zone).unwrap(), time_of_day(at).unwrap(), now);
        format!("{} {}", slot.day, When::Moment(slot.moment))
    }

    #[test]
    fn a_slot_is_that_of_the_clock_in_its_zone() {
        assert_eq!(moment("Europe/Prague", "09:00", "2026-11-21 08:00:00"), "2026-11-21 2026-11-21 08:00:00");
        assert_eq!(moment("Europe/Prague", "09:00", "2026-11-21 07:59:59"), "2026-11-20 2026-11-20 08:00:00");
        assert_eq!(moment("Pacific/Auckland", "09:00", "2026-11-21 09:30:00"), "2026-11-21 2026-11-20 20:00:00");
    }

    #[test]
    fn a_time_that_does_not_exist_comes_later_and_one_that_exists_twice_comes_first() {
        assert_eq!(moment("Europe/Prague", "02:30", "2026-03-29 02:00:00"), "2026-03-29 2026-03-29 01:30:00");
        assert_eq!(moment("Europe/Prague", "02:30", "2026-10-25 02:00:00"), "2026-10-25 2026-10-25 00:30:00");
    }

    #[test]
    fn times_of_day_are_hours_and_minutes() {
        assert_eq!(time_of_day("9:05"), NaiveTime::from_hms_opt(9, 5, 0));
        assert!(["", "9", "24:00", "09:60", "9:30:00", "+9:30", "noon"].iter().all(|text| time_of_day(text).is_none()));
    }

    proptest! {
        /// Twenty days, a look every seven minutes: whatever the clocks do, each day has its slot once and in order.
        #[test]
        fn every_day_has_its_slot_once(hours in 0_i64..500_000, minute in 0_u32..1440, number in 0..ZONES.len()) {
            let zone = Zone::named(ZONES[number]).unwrap();
            let at = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
            let start = Timestamp(hours * 3_600_000);
            let mut seen: BTreeMap<_, Timestamp> = BTreeMap::new();
            for step in 0..20 * 24 * 60 / 7 {
                let now = Timestamp(start.0 + step * 7 * 60_000);
                let slot = Slot::latest(zone, at, now);
                prop_assert!(slot.moment <= now && now.since(slot.moment).as_secs() < 26 * 3600);
                prop_assert_eq!(*seen.entry(slot.day).or_insert(slot.moment), slot.moment);
                let shown = local(slot.moment, zone);
                let wanted = format!("{} {}", slot.day, at.format("%H:%M"));
                prop_assert!(shown == wanted || zone.moment(slot.day.and_time(at)).is_none(), "{} {}", shown, wanted);
            }
            let days: Vec<_> = seen.keys().copied().collect();
            prop_assert!(days.windows(2).all(|pair| (pair[1] - pair[0]).num_days() == 1), "{:?}", days);
            prop_assert!(seen.values().collect::<Vec<_>>().windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}

mod table;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use crate::odoo::When;
use crate::ports::Timestamp;

/// Somebody's time zone: the only place where moments become days and times of day, and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    name: &'static str,
    /// See [`table`].
    history: &'static str,
}

impl Zone {
    /// For what has no zone of its own.
    pub const UTC: Self = Self { name: "UTC", history: "0" };

    /// By its IANA name, such as `Europe/Prague`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        table::find(name).map(|(name, history)| Self { name, history })
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The day that it is there.
    #[must_use]
    pub fn day(self, time: Timestamp) -> NaiveDate {
        self.clock(time).date()
    }

    /// The hour that the clocks show there, 0 to 23.
    #[must_use]
    pub fn hour(self, time: Timestamp) -> u32 {
        self.clock(time).hour()
    }

    /// The moment at which the clocks there show `local`: the first one when they show it twice, none when they never do.
    #[must_use]
    pub fn moment(self, local: NaiveDateTime) -> Option<Timestamp> {
        let day = Days::new(1);
        // The clocks do not change twice within two days. Where they are set back, the offset before is that of the first time.
        [local.checked_sub_days(day)?, local.checked_add_days(day)?].into_iter().find_map(|near| {
            let ahead = self.ahead(near);
            let utc = local.checked_sub_signed(ahead)?;
            (self.ahead(utc) == ahead).then(|| Timestamp(utc.and_utc().timestamp_millis()))
        })
    }

    /// The first moment of a day: midnight, or when the clocks go forward at midnight the moment they do.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> Timestamp {
        self.instant(day.and_time(NaiveTime::MIN))
    }

    /// As [`Zone::moment`]; where the clocks never show it, as much later as they go forward.
    #[must_use]
    pub fn instant(self, local: NaiveDateTime) -> Timestamp {
        self.moment(local).unwrap_or_else(|| {
            let day_before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
            Timestamp(local.and_utc().timestamp_millis() - self.ahead(day_before).num_milliseconds())
        })
    }

    /// The moment from which something counts that was given as `when`.
    #[must_use]
    pub fn from(self, when: When) -> Timestamp {
        match when {
            When::Day(day) => self.start(day),
            When::Moment(time) => time,
        }
    }

    /// The moment before which something counts that was given as `when`: a day counts as a whole.
    #[must_use]
    pub fn until(self, when: When) -> Timestamp {
        match when {
            When::Day(day) => self.start(day.checked_add_days(Days::new(1)).unwrap_or(day)),
            When::Moment(time) => time,
        }
    }

    /// What a calendar and a clock show there.
    pub(super) fn clock(self, time: Timestamp) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(time.0).unwrap_or_default().naive_utc();
        utc.checked_add_signed(self.ahead(utc)).unwrap_or(utc)
    }

    fn ahead(self, utc: NaiveDateTime) -> TimeDelta {
        TimeDelta::try_minutes(table::ahead(self.history, utc)).unwrap_or_default()
    }
}

/// `2026-11-21 10:30`, as a clock in the zone shows it.
#[must_use]
pub fn local(time: Timestamp, zone: Zone) -> String {
    zone.clock(time).format("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::{Zone, local};
    use crate::odoo::When;
    use crate::ports::Timestamp;

    /// In Santiago the clocks change at midnight, on Lord Howe by half an hour.
    const ZONES: [&str; 5] =
        ["Europe/Prague", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Pacific/Auckland"];

    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn zones_have_iana_names() {
        assert_eq!(zone("Europe/Prague").name(), "Europe/Prague");
        assert_eq!(Zone::named("Prague"), None);
        assert_eq!(Zone::named(""), None);
    }

    #[test]
    fn moments_are_shown_as_the_clock_there_shows_them() {
        let time = Timestamp(1_795_253_400_000);
        assert_eq!(
            [Zone::UTC, zone("Europe/Prague"), zone("America/New_York")].map(|zone| local(time, zone)),
            ["2026-11-21 09:30", "2026-11-21 10:30", "2026-11-21 04:30"]
        );
    }

    #[test]
    fn an_hour_that_is_left_out_is_no_moment_and_one_that_comes_twice_is_the_first() {
        let left_out = day(2026, 3, 29).and_hms_opt(2, 30, 0).unwrap();
        assert_eq!(zone("Europe/Prague").moment(left_out), None);
        let twice = day(2026, 10, 25).and_hms_opt(2, 30, 0).unwrap();
        assert_eq!(When::Moment(zone("Europe/Prague").moment(twice).unwrap()).to_string(), "2026-10-25 00:30:00");
    }

    #[test]
    fn a_day_without_midnight_starts_when_the_clocks_go_forward() {
        let start = zone("America/Santiago").start(day(2026, 9, 6));
        assert_eq!(When::Moment(start).to_string(), "2026-09-06 04:00:00");
        assert_eq!(local(start, zone("America/Santiago")), "2026-09-06 01:00");
    }

    #[test]
    fn a_day_counts_as_a_whole() {
        let zone = zone("Europe/Prague");
        let change = When::Day(day(2026, 10, 25));
        assert_eq!(zone.until(change).since(zone.from(change)).as_secs(), 25 * 3600);
        let moment = When::Moment(Timestamp(7));
        assert_eq!((zone.from(moment), zone.until(moment)), (Timestamp(7), Timestamp(7)));
    }

    proptest! {
        #[test]
        fn a_day_begins_with_its_first_moment(days in 0_u64..20_000, number in 0..ZONES.len()) {
            let zone = zone(ZONES[number]);
            let day = day(1990, 1, 1) + chrono::Days::new(days);
            let start = zone.start(day);
            prop_assert_eq!(zone.day(start), day);
            prop_assert!(zone.day(Timestamp(start.0 - 1)) < day);
        }

        #[test]
        fn what_the_clock_shows_is_the_moment_or_one_before_it(minutes in 0_i64..30_000_000, number in 0..ZONES.len()) {
            let zone = zone(ZONES[number]);
            let time = Timestamp(minutes * 60_000);
            let back = zone.moment(zone.clock(time)).unwrap();
            prop_assert_eq!(local(back, zone), local(time, zone));
            prop_assert!(back <= time && time.since(back).as_secs() <= 3600);
        }
    }
}

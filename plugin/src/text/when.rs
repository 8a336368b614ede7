use std::time::Duration;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::{Markdown, Zone};
use crate::language::Language;
use crate::odoo::When;
use crate::ports::Timestamp;
use crate::say;

/// Nobody plans further ahead in one word.
const DAYS_MAX: u64 = 3660;

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhenError {
    /// None of the spellings.
    Unknown(Markdown),
    /// Such as the 30th of February.
    NoSuchDay(Markdown),
    /// More than ten years ahead.
    TooFar(Markdown),
    /// The clocks go forward over it.
    NoSuchTime {
        /// In the calendar of the zone.
        day: NaiveDate,
        /// On the clock of the zone.
        time: NaiveTime,
        /// Its IANA name.
        zone: &'static str,
    },
}

impl WhenError {
    /// A sentence for its author.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::Unknown(text) => say!(
                language,
                "“{text}” is no date. Write `today`, `tomorrow 10:00`, `friday`, `+2d`, `+1w`, `2026-12-24` or `2026-12-24 10:00`.",
                text
            ),
            Self::NoSuchDay(day) => say!(language, "There is no day {day}.", day),
            Self::TooFar(text) => say!(language, "“{text}” is more than ten years away.", text),
            Self::NoSuchTime { day, time, zone } => say!(
                language,
                "There is no {time} on {day} in {zone}: the clocks go forward then. Take another time.",
                time = time.format("%H:%M"),
                day,
                zone
            ),
        }
    }
}

/// Reads a date, or a date with a time, as people type it; days and times are those of `zone`.
///
/// A day is `today`, `tomorrow`, `yesterday`, a weekday (`friday` or `fri`: the next one after today), `+2d`, `+1w` or
/// `2026-12-24`. A time may follow, as in `tomorrow 10:00` or `2026-12-24T10:00`; alone it is today. `+3h` is three
/// hours from now. An ISO time with `Z` or an offset such as `+02:00` means itself.
///
/// # Errors
/// See [`WhenError`].
pub fn when(text: &str, zone: Zone, now: Timestamp) -> Result<When, WhenError> {
    let text = text.trim();
    let typed = text.to_ascii_lowercase();
    let unknown = || WhenError::Unknown(Markdown::foreign(text));
    let today = zone.day(now);
    if let Some(time) = with_offset(&typed) {
        return Ok(When::Moment(time));
    }
    if let Some(ahead) = typed.strip_prefix('+') {
        let (number, unit) = number_and_unit(ahead).ok_or_else(unknown)?;
        return later(number, unit, today, now).ok_or_else(|| WhenError::TooFar(Markdown::foreign(text)));
    }
    let (day, time) = day_and_time(&typed);
    let day = match day {
        None => today,
        Some(day) => match (named_day(day, today), is_iso_day(day)) {
            (Some(day), _) => day,
            (None, true) => day.parse().map_err(|_| WhenError::NoSuchDay(Markdown::foreign(day)))?,
            (None, false) => return Err(unknown()),
        },
    };
    match time {
        None => Ok(When::Day(day)),
        Some(time) => {
            let time = time_of_day(time).ok_or_else(unknown)?;
            let moment = zone.moment(day.and_time(time));
            moment.map(When::Moment).ok_or(WhenError::NoSuchTime { day, time, zone: zone.name() })
        }
    }
}

/// `2026-12-24T10:00Z`, `2026-12-24 10:00:30+02:00`.
fn with_offset(typed: &str) -> Option<Timestamp> {
    if !typed.get(..10).is_some_and(is_iso_day) {
        return None;
    }
    let time = typed.replacen(' ', "t", 1).replace('z', "+00:00");
    let formats = ["%Y-%m-%dt%H:%M:%S%.f%:z", "%Y-%m-%dt%H:%M%:z"];
    let time = formats.into_iter().find_map(|format| DateTime::parse_from_str(&time, format).ok())?;
    Some(Timestamp(time.timestamp_millis()))
}

#[derive(Clone, Copy)]
enum Unit {
    Hours,
    Days,
    Weeks,
}

fn number_and_unit(ahead: &str) -> Option<(u32, Unit)> {
    let units = [('h', Unit::Hours), ('d', Unit::Days), ('w', Unit::Weeks)];
    let (number, unit) = units.into_iter().find_map(|(letter, unit)| Some((ahead.strip_suffix(letter)?, unit)))?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((number.parse().ok()?, unit))
}

/// None if it is too far away.
fn later(number: u32, unit: Unit, today: NaiveDate, now: Timestamp) -> Option<When> {
    let number = u64::from(number);
    let days = match unit {
        Unit::Hours => number / 24,
        Unit::Days => number,
        Unit::Weeks => number * 7,
    };
    if days > DAYS_MAX {
        return None;
    }
    match unit {
        Unit::Hours => Some(When::Moment(now.after(Duration::from_secs(number * 3600)))),
        Unit::Days | Unit::Weeks => today.checked_add_days(Days::new(days)).map(When::Day),
    }
}

/// The day and the time of a text; at least one of them is there.
fn day_and_time(typed: &str) -> (Option<&str>, Option<&str>) {
    let iso = typed.get(..10).filter(|day| is_iso_day(day));
    match (iso, typed.split_once(char::is_whitespace)) {
        (Some(day), _) if typed[10..].starts_with('t') => (Some(day), Some(&typed[11..])),
        (_, Some((day, time))) => (Some(day), Some(time.trim_start())),
        (_, None) if typed.contains(':') => (None, Some(typed)),
        (_, None) => (Some(typed), None),
    }
}

fn named_day(day: &str, today: NaiveDate) -> Option<NaiveDate> {
    match day {
        "today" => Some(today),
        "tomorrow" => today.succ_opt(),
        "yesterday" => today.pred_opt(),
        _ => {
            let days = match day.parse::<Weekday>().ok()?.days_since(today.weekday()) {
                0 => 7,
                days => days,
            };
            today.checked_add_days(Days::new(days.into()))
        }
    }
}

/// Whether it looks like `2026-12-24`.
fn is_iso_day(day: &str) -> bool {
    day.len() == 10
        && day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// `9:30`, `09:30`, `09:30:15`.
fn time_of_day(time: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S"].into_iter().find_map(|format| NaiveTime::parse_from_str(time, format).ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::when;
    use crate::language::Language;
    use crate::odoo::When;
    use crate::ports::Timestamp;
    use crate::text::{Zone, local};

    /// Saturday 2026-11-21 23:30 UTC: already Sunday in Prague.
    const NOW: Timestamp = Timestamp(1_795_303_800_000);

    fn in_zone(text: &str, zone: &str) -> String {
        match when(text, Zone::named(zone).unwrap(), NOW) {
            Ok(when) => when.to_string(),
            Err(error) => error.say(Language::En),
        }
    }

    fn in_prague(text: &str) -> String {
        in_zone(text, "Europe/Prague")
    }

    #[test]
    fn days_are_those_of_the_reader() {
        assert_eq!(["UTC", "Europe/Prague"].map(|zone| in_zone("today", zone)), ["2026-11-21", "2026-11-22"]);
        assert_eq!(in_prague("Tomorrow"), "2026-11-23");
        assert_eq!(in_prague("yesterday"), "2026-11-21");
        assert_eq!(in_prague("+2d"), "2026-11-24");
        assert_eq!(in_prague("+1w"), "2026-11-29");
        assert_eq!(in_prague(" 2026-12-24 "), "2026-12-24");
    }

    #[test]
    fn a_weekday_is_the_next_one_after_today() {
        assert_eq!(["monday", "fri", "Sunday"].map(in_prague), ["2026-11-23", "2026-11-27", "2026-11-29"]);
    }

    #[test]
    fn times_are_those_of_the_readers_clock() {
        assert_eq!(in_prague("tomorrow 10:00"), "2026-11-23 09:00:00");
        assert_eq!(in_prague("friday  9:30"), "2026-11-27 08:30:00");
        assert_eq!(in_prague("16:45"), "2026-11-22 15:45:00");
        assert_eq!(in_prague("2026-07-01 10:00"), "2026-07-01 08:00:00");
        assert_eq!(in_prague("2026-07-01T10:00:30"), "2026-07-01 08:00:30");
        assert_eq!(in_prague("+3h"), "2026-11-22 02:30:00");
    }

    #[test]
    fn a_time_with_an_offset_means_itself() {
        for text in
            ["2026-12-24T10:00Z", "2026-12-24 10:00:00.5z", "2026-12-24T12:00+02:00", "2026-12-24T10:00:00+00:00"]
        {
            assert_eq!(in_prague(text), "2026-12-24 10:00:00", "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_told_with_examples() {
        for text in [
            "",
            "soon",
            "24.12.2026",
            "+2y",
            "+d",
            "++2d",
            "+-2d",
            "2026-12-24 noon",
            "tomorrow 25:00",
            "10",
            "tomorrow at 10:00",
        ] {
            assert_eq!(
                in_prague(text),
                format!(
                    "“{text}” is no date. Write `today`, `tomorrow 10:00`, `friday`, `+2d`, `+1w`, `2026-12-24` or `2026-12-24 10:00`."
                )
            );
        }
        assert!(in_prague("@all").starts_with("“@\u{2060}all” is no date."));
    }

    #[test]
    fn what_cannot_be_is_told_apart() {
        assert_eq!(in_prague("2026-02-30"), "There is no day 2026-02-30.");
        assert_eq!(in_prague("+600w"), "“+600w” is more than ten years away.");
        assert_eq!(in_prague("+4294967295h"), "“+4294967295h” is more than ten years away.");
        assert_eq!(
            in_prague("2027-03-28 02:30"),
            "There is no 02:30 on 2027-03-28 in Europe/Prague: the clocks go forward then. Take another time."
        );
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_date_or_an_error_without_a_mention(text in "[+0-9a-z: TtZz.-]{0,24}|\\PC{0,30}") {
            if let Err(error) = when(&text, Zone::UTC, NOW) {
                let shown = error.say(Language::En);
                let after_sign = shown.split('@').skip(1).filter_map(|rest| rest.chars().next());
                prop_assert!(after_sign.into_iter().all(|c| !c.is_alphanumeric()), "{}", shown);
            }
        }

        #[test]
        fn what_is_shown_is_read_as_the_same_minute(minutes in 0_i64..60_000_000, number in 0_usize..5) {
            let zones = ["Europe/Prague", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Pacific/Auckland"];
            let zone = Zone::named(zones[number]).unwrap();
            let shown = local(Timestamp(minutes * 60_000), zone);
            let read = when(&shown, zone, NOW).map(|when| local(zone.from(when), zone));
            prop_assert_eq!(read, Ok(shown));
        }

        #[test]
        fn every_day_is_read_as_itself(days in 0_u64..100_000) {
            let day = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(days);
            prop_assert_eq!(when(&day.to_string(), Zone::UTC, NOW), Ok(When::Day(day)));
        }
    }
}

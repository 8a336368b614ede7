//! How far the clocks of a zone are from UTC: `zones.txt`, a line for each history of offsets with the names that share it.

use chrono::NaiveDateTime;

/// `60 126780>120 302400>60|Europe/Paris Europe/Prague`: minutes ahead of UTC at the start, then minutes until the clocks change and
/// what they are ahead from there.
const TABLE: &str = include_str!("zones.txt");
/// Seconds since 1970 of 2015-01-01, where the lines begin, and minutes from there to 2055-01-01, where they end.
const START: i64 = 1_420_070_400;
const MINUTES: i64 = 14_610 * 24 * 60;
/// 28 years, after which the days of the week come back. Before and after the table it is as 28 years later and earlier.
const CYCLE: i64 = 10_227 * 24 * 60;

/// A name and its history.
pub(super) fn find(name: &str) -> Option<(&'static str, &'static str)> {
    TABLE.lines().find_map(|line| {
        let (history, names) = line.split_once('|')?;
        names.split(' ').find(|known| *known == name).map(|known| (known, history))
    })
}

/// Minutes ahead of UTC at a moment of UTC.
pub(super) fn ahead(history: &str, utc: NaiveDateTime) -> i64 {
    let mut minute = (utc.and_utc().timestamp() - START).div_euclid(60);
    if minute < 0 {
        minute = minute.rem_euclid(CYCLE);
    } else if minute >= MINUTES {
        minute = MINUTES - CYCLE + (minute - MINUTES).rem_euclid(CYCLE);
    }
    let mut words = history.split(' ');
    let mut ahead = words.next().map_or(0, number);
    for (until, next) in words.filter_map(|word| word.split_once('>')) {
        minute -= number(until);
        if minute < 0 {
            break;
        }
        ahead = number(next);
    }
    ahead
}

/// The table has nothing but numbers where they belong; a test writes it.
fn number(digits: &str) -> i64 {
    digits.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
    #![allow(clippy::disallowed_methods, reason = "a test writes the table")]

    use std::collections::BTreeMap;
    use std::fmt::Write;
    use std::path::Path;

    use chrono::{DateTime, Offset, TimeZone};
    use chrono_tz::{TZ_VARIANTS, Tz};

    use super::{MINUTES, START, TABLE, ahead, find};

    const DAY: i64 = 24 * 60;

    fn moment(minute: i64) -> chrono::NaiveDateTime {
        DateTime::from_timestamp(START + minute * 60, 0).unwrap().naive_utc()
    }

    fn right(zone: Tz, minute: i64) -> i64 {
        i64::from(zone.offset_from_utc_datetime(&moment(minute)).fix().local_minus_utc()).div_euclid(60)
    }

    fn history(zone: Tz) -> String {
        let mut known = right(zone, 0);
        let mut written = known.to_string();
        let mut last = 0;
        for day in 1..=MINUTES / DAY {
            let next = right(zone, day * DAY);
            if next != known {
                let (mut before, mut after) = ((day - 1) * DAY, day * DAY);
                while after - before > 1 {
                    let middle = before.midpoint(after);
                    if right(zone, middle) == known { before = middle } else { after = middle }
                }
                write!(written, " {}>{next}", after - last).unwrap();
                (known, last) = (next, after);
            }
        }
        written
    }

    #[test]
    fn the_table_is_what_the_zone_database_says() {
        let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for zone in TZ_VARIANTS {
            names.entry(history(zone)).or_default().push(zone.name());
        }
        let lines = names.iter().map(|(history, names)| format!("{history}|{}\n", names.join(" ")));
        let table: String = lines.collect();
        if std::env::var_os("UPDATE_ZONES").is_some() {
            std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/zone/zones.txt"), &table).unwrap();
        }
        assert!(table == TABLE, "zones.txt is behind: run UPDATE_ZONES=1 cargo test -p odoo-plugin zone");
    }

    #[test]
    fn every_zone_is_right_every_week_of_forty_years_and_around_each_change() {
        for zone in TZ_VARIANTS {
            let (name, history) = find(zone.name()).unwrap();
            assert_eq!(name, zone.name());
            let mut moments: Vec<i64> = (0..MINUTES / DAY).step_by(7).map(|day| day * DAY + 97).collect();
            let mut at = 0;
            for change in history.split(' ').skip(1) {
                at += change.split_once('>').unwrap().0.parse::<i64>().unwrap();
                moments.extend([at - 1, at]);
            }
            for minute in moments.into_iter().filter(|minute| *minute < MINUTES) {
                assert_eq!(ahead(history, moment(minute)), right(zone, minute), "{name} {}", moment(minute));
            }
        }
    }

    #[test]
    fn outside_of_the_table_the_rules_go_on() {
        for (name, minute) in [("Europe/Prague", MINUTES + 200 * DAY), ("America/New_York", -200 * DAY)] {
            let zone: Tz = name.parse().unwrap();
            assert_eq!(ahead(find(name).unwrap().1, moment(minute)), right(zone, minute), "{name}");
        }
    }
}

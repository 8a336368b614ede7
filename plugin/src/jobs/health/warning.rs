//! What will be wrong soon, or is wrong while Odoo answers: its certificate ends, its clock and ours differ.

use serde::{Deserialize, Serialize};

use crate::identity::{days_until, in_days, stage};
use crate::odoo::Surroundings;
use crate::ports::Timestamp;
use crate::text::utc;

/// Beyond that, signed events are refused and times of records are wrong.
const OFF_MS_MAX: i64 = 60_000;
/// A clock that is right again, and not only at the edge.
const RIGHT_MS_MAX: i64 = 30_000;

/// What administrators were told last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Warned {
    /// The end of the certificate, and how many days before.
    certificate: Option<(Timestamp, u64)>,
    is_clock_off: bool,
}

impl Warned {
    /// What they have to be told now, each once.
    pub(super) fn about(&mut self, found: Surroundings, now: Timestamp) -> Vec<String> {
        self.certificate(found, now).into_iter().chain(self.clock(found)).collect()
    }

    fn certificate(&mut self, found: Surroundings, now: Timestamp) -> Option<String> {
        let end = found.certificate_end?;
        let days = days_until(end, now);
        let stage = stage(days)?;
        if self.certificate.is_some_and(|(known, told)| known == end && told <= stage) {
            return None;
        }
        self.certificate = Some((end, stage));
        Some(format!(
            "**The certificate of Odoo's server ends in {}**, on {}. Without a new one there is no connection any more.",
            in_days(days),
            utc(end)
        ))
    }

    fn clock(&mut self, found: Surroundings) -> Option<String> {
        let ahead = found.ahead_ms?;
        let was_off = self.is_clock_off;
        self.is_clock_off = ahead.abs() > if was_off { RIGHT_MS_MAX } else { OFF_MS_MAX };
        (self.is_clock_off && !was_off).then(|| {
            format!("**The clocks of Odoo and Mattermost differ**: Odoo's is {}. Let both be set by NTP.", off(ahead))
        })
    }
}

/// `75 s ahead`, `75 s behind`.
pub fn off(ahead_ms: i64) -> String {
    let way = if ahead_ms < 0 { "behind" } else { "ahead" };
    format!("{} s {way}", (ahead_ms.abs() + 500) / 1000)
}

#[cfg(test)]
mod tests {
    use super::{Surroundings, Timestamp, Warned};

    const DAY_MS: i64 = 24 * 3600 * 1000;

    fn told(warned: &mut Warned, days: Option<i64>, ahead_ms: i64) -> usize {
        let certificate_end = days.map(|days| Timestamp(days * DAY_MS));
        warned.about(Surroundings { ahead_ms: Some(ahead_ms), certificate_end }, Timestamp(0)).len()
    }

    #[test]
    fn a_certificate_is_told_at_each_stage_once_and_anew_when_it_is_another_one() {
        let mut warned = Warned::default();
        let days = [None, Some(20), Some(14), Some(13), Some(3), Some(3), Some(1), Some(0), Some(90), Some(2)];
        // The end stays while the days pass: each of these is another certificate unless it is the same day.
        let counts = days.map(|days| told(&mut warned, days, 0));
        assert_eq!(counts, [0, 0, 1, 1, 1, 0, 1, 1, 0, 1]);
        let mut warned = Warned::default();
        let end = Some(Timestamp(20 * DAY_MS));
        let found = Surroundings { ahead_ms: None, certificate_end: end };
        let days = [0, 5, 6, 10, 17, 18, 19, 20];
        let counts = days.map(|day| warned.about(found, Timestamp(day * DAY_MS)).len());
        assert_eq!(counts, [0, 0, 1, 0, 1, 0, 1, 0]);
    }

    #[test]
    fn a_clock_is_told_once_until_it_was_right_again() {
        let mut warned = Warned::default();
        let counts = [0, 59_000, -61_000, -65_000, 45_000, 29_000, 61_000].map(|ahead| told(&mut warned, None, ahead));
        assert_eq!(counts, [0, 0, 1, 0, 0, 0, 1]);
    }
}

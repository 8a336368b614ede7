//! Until when a certificate counts: the one thing that is read of it here. Whether it counts at all, rustls decides.

use rustls::pki_types::CertificateDer;

const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// The version, which a certificate of version 1 leaves out.
const VERSION: u8 = 0xa0;
const DAY_SECONDS: i64 = 24 * 3600;

/// The last moment of a certificate, in seconds since 1970; none if it is not written as RFC 5280 wants it.
pub(super) fn not_after(certificate: &CertificateDer<'_>) -> Option<i64> {
    let (_, certificate, _) = element(certificate).filter(|(tag, ..)| *tag == SEQUENCE)?;
    let (_, mut fields, _) = element(certificate).filter(|(tag, ..)| *tag == SEQUENCE)?;
    if let Some((VERSION, _, rest)) = element(fields) {
        fields = rest;
    }
    // Serial number, algorithm, issuer; then the validity.
    for _ in 0..3 {
        fields = element(fields)?.2;
    }
    let (_, validity, _) = element(fields).filter(|(tag, ..)| *tag == SEQUENCE)?;
    let (_, _, after) = element(validity)?;
    let (tag, time, _) = element(after)?;
    match tag {
        UTC_TIME => seconds(time, 2),
        GENERALIZED_TIME => seconds(time, 4),
        _ => None,
    }
}

/// Tag and content of the first element, and what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if !(1..=4).contains(&count) {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(count)?;
        (digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// `261221093000Z`, or the same with four digits of the year.
fn seconds(time: &[u8], year_digits: usize) -> Option<i64> {
    let time = time.strip_suffix(b"Z").filter(|time| time.len() == year_digits + 10)?;
    let number = |from: usize, length: usize| {
        time.get(from..from + length)?
            .iter()
            .try_fold(0_i64, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
    };
    let year = number(0, year_digits)?;
    let year = match year_digits {
        2 if year < 50 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    };
    let part = |index: usize| number(year_digits + 2 * index, 2);
    let (month, day) = (part(0)?, part(1)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    Some(days(year, month, day) * DAY_SECONDS + part(2)? * 3600 + part(3)? * 60 + part(4)?)
}

/// Days since 1970 of a day of the Gregorian calendar: years that begin in March end with the leap day.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::{days, not_after, seconds};

    #[test]
    fn the_end_is_read_before_and_after_2050() {
        for (year, month, day, end) in [(2026, 12, 21, 1_797_811_200), (2056, 2, 29, 2_719_008_000)] {
            let mut params = CertificateParams::new(vec!["erp.example.com".to_owned()]).unwrap();
            params.not_after = date_time_ymd(year, month, day);
            let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
            assert_eq!(not_after(certificate.der()), Some(end), "{year}");
        }
    }

    #[test]
    fn days_are_counted_as_calendars_do() {
        let counted = [(1970, 1, 1), (2000, 2, 29), (2026, 11, 21), (2100, 3, 1)].map(|(y, m, d)| days(y, m, d));
        assert_eq!(counted, [0, 11_016, 20_778, 47_541]);
    }

    #[test]
    fn whatever_is_no_certificate_has_no_end() {
        for bytes in [&b""[..], b"\x30", b"\x30\x82", b"\x30\x02\x30\x00", b"\x30\x84\xff\xff\xff\xff"] {
            assert_eq!(not_after(&bytes.into()), None);
        }
        for time in [&b"261221093000"[..], b"2612210930Z", b"261321093000Z", b"26122109300xZ"] {
            assert_eq!(seconds(time, 2), None);
        }
        assert_eq!(seconds(b"261221093000Z", 2), seconds(b"20261221093000Z", 4));
    }
}

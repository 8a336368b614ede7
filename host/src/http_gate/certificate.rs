//! Until when a certificate counts: rustls is asked, see decision 0021.

use std::time::Duration;

use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, Error, RootCertStore};

/// When every certificate is over.
const END_OF_TIME: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(u64::MAX));

/// The last moment of a certificate, in seconds since 1970; none if it is no certificate.
pub(super) fn not_after(certificate: &CertificateDer<'_>) -> Option<i64> {
    let certificate = ParsedCertificate::try_from(certificate).ok()?;
    // The time is looked at before anybody asks who signed it.
    match verify_server_cert_signed_by_trust_anchor(&certificate, &RootCertStore::empty(), &[], END_OF_TIME, &[]) {
        Err(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
            i64::try_from(not_after.as_secs()).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::not_after;

    #[test]
    fn the_end_is_read_before_and_after_2050_and_of_what_is_over() {
        let ends = [(1999, 12, 31, 946_598_400), (2026, 12, 21, 1_797_811_200), (2056, 2, 29, 2_719_008_000)];
        for (year, month, day, end) in ends {
            let mut params = CertificateParams::new(vec!["erp.example.com".to_owned()]).unwrap();
            params.not_after = date_time_ymd(year, month, day);
            let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
            assert_eq!(not_after(certificate.der()), Some(end), "{year}");
        }
    }

    #[test]
    fn whatever_is_no_certificate_has_no_end() {
        for bytes in [&b""[..], b"\x30", b"\x30\x82", b"\x30\x02\x30\x00", b"\x30\x84\xff\xff\xff\xff"] {
            assert_eq!(not_after(&bytes.into()), None);
        }
    }
}

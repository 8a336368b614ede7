//! What the manifest and the settings allow.

use std::fmt;
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Map, Value};

use crate::manifest::OutgoingHttp;

/// Scheme, host and port: what a grant names and a request is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// `https` rather than `http`.
    pub tls: bool,
    /// Lower case; an IPv6 address without brackets.
    pub host: String,
    /// Explicit or the scheme's own.
    pub port: u16,
}

/// One origin that may be asked, and how.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Where.
    pub origin: Origin,
    /// Whether the origin may be on this machine or in a private network.
    pub allow_private: bool,
    /// Certificate authorities trusted besides the public ones.
    pub authorities: Vec<CertificateDer<'static>>,
    /// From sending to the answer's last byte.
    pub timeout: Duration,
    /// Bytes of an answer's body.
    pub response_bytes_max: usize,
}

/// A setting that a grant cannot be made from; the text is for admins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("setting {setting}: {problem}")]
pub struct GrantError {
    setting: String,
    problem: String,
}

impl Grant {
    /// Makes a grant from the settings a manifest entry names; `None` while the origin's setting is empty.
    ///
    /// # Errors
    /// Names the setting that does not make sense.
    pub fn from_settings(entry: &OutgoingHttp, settings: &Map<String, Value>) -> Result<Option<Self>, GrantError> {
        let value = |name: &str| settings.get(&name.to_lowercase());
        let text = |name: &str| value(name).and_then(Value::as_str).unwrap_or_default().trim();
        let address = text(&entry.origin);
        if address.is_empty() {
            return Ok(None);
        }
        let origin = Origin::parse(address)
            .ok_or_else(|| GrantError::new(&entry.origin, "must start with https:// or http:// and name a host"))?;
        let authorities = match &entry.ca_certificate {
            Some(name) => certificates(name, text(name))?,
            None => Vec::new(),
        };
        let seconds = entry
            .timeout_seconds
            .as_ref()
            .and_then(|name| value(name))
            .and_then(seconds)
            .unwrap_or(entry.timeout_seconds_default);
        Ok(Some(Self {
            origin,
            allow_private: entry.allow_private.as_ref().and_then(|name| value(name)).is_some_and(is_true),
            authorities,
            timeout: Duration::from_secs(seconds),
            response_bytes_max: entry.response_bytes_max,
        }))
    }
}

impl Origin {
    /// Reads the origin of an address; path, query and user are ignored.
    #[must_use]
    pub fn parse(address: &str) -> Option<Self> {
        Self::of(&address.parse().ok()?)
    }

    /// The origin of a request.
    #[must_use]
    pub fn of(uri: &Uri) -> Option<Self> {
        let tls = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return None,
        };
        let host = uri.host().filter(|host| !host.is_empty())?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_lowercase();
        let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
        Some(Self { tls, host, port })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

impl GrantError {
    fn new(setting: &str, problem: &str) -> Self {
        Self { setting: setting.to_owned(), problem: problem.to_owned() }
    }
}

fn certificates(setting: &str, pem: &str) -> Result<Vec<CertificateDer<'static>>, GrantError> {
    let parsed: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    match parsed {
        Ok(list) if list.is_empty() && !pem.is_empty() => {
            Err(GrantError::new(setting, "holds no certificate (PEM, -----BEGIN CERTIFICATE-----)"))
        }
        Ok(list) => Ok(list),
        Err(error) => Err(GrantError::new(setting, &format!("is no PEM: {error}"))),
    }
}

/// The server stores numbers and switches as typed in the console: as JSON or as text.
fn seconds(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|seconds| (1..=600).contains(seconds))
}

fn is_true(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_str() == Some("true"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::json;

    use super::{Grant, Origin};
    use crate::manifest::OutgoingHttp;

    fn entry() -> OutgoingHttp {
        serde_json::from_value(json!({
            "origin": "ErpURL", "allow_private": "AllowPrivate", "ca_certificate": "CA", "timeout_seconds": "Timeout",
        }))
        .unwrap()
    }

    fn grant(settings: serde_json::Value) -> Result<Option<(String, bool, u64)>, String> {
        Grant::from_settings(&entry(), settings.as_object().unwrap())
            .map(|grant| grant.map(|g| (g.origin.to_string(), g.allow_private, g.timeout.as_secs())))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn an_empty_setting_grants_nothing() {
        assert_eq!(grant(json!({"erpurl": " "})), Ok(None));
    }

    #[test]
    fn the_named_settings_make_the_grant() {
        let made = grant(json!({"erpurl": "https://ERP.example.com/web", "allowprivate": true, "timeout": "7"}));
        assert_eq!(made, Ok(Some(("https://erp.example.com:443".into(), true, 7))));
    }

    #[test]
    fn an_address_without_scheme_is_refused_by_name() {
        assert_eq!(
            grant(json!({"erpurl": "erp.example.com"})),
            Err("setting ErpURL: must start with https:// or http:// and name a host".into())
        );
    }

    #[test]
    fn a_certificate_that_is_none_is_refused_by_name() {
        assert_eq!(
            grant(json!({"erpurl": "https://erp.example.com", "ca": "hello"})),
            Err("setting CA: holds no certificate (PEM, -----BEGIN CERTIFICATE-----)".into())
        );
    }

    #[test]
    fn origins_differ_by_scheme_and_port() {
        let origins = ["http://a", "https://a", "https://a:8443", "https://[::1]:8443/x"];
        let shown: Vec<_> = origins.iter().map(|text| Origin::parse(text).unwrap().to_string()).collect();
        assert_eq!(shown, ["http://a:80", "https://a:443", "https://a:8443", "https://::1:8443"]);
    }
}

//! What the dialects share of HTTP.

use std::time::Duration;

use serde_json::Value;

use super::{OdooError, Outage};
use crate::ports::{HttpError, HttpMethod, HttpRequest, HttpResponse};
use crate::settings::Account;

const RESPONSE_BYTES_MAX: usize = 8 << 20;

/// A POST of JSON to the account's server.
pub(super) fn post_json(account: &Account, path: &str, body: &Value, timeout: Duration) -> HttpRequest {
    HttpRequest {
        method: HttpMethod::Post,
        url: format!("{}{path}", account.address),
        headers: vec![("Content-Type", "application/json".into()), ("Accept", "application/json".into())],
        body: body.to_string().into_bytes(),
        timeout,
        response_bytes_max: RESPONSE_BYTES_MAX,
    }
}

/// The JSON of an answer that has to have status 200.
pub(super) fn json(response: HttpResponse) -> Result<Value, OdooError> {
    serde_json::from_slice(&ok(response)?).map_err(|_| Outage::Malformed.into())
}

/// A text that has to be there.
pub(super) fn text(value: &Value) -> Result<Value, OdooError> {
    if value.is_string() { Ok(value.clone()) } else { Err(Outage::Malformed.into()) }
}

/// An id that has to be there.
pub(super) fn id(value: &Value) -> Result<Value, OdooError> {
    if value.is_i64() { Ok(value.clone()) } else { Err(Outage::Malformed.into()) }
}

/// The body of an answer that has to have status 200 and be no page.
fn ok(response: HttpResponse) -> Result<Vec<u8>, OdooError> {
    match (response.status, response.retry_after_seconds) {
        (200, _) => {}
        (429, retry_after_seconds) | (503, retry_after_seconds @ Some(_)) => {
            return Err(OdooError::RateLimited { retry_after_seconds });
        }
        (300..400, _) => return Err(Outage::Redirect(response.location.unwrap_or_default()).into()),
        (status, _) => return Err(Outage::Status(status).into()),
    }
    match response.body.trim_ascii_start().first() {
        None => Err(Outage::Empty.into()),
        Some(b'<') => Err(Outage::Page.into()),
        Some(_) => Ok(response.body),
    }
}

impl From<HttpError> for OdooError {
    fn from(error: HttpError) -> Self {
        Self::Outage(match error {
            HttpError::Connect(text) => Outage::Unreachable(text),
            HttpError::Tls(text) => Outage::Tls(text),
            HttpError::Denied(text) => Outage::Denied(text),
            HttpError::Timeout => Outage::Timeout,
            HttpError::Cut => Outage::Cut,
            HttpError::TooLarge => Outage::TooLarge,
            HttpError::Other(text) => Outage::Broken(text),
        })
    }
}

//! What the dialects share of HTTP.

use std::time::Duration;

use serde_json::Value;

use super::{OdooError, Outage};
use crate::ports::{HttpError, HttpMethod, HttpRequest, HttpResponse};
use crate::settings::Account;

const RESPONSE_BYTES_MAX: usize = 8 << 20;

/// A POST to the account's server.
pub(super) fn post(account: &Account, path: &str, content: &str, body: Vec<u8>, timeout: Duration) -> HttpRequest {
    HttpRequest {
        method: HttpMethod::Post,
        url: format!("{}{path}", account.address),
        headers: vec![("Content-Type", content.into()), ("Accept", content.into())],
        body,
        timeout,
        response_bytes_max: RESPONSE_BYTES_MAX,
    }
}

/// A POST of JSON to the account's server.
pub(super) fn post_json(account: &Account, path: &str, body: &Value, timeout: Duration) -> HttpRequest {
    post(account, path, "application/json", body.to_string().into_bytes(), timeout)
}

/// The JSON of an answer that has to have status 200 and be no page.
pub(super) fn json(response: HttpResponse) -> Result<Value, OdooError> {
    let body = ok(response)?;
    if body.trim_ascii_start().starts_with(b"<") {
        return Err(Outage::Page.into());
    }
    serde_json::from_slice(&body).map_err(|_| Outage::Malformed.into())
}

/// A text that has to be there.
pub(super) fn text(value: &Value) -> Result<Value, OdooError> {
    if value.is_string() { Ok(value.clone()) } else { Err(Outage::Malformed.into()) }
}

/// An id that has to be there.
pub(super) fn id(value: &Value) -> Result<Value, OdooError> {
    if value.is_i64() { Ok(value.clone()) } else { Err(Outage::Malformed.into()) }
}

/// The body of an answer that has to have status 200.
pub(super) fn ok(response: HttpResponse) -> Result<Vec<u8>, OdooError> {
    match (response.status, response.retry_after_seconds) {
        (200, _) if response.body.trim_ascii().is_empty() => Err(Outage::Empty.into()),
        (200, _) => Ok(response.body),
        (429, retry_after_seconds) | (503, retry_after_seconds @ Some(_)) => {
            Err(OdooError::RateLimited { retry_after_seconds })
        }
        (300..400, _) => Err(Outage::Redirect(response.location.unwrap_or_default()).into()),
        (status, _) => Err(Outage::Status(status).into()),
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

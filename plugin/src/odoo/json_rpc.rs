//! JSON-RPC on `/jsonrpc`, for Odoo 16 to 18.

use serde_json::{Value, json};

use super::{Call, Fault, Odoo, OdooError, Outage, UserId};
use crate::ports::{Clock, HttpClient, HttpError, HttpRequest, HttpResponse, Timestamp};
use crate::settings::{Account, OdooAddress};

const RESPONSE_BYTES_MAX: usize = 8 << 20;

/// Odoo's old dialect. It is JSON-RPC by its looks only: every error of a model has status 200 and code 200, so that
/// nothing but the class in `error.data.name` tells them apart, and a method that returns nothing answers without
/// `result`.
#[derive(Clone, Copy)]
pub struct JsonRpc<'a> {
    address: &'a OdooAddress,
    http: &'a dyn HttpClient,
    clock: &'a dyn Clock,
}

impl<'a> JsonRpc<'a> {
    /// For the server at `address`.
    #[must_use]
    pub fn new(address: &'a OdooAddress, http: &'a dyn HttpClient, clock: &'a dyn Clock) -> Self {
        Self { address, http, clock }
    }

    fn ask(&self, service: &str, method: &str, args: Value, deadline: Timestamp) -> Result<Value, OdooError> {
        let timeout = deadline.since(self.clock.now());
        if timeout.is_zero() {
            return Err(Outage::Timeout.into());
        }
        let body = json!({
            "jsonrpc": "2.0", "method": "call", "id": 1,
            "params": {"service": service, "method": method, "args": args},
        });
        let response = self.http.send(&HttpRequest {
            url: format!("{}/jsonrpc", self.address),
            body: body.to_string().into_bytes(),
            timeout,
            response_bytes_max: RESPONSE_BYTES_MAX,
        })?;
        decode(response)
    }
}

impl Odoo for JsonRpc<'_> {
    fn version(&self, deadline: Timestamp) -> Result<String, OdooError> {
        let version = self.ask("common", "version", json!([]), deadline)?;
        version["server_version"].as_str().map(ToOwned::to_owned).ok_or_else(|| Outage::Malformed.into())
    }

    fn sign_in(&self, account: &Account, deadline: Timestamp) -> Result<UserId, OdooError> {
        let args = json!([account.database, account.login, account.key.expose(), {}]);
        match self.ask("common", "authenticate", args, deadline)? {
            Value::Bool(false) => Err(OdooError::Authentication),
            answer => answer.as_i64().map(UserId).ok_or_else(|| Outage::Malformed.into()),
        }
    }

    fn execute(&self, account: &Account, user: UserId, call: &Call, deadline: Timestamp) -> Result<Value, OdooError> {
        let args = json!([
            account.database,
            user.0,
            account.key.expose(),
            call.model,
            call.method.name(),
            call.args,
            call.kwargs
        ]);
        self.ask("object", "execute_kw", args, deadline)
    }
}

fn decode(response: HttpResponse) -> Result<Value, OdooError> {
    match (response.status, response.retry_after_seconds) {
        (200, _) => {}
        (429, retry_after_seconds) | (503, retry_after_seconds @ Some(_)) => {
            return Err(OdooError::RateLimited { retry_after_seconds });
        }
        (300..400, _) => return Err(Outage::Redirect(response.location.unwrap_or_default()).into()),
        (status, _) => return Err(Outage::Status(status).into()),
    }
    match response.body.trim_ascii_start().first() {
        None => return Err(Outage::Empty.into()),
        Some(b'<') => return Err(Outage::Page.into()),
        Some(_) => {}
    }
    let Ok(Value::Object(mut answer)) = serde_json::from_slice(&response.body) else {
        return Err(Outage::Malformed.into());
    };
    if let Some(error) = answer.get("error") {
        return Err(OdooError::of_fault(fault(error)));
    }
    match answer.remove("result") {
        Some(result) => Ok(result),
        None if answer.contains_key("jsonrpc") => Ok(Value::Null),
        None => Err(Outage::Malformed.into()),
    }
}

/// What may be passed on of an error: `data.debug` is a traceback with paths of the server and stays here.
fn fault(error: &Value) -> Fault {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let data = &error["data"];
    let message = if data["message"].is_string() { &data["message"] } else { &error["message"] };
    Fault { name: text(&data["name"]), message: text(message) }
}

impl From<HttpError> for OdooError {
    fn from(error: HttpError) -> Self {
        Self::Outage(match error {
            HttpError::Connect(text) | HttpError::Other(text) => Outage::Unreachable(text),
            HttpError::Tls(text) => Outage::Tls(text),
            HttpError::Denied(text) => Outage::Denied(text),
            HttpError::Timeout => Outage::Timeout,
            HttpError::TooLarge => Outage::TooLarge,
        })
    }
}

//! JSON-RPC on `/jsonrpc`, for Odoo 16 to 18.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Fault, Odoo, OdooError, Outage, Question, wire};
use crate::ports::{HttpRequest, HttpResponse};
use crate::settings::Account;

/// Odoo's old dialect. It is JSON-RPC by its looks only: every error of a model has status 200 and code 200, so that
/// nothing but the class in `error.data.name` tells them apart, and a method that returns nothing answers without
/// `result`.
#[derive(Clone, Copy, Debug)]
pub struct JsonRpc;

impl Odoo for JsonRpc {
    fn request(&self, account: &Account, question: Question<'_>, timeout: Duration) -> HttpRequest {
        let (service, method, args) = match question {
            Question::Version => ("common", "version", json!([])),
            Question::SignIn => {
                ("common", "authenticate", json!([account.database, account.login, account.key.expose(), {}]))
            }
            Question::Execute(user, call) => {
                let (args, named) = call.positional();
                let account = [json!(account.database), json!(user.0), json!(account.key.expose())];
                let call = [json!(call.model), json!(call.method.name()), json!(args), json!(named)];
                ("object", "execute_kw", account.into_iter().chain(call).collect())
            }
        };
        let body = json!({
            "jsonrpc": "2.0", "method": "call", "id": 1,
            "params": {"service": service, "method": method, "args": args},
        });
        wire::post_json(account, "/jsonrpc", &body, timeout)
    }

    fn answer(&self, question: Question<'_>, response: HttpResponse) -> Result<Value, OdooError> {
        let answer = decode(response)?;
        match question {
            Question::Version => wire::text(&answer["server_version"]),
            Question::SignIn if answer == false => Err(OdooError::Authentication),
            Question::SignIn => wire::id(&answer),
            Question::Execute(..) => Ok(answer),
        }
    }
}

fn decode(response: HttpResponse) -> Result<Value, OdooError> {
    let Value::Object(mut answer) = wire::json(response)? else { return Err(Outage::Malformed.into()) };
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

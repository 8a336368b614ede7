//! XML-RPC on `/xmlrpc/2`, for servers that open nothing else.

mod decode;
mod encode;
mod fault;
mod tokens;

use std::time::Duration;

use serde_json::{Value, json};

use super::{Class, Odoo, OdooError, Outage, Question, wire};
use crate::ports::{HttpRequest, HttpResponse};
use crate::settings::Account;
use decode::Reply;

/// Odoo's oldest dialect. It knows four errors, and it cannot say "nothing": a method that returns nothing is an error
/// after the work was done and kept.
#[derive(Clone, Copy, Debug)]
pub struct XmlRpc;

impl Odoo for XmlRpc {
    fn request(&self, account: &Account, question: Question<'_>, timeout: Duration) -> HttpRequest {
        let account_values = || [json!(account.database), json!(account.key.expose())];
        let (path, method, params) = match question {
            Question::Version => ("/xmlrpc/2/common", "version", Vec::new()),
            Question::SignIn => {
                let [database, key] = account_values();
                ("/xmlrpc/2/common", "authenticate", vec![database, json!(account.login), key, json!({})])
            }
            Question::Execute(user, call) => {
                let [database, key] = account_values();
                let (args, named) = call.positional();
                let mut params = vec![database, json!(user.0), key, json!(call.model), json!(call.method.name())];
                params.extend([json!(args), json!(named)]);
                ("/xmlrpc/2/object", "execute_kw", params)
            }
        };
        wire::post(account, path, "text/xml", encode::call(method, &params).into_bytes(), timeout)
    }

    fn answer(&self, question: Question<'_>, response: HttpResponse) -> Result<Value, OdooError> {
        let body = wire::ok(response)?;
        let text = std::str::from_utf8(&body).map_err(|_| Outage::Malformed)?;
        match (decode::reply(text)?, question) {
            (Reply::Fault { code, text }, question) => Err(fault::error(code, text, question.class() == Class::Write)),
            (Reply::Value(value), Question::Version) => wire::text(&value["server_version"]),
            (Reply::Value(Value::Bool(false)), Question::SignIn) => Err(OdooError::Authentication),
            (Reply::Value(value), Question::SignIn) => wire::id(&value),
            (Reply::Value(value), Question::Execute(..)) => Ok(value),
        }
    }
}

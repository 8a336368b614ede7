//! JSON-RPC calls of a stand-in without a network.

use odoo_stand_in::{Answer, Desk, NoAnswer};
use serde_json::{Value as Json, json};

/// Calls a method of a service and returns what came of it over HTTP.
pub fn try_rpc(odoo: &Desk, service: &str, method: &str, args: Json) -> Result<Answer, NoAnswer> {
    let params = json!({"service": service, "method": method, "args": args});
    let body = json!({"jsonrpc": "2.0", "id": 1, "params": params}).to_string();
    odoo.answer("POST", "/jsonrpc", &[("Content-Type".to_owned(), "application/json".to_owned())], body.as_bytes())
}

/// Calls a method of a service and returns the whole answer.
pub fn rpc(odoo: &Desk, service: &str, method: &str, args: Json) -> Json {
    body(&try_rpc(odoo, service, method, args).unwrap())
}

/// Calls a method of a model with somebody's API key and returns the whole answer.
pub fn execute_as(odoo: &Desk, login: &str, model: &str, method: &str, args: Json, kwargs: Json) -> Json {
    let user = odoo.user(login);
    let args = json!([odoo.database(), user.uid, user.api_key, model, method, args, kwargs]);
    rpc(odoo, "object", "execute_kw", args)
}

/// The result of a call of the bridge that goes well.
pub fn done(odoo: &Desk, model: &str, method: &str, args: Json, kwargs: Json) -> Json {
    returned(&execute_as(odoo, odoo.login(), model, method, args, kwargs))
}

/// The id of a record that the bridge makes.
pub fn created(odoo: &Desk, model: &str, values: Json) -> i64 {
    done(odoo, model, "create", json!([values]), json!({})).as_i64().unwrap()
}

/// The uid for a login and a secret, or false.
pub fn authenticate(odoo: &Desk, login: &str, secret: &str) -> Json {
    returned(&rpc(odoo, "common", "authenticate", json!([odoo.database(), login, secret, {}])))
}

/// The result of a call that went well.
pub fn returned(answer: &Json) -> Json {
    assert!(answer.get("error").is_none(), "{answer}");
    answer["result"].clone()
}

/// The kind of the error of a call that did not.
pub fn refusal(answer: &Json) -> &str {
    answer["error"]["data"]["name"].as_str().unwrap_or_else(|| panic!("no error in {answer}"))
}

/// The text of that error.
pub fn refusal_text(answer: &Json) -> &str {
    answer["error"]["data"]["message"].as_str().unwrap_or_else(|| panic!("no error in {answer}"))
}

/// The body of an answer.
pub fn body(answer: &Answer) -> Json {
    serde_json::from_slice(&answer.body).unwrap()
}

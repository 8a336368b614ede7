//! `GET /odoo/status`: whether Odoo answers.

use serde_json::{Value, json};

use super::Client;
use crate::access::Action;
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::language::Language;
use crate::odoo::{OdooError, explain};
use crate::ports::{Deps, Level};

/// An Odoo that is down is an answer, and no error.
pub(super) fn run(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Ask)?;
    let Ok(account) = client.account() else {
        return Ok(answer(json!({"connected": false, "odoo_version": null, "error": "Odoo is not configured."})));
    };
    let connection = client.connect(deps, account);
    let version = connection.prove().and_then(|()| connection.version());
    let mut body = match &version {
        Ok(version) => json!({"connected": true, "odoo_version": version}),
        Err(error) => {
            log(deps, request, error);
            json!({"connected": false, "odoo_version": null, "error": explain(Language::En, error, false, None, "")})
        }
    };
    if client.may(Action::Doctor).is_ok() {
        body["database"] = json!(account.database);
        body["username"] = json!(account.login);
    }
    Ok(answer(body))
}

fn answer(body: Value) -> Response {
    Response::json(200, &body)
}

fn log(deps: &Deps<'_>, request: &Request, error: &OdooError) {
    let fields =
        [("request_id", request.request_id.clone()), ("code", error.code().into()), ("error", error.to_string())];
    deps.log.write(Level::Warn, "A call to Odoo failed", &fields);
}

//! JSON-2 on `/json/2/<model>/<method>`, for Odoo from 19.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Fault, Odoo, OdooError, Outage, Question, wire};
use crate::ports::{HttpMethod, HttpRequest, HttpResponse};
use crate::settings::Account;

/// Odoo's new dialect: arguments by name, the key as a bearer token, the bare result, errors with a status. There is no
/// login: the key says who the account is.
#[derive(Clone, Copy, Debug)]
pub struct Json2;

impl Odoo for Json2 {
    fn request(&self, account: &Account, question: Question<'_>, timeout: Duration) -> HttpRequest {
        let (path, body) = match question {
            Question::Version => return version(account, timeout),
            Question::SignIn => ("/json/2/res.users/context_get".into(), json!({})),
            Question::Execute(_, call) => {
                (format!("/json/2/{}/{}", call.model, call.method.name()), Value::Object(call.named()))
            }
        };
        let mut request = wire::post_json(account, &path, &body, timeout);
        request.headers.push(("Authorization", format!("bearer {}", account.key.expose())));
        request.headers.push(("X-Odoo-Database", account.database.clone()));
        request
    }

    fn answer(&self, question: Question<'_>, response: HttpResponse) -> Result<Value, OdooError> {
        if let Some(error) = refusal(&response) {
            return Err(error);
        }
        let answer = wire::json(response)?;
        match question {
            Question::Version => wire::text(&answer["version"]),
            Question::SignIn => wire::id(&answer["uid"]),
            Question::Execute(..) => Ok(answer),
        }
    }
}

fn version(account: &Account, timeout: Duration) -> HttpRequest {
    let request = wire::post_json(account, "/web/version", &Value::Null, timeout);
    HttpRequest { method: HttpMethod::Get, body: Vec::new(), ..request }
}

/// What Odoo refuses to do. Errors before it comes to that may be pages.
fn refusal(response: &HttpResponse) -> Option<OdooError> {
    if response.status == 401 {
        return Some(OdooError::Authentication);
    }
    if !(400..600).contains(&response.status) {
        return None;
    }
    let error: Value = serde_json::from_slice(&response.body).ok()?;
    let fault = Fault { name: error["name"].as_str()?.into(), message: error["message"].as_str()?.into() };
    Some(match (OdooError::of_fault(fault), response.status) {
        (OdooError::Defect(fault), 403) => OdooError::Access(fault),
        (OdooError::Defect(fault), 404) if fault.message.starts_with("the model ") => OdooError::NotInstalled(fault),
        (OdooError::Defect(fault), 409) => OdooError::Conflict(fault),
        (OdooError::Defect(_), 429) => OdooError::RateLimited { retry_after_seconds: response.retry_after_seconds },
        (OdooError::Defect(_), 502..=504) => Outage::Status(response.status).into(),
        (error, _) => error,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::time::Duration;

    use serde_json::{Value, json};

    use super::Json2;
    use crate::odoo::{Call, Method, Odoo, OdooError, Question, UserId};
    use crate::ports::{HttpMethod, HttpRequest, HttpResponse};
    use crate::settings::{Account, OdooAddress, Secret};

    fn ask(question: Question<'_>) -> HttpRequest {
        let account = Account {
            address: OdooAddress::parse("https://erp.example.com", false).unwrap(),
            database: "odoo".into(),
            login: "bridge".into(),
            key: Secret::new("KEY".into()),
            api: None,
            timeout: Duration::from_secs(20),
        };
        Json2.request(&account, question, Duration::from_secs(3))
    }

    fn told(status: u16, body: &str) -> Result<Value, OdooError> {
        let response = HttpResponse { status, body: body.into(), ..HttpResponse::default() };
        Json2.answer(Question::Execute(UserId(8), &Call::new("res.partner", Method::Read)), response)
    }

    #[test]
    fn arguments_go_by_name_beside_the_ids() {
        let call = Call::new("res.partner", Method::Read).on(&[14]).with("fields", json!(["name"]));
        let request = ask(Question::Execute(UserId(8), &call.with("context", json!({"lang": "de_DE"}))));
        assert_eq!(request.url, "https://erp.example.com/json/2/res.partner/read");
        assert_eq!(
            request.headers,
            [
                ("Content-Type", "application/json".to_owned()),
                ("Accept", "application/json".to_owned()),
                ("Authorization", "bearer KEY".to_owned()),
                ("X-Odoo-Database", "odoo".to_owned()),
            ]
        );
        assert_eq!(
            serde_json::from_slice::<Value>(&request.body).unwrap(),
            json!({"ids": [14], "fields": ["name"], "context": {"lang": "de_DE"}})
        );
    }

    #[test]
    fn methods_of_a_model_have_no_ids() {
        let request =
            ask(Question::Execute(UserId(8), &Call::new("crm.lead", Method::Create).with("vals_list", json!([]))));
        assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), json!({"vals_list": []}));
    }

    #[test]
    fn the_version_is_asked_without_the_key() {
        let request = ask(Question::Version);
        assert_eq!((request.method, request.url.as_str()), (HttpMethod::Get, "https://erp.example.com/web/version"));
        assert!(request.headers.iter().all(|(name, _)| *name != "Authorization") && request.body.is_empty());
    }

    #[test]
    fn errors_are_told_by_their_class_and_else_by_their_status() {
        let error =
            |name: &str, message: &str| json!({"name": name, "message": message, "debug": "Traceback"}).to_string();
        let codes = [
            (401, error("werkzeug.exceptions.Unauthorized", "Invalid apikey"), "odoo_authentication"),
            (401, "<html>".into(), "odoo_authentication"),
            (403, error("odoo.exceptions.AccessError", "No"), "odoo_access"),
            (403, error("odoo.exceptions.AccessDenied", "Access Denied"), "odoo_authentication"),
            (403, error("werkzeug.exceptions.Forbidden", "No"), "odoo_access"),
            (404, error("odoo.exceptions.MissingError", "Gone"), "odoo_missing"),
            (
                404,
                error("werkzeug.exceptions.NotFound", "the model 'helpdesk.ticket' does not exist"),
                "odoo_not_installed",
            ),
            (404, error("werkzeug.exceptions.NotFound", "res.partner has no method x"), "odoo_defect"),
            (404, "<!doctype html>".into(), "odoo_outage"),
            (409, error("odoo.exceptions.LockError", "Busy"), "odoo_conflict"),
            (422, error("odoo.exceptions.ValidationError", "No"), "odoo_validation"),
            (422, error("odoo.exceptions.UserError", "No"), "odoo_validation"),
            (422, error("builtins.TypeError", "missing a required argument: 'domain'"), "odoo_defect"),
            (429, error("werkzeug.exceptions.TooManyRequests", "Slow down"), "odoo_rate_limited"),
            (500, error("builtins.ZeroDivisionError", "division by zero"), "odoo_defect"),
            (500, "<html>".into(), "odoo_outage"),
            (503, error("werkzeug.exceptions.ServiceUnavailable", "Later"), "odoo_outage"),
            (200, "<html>".into(), "odoo_outage"),
        ];
        for (status, body, code) in codes {
            assert_eq!(told(status, &body).unwrap_err().code(), code, "{status} {body}");
        }
        assert_eq!(told(200, "null"), Ok(Value::Null));
    }
}

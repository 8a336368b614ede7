//! JSON-2, the API of Odoo 19: a model and a method in the path, a key as bearer, named arguments in the body.
//!
//! Built from Odoo's documentation and public sources, not from recordings.

use serde_json::{Map, Value as Json, json};

use crate::error::OdooError;
use crate::fault::Fault;
use crate::method;
use crate::orm::Database;

/// Methods that are called on a model and not on records of it: with `ids` they are refused.
const OF_MODELS: [&str; 14] = [
    "check_access_rights",
    "check_object_reference",
    "context_get",
    "create",
    "default_get",
    "fields_get",
    "load",
    "name_create",
    "name_search",
    "read_group",
    "search",
    "search_count",
    "search_read",
    "web_search_read",
];

/// A call as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The model of the path.
    pub model: String,
    /// The method of the path.
    pub method: String,
    /// The body: the named arguments, with `ids` and `context` beside them.
    pub arguments: Map<String, Json>,
    /// The key that came as bearer.
    pub key: Option<String>,
}

/// Why an answer is an error, with the status that says so.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{status}: {error}")]
pub struct Refusal {
    /// The status of the answer.
    pub status: u16,
    error: OdooError,
}

impl Refusal {
    /// One of HTTP's own errors.
    pub fn of_http(status: u16, message: impl Into<String>) -> Self {
        let name = match status {
            400 => "werkzeug.exceptions.BadRequest",
            401 => "werkzeug.exceptions.Unauthorized",
            404 => "werkzeug.exceptions.NotFound",
            _ => "werkzeug.exceptions.UnprocessableEntity",
        };
        Self { status, error: OdooError::new(name, message) }
    }

    /// The body of the answer.
    pub fn to_body(&self) -> Json {
        let mut body = self.error.to_data();
        if self.error.name.starts_with("werkzeug.") {
            body["arguments"] = json!([self.error.message, self.status]);
        }
        body
    }
}

impl From<OdooError> for Refusal {
    fn from(error: OdooError) -> Self {
        let status = match error.name {
            "odoo.exceptions.AccessDenied" | "odoo.exceptions.AccessError" => 403,
            "odoo.exceptions.MissingError" => 404,
            "odoo.exceptions.LockError" => 409,
            "odoo.exceptions.UserError" | "odoo.exceptions.ValidationError" => 422,
            // What does not fit the method is found before it is called.
            "builtins.TypeError" => return Self::of_http(422, error.message),
            "builtins.AttributeError" => return Self::of_http(404, error.message),
            _ => 500,
        };
        Self { status, error }
    }
}

impl Request {
    /// Reads a call of `/json/2/<path>`; `None` for a path of another shape.
    ///
    /// # Errors
    /// A body that is no JSON object.
    pub fn parse(path: &str, authorization: &str, body: &[u8]) -> Option<Result<Self, Refusal>> {
        let (model, method) = path.split_once('/').filter(|(_, method)| !method.contains('/'))?;
        let arguments = match serde_json::from_slice(body) {
            _ if body.is_empty() => Map::new(),
            Ok(Json::Object(arguments)) => arguments,
            Ok(_) => return Some(Err(Refusal::of_http(400, "could not parse the body, expecting a json object"))),
            Err(err) => return Some(Err(Refusal::of_http(400, format!("could not parse the body as json: {err}")))),
        };
        let key = authorization.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        Some(Ok(Self {
            model: model.to_owned(),
            method: method.to_owned(),
            arguments,
            key: key.map(|(_, key)| key.trim().to_owned()),
        }))
    }

    /// Does what was asked and returns the body of the answer.
    ///
    /// # Errors
    /// Whatever Odoo would refuse it for.
    pub fn answer(&self, db: &mut Database, fault: Option<&Fault>) -> Result<Json, Refusal> {
        let Some(key) = &self.key else {
            return Err(Refusal::of_http(401, "User not authenticated, use the \"Authorization\" header"));
        };
        let Some(uid) = db.uid_of_key(key).filter(|_| !matches!(fault, Some(Fault::KeyRevoked))) else {
            return Err(Refusal::of_http(401, "Invalid apikey"));
        };
        if let Some(Fault::Exception { name, message }) = fault {
            return Err(OdooError::new(name, message.as_str()).into());
        }
        let Self { model, method, .. } = self;
        if !db.tables.contains_key(model) {
            return Err(Refusal::of_http(404, format!("the model '{model}' does not exist")));
        }
        let mut arguments = self.arguments.clone();
        if OF_MODELS.contains(&method.as_str()) {
            let ids = arguments.remove("ids").unwrap_or_default();
            if ids.as_array().is_some_and(|ids| !ids.is_empty()) {
                return Err(Refusal::of_http(422, format!("cannot call {model}.{method} with ids")));
            }
        } else {
            arguments.entry("ids").or_insert_with(|| json!([]));
        }
        Ok(method::call(db, uid, model, method, Vec::new(), arguments)?.to_json_2())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn a_call_is_read_from_path_header_and_body() {
        assert_eq!(
            Request::parse("res.partner/read", "Bearer KEY", br#"{"ids": [14], "fields": ["name"]}"#).unwrap().unwrap(),
            Request {
                model: "res.partner".to_owned(),
                method: "read".to_owned(),
                arguments: json!({"ids": [14], "fields": ["name"]}).as_object().unwrap().clone(),
                key: Some("KEY".to_owned()),
            }
        );
        assert_eq!(Request::parse("res.partner/read", "Basic KEY", b"").unwrap().unwrap().key, None);
        assert!(Request::parse("res.partner", "", b"").is_none());
        assert!(Request::parse("res.partner/read/14", "", b"").is_none());
    }

    #[test]
    fn a_body_that_is_no_object_is_refused() {
        for body in ["[]", "{", "1"] {
            assert_eq!(
                Request::parse("res.partner/read", "", body.as_bytes()).unwrap().unwrap_err().status,
                400,
                "{body}"
            );
        }
    }

    #[test]
    fn exceptions_have_their_status() {
        for (error, status) in [
            (OdooError::access_denied(), 403),
            (OdooError::access("no"), 403),
            (OdooError::missing("res.partner(1,)", 8), 404),
            (OdooError::new("builtins.AttributeError", "no"), 404),
            (OdooError::new("odoo.exceptions.LockError", "no"), 409),
            (OdooError::user("no"), 422),
            (OdooError::validation("no"), 422),
            (OdooError::type_error("no"), 422),
            (OdooError::value("no"), 500),
        ] {
            assert_eq!(Refusal::from(error.clone()).status, status, "{error}");
        }
    }
}

//! What a call can fail with: an Odoo or Python exception, by its class name and its text.

use serde_json::{Value as Json, json};

/// An exception as Odoo reports it; transports word it their own way.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{name}: {message}")]
pub struct OdooError {
    /// The Python class with its module, such as `odoo.exceptions.AccessError`.
    pub name: &'static str,
    /// The text people see.
    pub message: String,
}

impl OdooError {
    /// Bad credentials at `execute_kw`.
    pub fn access_denied() -> Self {
        Self::new("odoo.exceptions.AccessDenied", "Access Denied")
    }

    /// Rights are missing.
    pub fn access(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.AccessError", message)
    }

    /// A record is not there (any more).
    pub fn missing(record: &str, uid: i64) -> Self {
        Self::new(
            "odoo.exceptions.MissingError",
            format!("Record does not exist or has been deleted.\n(Record: {record}, User: {uid})"),
        )
    }

    /// The values do not go together.
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.ValidationError", message)
    }

    /// The user asked for something that makes no sense.
    pub fn user(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.UserError", message)
    }

    /// A Python `ValueError`: unknown field, bad date, bad selection.
    pub fn value(message: impl Into<String>) -> Self {
        Self::new("builtins.ValueError", message)
    }

    /// A Python `TypeError`: wrong arguments.
    pub fn type_error(message: impl Into<String>) -> Self {
        Self::new("builtins.TypeError", message)
    }

    /// Any other exception, by its class name.
    pub fn new(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, message: message.into() }
    }

    /// The last line of the traceback, as Python prints it.
    fn last_line(&self) -> String {
        let class = self.name.strip_prefix("builtins.").unwrap_or(self.name);
        match class {
            "KeyError" => format!("{class}: '{}'\n", self.message),
            class => format!("{class}: {}\n", self.message),
        }
    }

    /// The whole traceback. It names a path of the server each time, so that a test can see it leak.
    pub fn traceback(&self) -> String {
        format!(
            "Traceback (most recent call last):\n  File \"/opt/odoo/odoo/http.py\", line 1783, in _serve_db\n{}",
            self.last_line()
        )
    }

    /// The `data` member of the JSON-RPC error.
    pub fn to_data(&self) -> Json {
        json!({
            "name": self.name,
            "debug": self.traceback(),
            "message": self.message,
            "arguments": [self.message],
            "context": {},
        })
    }
}

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::http::Request;
use crate::http::reply::Refusal;

/// The body as a JSON object.
///
/// # Errors
/// [`Refusal::Malformed`]
pub(super) fn object(request: &Request) -> Result<Value, Refusal> {
    if !is_json(request) {
        return Err(Refusal::Malformed("Send JSON, with the header `Content-Type: application/json`."));
    }
    match serde_json::from_slice(&request.body) {
        Ok(body @ Value::Object(_)) => Ok(body),
        Ok(_) => Err(Refusal::Malformed("The body has to be a JSON object.")),
        Err(_) => Err(Refusal::Malformed("The body is not JSON.")),
    }
}

/// The body as a `T`.
///
/// # Errors
/// [`Refusal::Malformed`] if it is no JSON object, [`Refusal::Invalid`] with the path of the field that does not fit.
pub(super) fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Refusal> {
    typed(object(request)?)
}

/// A JSON object as a `T`.
///
/// # Errors
/// [`Refusal::Invalid`] with the path of the field that does not fit.
pub(super) fn typed<T: DeserializeOwned>(object: Value) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(object).map_err(|error| {
        let path = error.path().to_string();
        misfit(&path, &error.into_inner().to_string())
    })
}

/// In serde's words why a field does not fit, in ours for the caller.
fn misfit(path: &str, reason: &str) -> Refusal {
    if reason.starts_with("unknown field") {
        return Refusal::invalid(path, "unknown_field", format!("There is no field `{path}` here."));
    }
    if let Some(missing) = reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let path = if path == "." { missing.to_owned() } else { format!("{path}.{missing}") };
        return Refusal::invalid(&path, "required", format!("`{path}` is missing."));
    }
    Refusal::invalid(path, "malformed", format!("`{path}` is not of the right type."))
}

/// Whether its sender says that the body is JSON.
pub(in crate::http) fn is_json(request: &Request) -> bool {
    let content_type = request.headers.iter().find(|(name, _)| name == "Content-Type");
    content_type.is_some_and(|(_, value)| {
        let kind = value.split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("application/json")
    })
}

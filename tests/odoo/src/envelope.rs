//! Odoo's JSON-RPC envelope, which is 2.0 in looks more than in letter.

use serde_json::{Map, Value as Json, json};

use crate::error::OdooError;
use crate::method::Returned;
use crate::python;
use crate::service::Request;

/// A body that is no JSON-RPC call; the text is all of Odoo's answer, with status 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadBody {
    /// It is not JSON.
    #[error("Invalid JSON data")]
    NotJson,
    /// It is JSON but no object: batches are not taken.
    #[error("Invalid JSON-RPC data")]
    NotObject,
}

/// A call as it came: the id to answer with, and the parameters.
#[derive(Debug)]
pub struct Envelope {
    id: Json,
    params: Map<String, Json>,
}

impl Envelope {
    /// Reads a body. The members `jsonrpc` and `method` are not looked at, and `id` may be absent.
    pub fn parse(body: &[u8]) -> Result<Self, BadBody> {
        let body: Json = serde_json::from_slice(body).map_err(|_| BadBody::NotJson)?;
        let Json::Object(members) = body else { return Err(BadBody::NotObject) };
        Ok(Self {
            id: members.get("id").cloned().unwrap_or(Json::Null),
            params: members.get("params").and_then(Json::as_object).cloned().unwrap_or_default(),
        })
    }

    /// The call inside.
    ///
    /// # Errors
    /// Python's complaint about parameters that were left out.
    pub fn request(&self) -> Result<Request, OdooError> {
        let missing: Vec<&str> =
            ["service", "method", "args"].into_iter().filter(|name| !self.params.contains_key(*name)).collect();
        if let Some(text) = python::missing_arguments("RPC.jsonrpc()", &missing) {
            return Err(OdooError::type_error(text));
        }
        let text = |name: &str| self.params[name].as_str().unwrap_or_default().to_owned();
        Ok(Request {
            service: text("service"),
            method: text("method"),
            args: self.params["args"].as_array().cloned().unwrap_or_default(),
        })
    }

    /// The answer: a result, an error, or neither of the two when the method returned None.
    pub fn answer(&self, outcome: &Result<Returned, OdooError>, major: u8) -> Json {
        let mut answer = json!({"jsonrpc": "2.0", "id": self.id});
        match outcome {
            Ok(returned) => {
                if let Some(result) = returned.to_rpc(major) {
                    answer["result"] = result;
                }
            }
            Err(err) => {
                answer["error"] = json!({"code": 200, "message": "Odoo Server Error", "data": err.to_data()});
            }
        }
        answer
    }
}

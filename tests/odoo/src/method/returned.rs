//! What a method returns, before a transport words it.

use serde_json::{Value as Json, json};

/// What a method of a model returned.
#[derive(Clone, Debug, PartialEq)]
pub enum Returned {
    /// Python's None: each transport has its own trouble with it.
    Nothing,
    /// A value.
    Value(Json),
    /// Records.
    Records {
        /// Their model.
        model: String,
        /// Their ids.
        ids: Vec<i64>,
    },
}

impl Returned {
    /// The `result` of JSON-RPC: none at all for None, and records as Python prints them.
    pub fn to_json_rpc(&self) -> Option<Json> {
        match self {
            Self::Nothing => None,
            Self::Value(value) => Some(value.clone()),
            Self::Records { model, ids } => {
                let ids: Vec<Json> = ids.iter().map(|id| json!(id)).collect();
                Some(json!(format!("{model}{}", crate::python::repr_tuple(&ids))))
            }
        }
    }
}

impl From<Json> for Returned {
    fn from(value: Json) -> Self {
        Self::Value(value)
    }
}

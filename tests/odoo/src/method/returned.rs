//! What a method returns, before a transport words it.

use serde_json::{Value as Json, json};

use crate::orm::FIRST_WITH_JSON_2;
use crate::python;

/// What a method of a model returned.
#[derive(Clone, Debug, PartialEq)]
pub enum Returned {
    /// Python's None: each transport has its own trouble with it.
    Nothing,
    /// A value.
    Value(Json),
    /// The records that `create` made: one for an object, several for a list.
    Created {
        /// Their ids.
        ids: Vec<i64>,
        /// Whether they came as a list.
        many: bool,
    },
    /// One record, which Odoo declares to be answered as its id.
    Record(i64),
    /// Records that it declares nothing about.
    Records {
        /// Their model.
        model: String,
        /// Their ids.
        ids: Vec<i64>,
    },
}

impl Returned {
    /// The value that `/jsonrpc` and `/xmlrpc/2` make of it; `None` for Python's None. Records are a list from 19 on; before
    /// that, those that nothing is declared about are the text that Python prints.
    pub fn to_rpc(&self, major: u8) -> Option<Json> {
        match self {
            Self::Nothing => None,
            Self::Created { ids, many: false } => Some(json!(ids.first())),
            Self::Record(id) if major < FIRST_WITH_JSON_2 => Some(json!(id)),
            Self::Records { model, ids } if major < FIRST_WITH_JSON_2 => {
                let ids: Vec<Json> = ids.iter().map(|id| json!(id)).collect();
                Some(json!(format!("{model}{}", python::repr_tuple(&ids))))
            }
            other => Some(other.to_json_2()),
        }
    }

    /// The body of an answer of JSON-2: records are always a list of ids.
    pub fn to_json_2(&self) -> Json {
        match self {
            Self::Nothing => Json::Null,
            Self::Value(value) => value.clone(),
            Self::Created { ids, .. } | Self::Records { ids, .. } => json!(ids),
            Self::Record(id) => json!([id]),
        }
    }
}

impl From<Json> for Returned {
    fn from(value: Json) -> Self {
        Self::Value(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_worded_by_version_and_transport() {
        let records = Returned::Records { model: "mail.activity".to_owned(), ids: vec![48] };
        for (returned, of_17, of_19, json_2) in [
            (Returned::Nothing, None, None, json!(null)),
            (Returned::Value(json!(false)), Some(json!(false)), Some(json!(false)), json!(false)),
            (Returned::Created { ids: vec![7], many: false }, Some(json!(7)), Some(json!(7)), json!([7])),
            (Returned::Created { ids: vec![7], many: true }, Some(json!([7])), Some(json!([7])), json!([7])),
            (Returned::Record(7), Some(json!(7)), Some(json!([7])), json!([7])),
            (records, Some(json!("mail.activity(48,)")), Some(json!([48])), json!([48])),
        ] {
            assert_eq!(returned.to_rpc(17), of_17, "{returned:?}");
            assert_eq!(returned.to_rpc(19), of_19, "{returned:?}");
            assert_eq!(returned.to_json_2(), json_2, "{returned:?}");
        }
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

use super::reader::Reader;

/// A dialect of Odoo's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Api {
    /// From Odoo 19 on.
    Json2,
    /// Up to Odoo 18; goes in 22.
    JsonRpc,
    /// For servers that open nothing else.
    XmlRpc,
}

impl Api {
    /// The best first.
    pub const ALL: [Self; 3] = [Self::Json2, Self::JsonRpc, Self::XmlRpc];

    /// The setting `OdooAPI`; none if the plugin is to find out.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let choices = [
            ("auto", None),
            ("json2", Some(Self::Json2)),
            ("jsonrpc", Some(Self::JsonRpc)),
            ("xmlrpc", Some(Self::XmlRpc)),
        ];
        reader.choice("OdooAPI", &choices, None)
    }
}

impl fmt::Display for Api {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Json2 => "JSON-2",
            Self::JsonRpc => "JSON-RPC",
            Self::XmlRpc => "XML-RPC",
        })
    }
}

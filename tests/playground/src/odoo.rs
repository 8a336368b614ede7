//! The Odoo that the plugin is connected to.

use odoo_stand_in::StandIn;
use serde_json::{Map, Value, json};

/// Where an Odoo is and how to sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OdooAccess {
    /// Base address without a trailing slash.
    pub url: String,
    /// Name of the database.
    pub database: String,
    /// Login of the service account.
    pub login: String,
    /// API key or password of the service account.
    pub api_key: String,
}

impl OdooAccess {
    /// The stand-in's service account.
    pub fn of(stand_in: &StandIn) -> Self {
        Self {
            url: stand_in.url(),
            database: stand_in.database().to_owned(),
            login: stand_in.login().to_owned(),
            api_key: stand_in.api_key().to_owned(),
        }
    }

    /// From `ODOO_URL`, `ODOO_DB`, `ODOO_LOGIN` and `ODOO_API_KEY`; `None` without an address.
    pub fn from_env() -> Option<Self> {
        let read = |name: &str| std::env::var(name).unwrap_or_default();
        let url = read("ODOO_URL").trim_end_matches('/').to_owned();
        let access = Self { url, database: read("ODOO_DB"), login: read("ODOO_LOGIN"), api_key: read("ODOO_API_KEY") };
        (!access.url.is_empty()).then_some(access)
    }

    /// The plugin's settings that lead there, with everybody allowed to read and private addresses allowed.
    pub fn settings(&self) -> Map<String, Value> {
        let settings = json!({
            "odoourl": self.url,
            "odoodatabase": self.database,
            "odoologin": self.login,
            "odooapikey": self.api_key,
            "allowprivateodoo": true,
            "allowservicereads": true,
        });
        settings.as_object().cloned().unwrap_or_default()
    }
}

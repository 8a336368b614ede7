//! Permissions.

use gob::Gob;
use serde::{Deserialize, Serialize};

/// A permission. The server looks at the id only, such as `manage_system`.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Permission {
    pub id: String,
    pub name: String,
    pub description: String,
    pub scope: String,
}

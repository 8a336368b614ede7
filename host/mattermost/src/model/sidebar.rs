//! Categories of the channel sidebar.

use gob::Gob;
use serde::{Deserialize, Serialize};

use super::json::or_default;

/// A category and the ids of its channels in order.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct SidebarCategoryWithChannels {
    #[serde(flatten)]
    pub sidebar_category: SidebarCategory,
    #[serde(rename = "channel_ids", deserialize_with = "or_default")]
    pub channels: Vec<String>,
}

/// A category of the sidebar.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct SidebarCategory {
    pub id: String,
    pub user_id: String,
    pub team_id: String,
    pub sort_order: i64,
    pub sorting: String,
    #[gob(rename = "Type")]
    #[serde(rename = "type")]
    pub kind: String,
    pub display_name: String,
    pub muted: bool,
    pub collapsed: bool,
}

/// All categories of a user in a team, and their order.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct OrderedSidebarCategories {
    #[serde(deserialize_with = "or_default")]
    pub categories: Vec<SidebarCategoryWithChannels>,
    #[serde(deserialize_with = "or_default")]
    pub order: Vec<String>,
}

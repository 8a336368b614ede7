//! Bot accounts.

use gob::Gob;
use serde::{Deserialize, Serialize};

/// A bot account.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct Bot {
    pub user_id: String,
    pub username: String,
    pub display_name: String,
    pub description: String,
    /// The plugin or user that made the bot.
    pub owner_id: String,
    pub last_icon_update: i64,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
}

/// Changes to a bot; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct BotPatch {
    pub username: Option<String>,
    pub display_name: Option<String>,
    pub description: Option<String>,
}

/// Which bots `GetBots` returns.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct BotGetOptions {
    pub owner_id: String,
    pub include_deleted: bool,
    pub only_orphaned: bool,
    pub page: i64,
    pub per_page: i64,
}

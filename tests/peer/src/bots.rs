//! Bot accounts.

use std::sync::Arc;

use crate::error::app_error;
use crate::kv::SetOptions;
use crate::log::Level;
use crate::model::{AppError, Bot, BotPatch, User};
use crate::world::World;

/// Where the server remembers a plugin's bot among the plugin's own keys.
const BOT_KEY: &str = "mmi_botid";

impl World {
    /// The id of the plugin's one bot: the known one brought up to date, an adopted one, or a new one.
    pub(crate) fn ensure_bot(self: &Arc<Self>, bot: Bot) -> Result<String, String> {
        if bot.username.is_empty() {
            return Err("passed a bot with no username".to_owned());
        }
        if let Some(known) = self.kv.get(self.plugin_id(), BOT_KEY, self.now_ms()) {
            let bot_id = String::from_utf8_lossy(&known).into_owned();
            let patch = BotPatch {
                username: Some(bot.username),
                display_name: Some(bot.display_name),
                description: Some(bot.description),
            };
            self.patch_bot(&bot_id, patch).map_err(|error| format!("failed to patch bot: {error}"))?;
            return Ok(bot_id);
        }
        let named = self.state().user_by_name(&bot.username).ok();
        if let Some(user) = named {
            if user.is_bot {
                self.remember_bot(&user.id)?;
            } else {
                let text = format!("Plugin attempted to use an account that already exists: {}", user.username);
                self.log.server(Level::Error, text);
            }
            return Ok(user.id);
        }
        let created = self.create_bot(bot).map_err(|error| format!("failed to create bot: {error}"))?;
        self.remember_bot(&created.user_id)?;
        Ok(created.user_id)
    }

    /// Creates a bot that the plugin owns unless it says otherwise.
    pub(crate) fn create_bot(self: &Arc<Self>, bot: Bot) -> Result<Bot, AppError> {
        let user = User {
            username: bot.username.clone(),
            email: format!("{}@localhost", bot.username.to_lowercase()),
            first_name: bot.display_name.clone(),
            is_bot: true,
            bot_description: bot.description.clone(),
            ..User::default()
        };
        let user = self.create_user(user)?;
        let owner_id = if bot.owner_id.is_empty() { self.plugin_id().to_owned() } else { bot.owner_id.clone() };
        let bot = Bot { user_id: user.id, owner_id, create_at: user.create_at, update_at: user.create_at, ..bot };
        self.state().bots.insert(bot.user_id.clone(), bot.clone());
        Ok(bot)
    }

    pub(crate) fn bot(&self, user_id: &str, include_deleted: bool) -> Result<Bot, AppError> {
        let found = self.state().bots.get(user_id).filter(|bot| include_deleted || bot.delete_at == 0).cloned();
        found.ok_or_else(|| app_error("SqlBotStore.Get", "store.sql_bot.get.missing.app_error", 404))
    }

    pub(crate) fn patch_bot(&self, user_id: &str, patch: BotPatch) -> Result<Bot, AppError> {
        let mut bot = self.bot(user_id, true)?;
        bot.username = patch.username.unwrap_or(bot.username);
        bot.display_name = patch.display_name.unwrap_or(bot.display_name);
        bot.description = patch.description.unwrap_or(bot.description);
        bot.update_at = self.now_ms();
        let mut state = self.state();
        if let Some(user) = state.users.get_mut(user_id) {
            user.username.clone_from(&bot.username);
            user.first_name.clone_from(&bot.display_name);
            user.bot_description.clone_from(&bot.description);
            user.update_at = bot.update_at;
        }
        state.bots.insert(user_id.to_owned(), bot.clone());
        Ok(bot)
    }

    pub(crate) fn set_bot_active(self: &Arc<Self>, user_id: &str, active: bool) -> Result<Bot, AppError> {
        let bot = self.bot(user_id, true)?;
        self.set_active(user_id, active)?;
        let bot = Bot { delete_at: if active { 0 } else { self.now_ms() }, ..bot };
        self.state().bots.insert(user_id.to_owned(), bot.clone());
        Ok(bot)
    }

    pub(crate) fn delete_bot(&self, user_id: &str) -> Result<(), AppError> {
        self.bot(user_id, true)?;
        let mut state = self.state();
        state.bots.remove(user_id);
        state.users.remove(user_id);
        Ok(())
    }

    fn remember_bot(&self, user_id: &str) -> Result<(), String> {
        let kept = SetOptions::default();
        let written = self.kv.set(self.plugin_id(), BOT_KEY, user_id.as_bytes(), &kept, self.now_ms());
        written.map(drop).map_err(|error| format!("failed to set plugin key: {error}"))
    }
}

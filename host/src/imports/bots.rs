//! `bots`.

use super::{Answer, answer, api};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::bots::{Bot, Host};

impl Host for State {
    async fn ensure(&mut self, bot: Bot) -> Answer<String> {
        let wanted = mattermost::model::Bot {
            username: bot.username,
            display_name: bot.display_name,
            description: bot.description,
            ..mattermost::model::Bot::default()
        };
        answer(api!(self, |api| api.ensure_bot_user(wanted).await), |id| id)
    }
}

//! `channels`.

use super::{Answer, api, found, list};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::channels::{Channel, Host};

impl Host for State {
    async fn get(&mut self, id: String) -> Answer<Channel> {
        found(api!(self, |api| api.get_channel(id).await))
    }

    async fn by_name(&mut self, team_id: String, name: String) -> Answer<Channel> {
        found(api!(self, |api| api.get_channel_by_name(team_id, name, false).await))
    }

    async fn public_of_team(&mut self, team_id: String, page: u32, per_page: u32) -> Answer<Vec<Channel>> {
        list(api!(self, |api| api.get_public_channels_for_team(team_id, page.into(), per_page.into()).await))
    }

    async fn of_user(&mut self, team_id: String, user_id: String) -> Answer<Vec<Channel>> {
        list(api!(self, |api| api.get_channels_for_team_for_user(team_id, user_id, false).await))
    }

    async fn direct(&mut self, user_id: String, other_user_id: String) -> Answer<Channel> {
        found(api!(self, |api| api.get_direct_channel(user_id, other_user_id).await))
    }
}

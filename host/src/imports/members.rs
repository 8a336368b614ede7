//! `members`.

use super::{Answer, answer, api, found, list};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::members::{ChannelMember, Host, TeamMember};

impl Host for State {
    async fn of_team(&mut self, team_id: String, page: u32, per_page: u32) -> Answer<Vec<TeamMember>> {
        list(api!(self, |api| api.get_team_members(team_id, page.into(), per_page.into()).await))
    }

    async fn get_team_member(&mut self, team_id: String, user_id: String) -> Answer<TeamMember> {
        found(api!(self, |api| api.get_team_member(team_id, user_id).await))
    }

    async fn add_to_team(&mut self, team_id: String, user_id: String) -> Answer<TeamMember> {
        found(api!(self, |api| api.create_team_member(team_id, user_id).await))
    }

    async fn remove_from_team(&mut self, team_id: String, user_id: String, requestor_id: String) -> Answer<()> {
        answer(api!(self, |api| api.delete_team_member(team_id, user_id, requestor_id).await), |()| ())
    }

    async fn of_channel(&mut self, channel_id: String, page: u32, per_page: u32) -> Answer<Vec<ChannelMember>> {
        list(api!(self, |api| api.get_channel_members(channel_id, page.into(), per_page.into()).await))
    }

    async fn get_channel_member(&mut self, channel_id: String, user_id: String) -> Answer<ChannelMember> {
        found(api!(self, |api| api.get_channel_member(channel_id, user_id).await))
    }

    async fn add_to_channel(&mut self, channel_id: String, user_id: String) -> Answer<ChannelMember> {
        found(api!(self, |api| api.add_channel_member(channel_id, user_id).await))
    }

    async fn remove_from_channel(&mut self, channel_id: String, user_id: String) -> Answer<()> {
        answer(api!(self, |api| api.delete_channel_member(channel_id, user_id).await), |()| ())
    }
}

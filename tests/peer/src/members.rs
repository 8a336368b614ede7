//! Membership of teams and channels.

use std::sync::Arc;

use crate::error::app_error;
use crate::event::{Broadcast, Event};
use crate::model::{AppError, ChannelMember, TeamMember, User};
use crate::state::State;
use crate::world::World;

impl World {
    /// Adds a user to a team; a member stays one.
    pub(crate) fn join_team(self: &Arc<Self>, team_id: &str, user_id: &str, by: &str) -> Result<TeamMember, AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let (team_id, user_id) = (state.team(team_id)?.id.clone(), state.user(user_id)?.id.clone());
        if let Some(member) = state.team_member(&team_id, &user_id) {
            return Ok(member.clone());
        }
        let member = state.put_team_member(&team_id, &user_id, false, now_ms);
        let home = state.channel_by_name(&team_id, "town-square", false).ok();
        if let Some(home) = home {
            state.put_channel_member(&home.id, &user_id, false, now_ms);
        }
        let actor = state.actor(by);
        drop(state);
        let event = Event::new("added_to_team", Broadcast::user(&user_id));
        self.events.publish(event.with("team_id", team_id).with("user_id", user_id));
        let joined = member.clone();
        self.tell("UserHasJoinedTeam", |hooks, context| async move {
            hooks.user_has_joined_team(context, joined, actor).await
        });
        Ok(member)
    }

    /// Removes a user from a team and its channels.
    pub(crate) fn leave_team(self: &Arc<Self>, team_id: &str, user_id: &str, by: &str) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let member = state.existing_team_member(team_id, user_id)?;
        let member = TeamMember { delete_at: now_ms, roles: String::new(), ..member };
        state.team_members.insert((team_id.to_owned(), user_id.to_owned()), member.clone());
        let left: Vec<String> =
            state.channels_where(|channel| channel.team_id == team_id).into_iter().map(|channel| channel.id).collect();
        for channel_id in left {
            state.channel_members.remove(&(channel_id, user_id.to_owned()));
        }
        let actor = state.actor(by);
        drop(state);
        let event = Event::new("leave_team", Broadcast::team(team_id));
        self.events.publish(event.with("team_id", team_id).with("user_id", user_id));
        self.tell(
            "UserHasLeftTeam",
            |hooks, context| async move { hooks.user_has_left_team(context, member, actor).await },
        );
        Ok(())
    }

    /// Adds a user to a channel; the user has to be in the channel's team, and a member stays one.
    pub(crate) fn join_channel(
        self: &Arc<Self>,
        channel_id: &str,
        user_id: &str,
        by: &str,
    ) -> Result<ChannelMember, AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let channel = state.channel(channel_id)?.clone();
        let user_id = state.user(user_id)?.id.clone();
        if let Some(member) = state.channel_member(&channel.id, &user_id) {
            return Ok(member.clone());
        }
        if !channel.team_id.is_empty() {
            state.existing_team_member(&channel.team_id, &user_id)?;
        }
        let member = state.put_channel_member(&channel.id, &user_id, false, now_ms);
        let actor = state.actor(by);
        drop(state);
        let event = Event::new("user_added", Broadcast::channel(&channel.id));
        self.events.publish(event.with("team_id", channel.team_id).with("user_id", user_id));
        let joined = member.clone();
        self.tell("UserHasJoinedChannel", |hooks, context| async move {
            hooks.user_has_joined_channel(context, joined, actor).await
        });
        Ok(member)
    }

    /// Removes a user from a channel.
    pub(crate) fn leave_channel(self: &Arc<Self>, channel_id: &str, user_id: &str, by: &str) -> Result<(), AppError> {
        let mut state = self.state();
        let member = state.existing_channel_member(channel_id, user_id)?;
        state.channel_members.remove(&(channel_id.to_owned(), user_id.to_owned()));
        let actor = state.actor(by);
        drop(state);
        let removed = |audience| Event::new("user_removed", audience).with("remover_id", by);
        self.events.publish(removed(Broadcast::channel(channel_id)).with("user_id", user_id));
        self.events.publish(removed(Broadcast::user(user_id)).with("channel_id", channel_id));
        self.tell("UserHasLeftChannel", |hooks, context| async move {
            hooks.user_has_left_channel(context, member, actor).await
        });
        Ok(())
    }
}

impl State {
    pub(crate) fn existing_team_member(&self, team_id: &str, user_id: &str) -> Result<TeamMember, AppError> {
        let member = self.team_member(team_id, user_id).cloned();
        member.ok_or_else(|| app_error("GetTeamMember", "app.team.get_member.missing.app_error", 404))
    }

    pub(crate) fn existing_channel_member(&self, channel_id: &str, user_id: &str) -> Result<ChannelMember, AppError> {
        let member = self.channel_member(channel_id, user_id).cloned();
        member.ok_or_else(|| app_error("GetChannelMember", "app.channel.get_member.missing.app_error", 404))
    }

    /// The user who does it, if somebody else does.
    fn actor(&self, user_id: &str) -> Option<User> {
        self.users.get(user_id).cloned()
    }
}

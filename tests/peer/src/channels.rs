//! Teams and channels.

use std::sync::Arc;

use crate::error::app_error;
use crate::event::{Broadcast, Event};
use crate::model::{AppError, Channel, Team};
use crate::state::State;
use crate::world::World;

impl World {
    /// Stores a new channel and tells the plugin.
    pub(crate) fn create_channel(self: &Arc<Self>, channel: Channel) -> Result<Channel, AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let is_taken = |old: &Channel| old.team_id == channel.team_id && old.name == channel.name;
        if channel.name.is_empty() || state.channels.values().any(is_taken) {
            return Err(app_error("CreateChannel", "store.sql_channel.save_channel.exists.app_error", 400));
        }
        let channel = Channel { id: self.ids.next(), create_at: now_ms, update_at: now_ms, ..channel };
        state.channels.insert(channel.id.clone(), channel.clone());
        if state.users.contains_key(&channel.creator_id) {
            state.put_channel_member(&channel.id, &channel.creator_id, true, now_ms);
        }
        drop(state);
        self.announce_channel(&channel);
        Ok(channel)
    }

    pub(crate) fn update_channel(&self, channel: Channel) -> Result<Channel, AppError> {
        let mut state = self.state();
        let old = state.channel(&channel.id)?;
        let channel = Channel { create_at: old.create_at, update_at: self.now_ms(), ..channel };
        state.channels.insert(channel.id.clone(), channel.clone());
        Ok(channel)
    }

    pub(crate) fn delete_channel(&self, channel_id: &str) -> Result<(), AppError> {
        let mut state = self.state();
        let channel = Channel { delete_at: self.now_ms(), ..state.channel(channel_id)?.clone() };
        let event = Event::new("channel_deleted", Broadcast::team(&channel.team_id));
        self.events.publish(event.with("channel_id", channel_id).with("delete_at", channel.delete_at));
        state.channels.insert(channel_id.to_owned(), channel);
        Ok(())
    }

    /// The conversation of these users: `D` for two, `G` for more. Made when it is first asked for.
    pub(crate) fn conversation(self: &Arc<Self>, kind: &str, user_ids: &[String]) -> Result<Channel, AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        for user_id in user_ids {
            state.user(user_id)?;
        }
        let mut sorted = user_ids.to_vec();
        sorted.sort();
        let name = sorted.join("__");
        if let Some(known) = state.channels.values().find(|channel| channel.kind == kind && channel.name == name) {
            return Ok(known.clone());
        }
        let channel = Channel {
            id: self.ids.next(),
            create_at: now_ms,
            update_at: now_ms,
            kind: kind.to_owned(),
            name,
            ..Channel::default()
        };
        state.channels.insert(channel.id.clone(), channel.clone());
        for user_id in user_ids {
            state.put_channel_member(&channel.id, user_id, false, now_ms);
        }
        drop(state);
        self.announce_channel(&channel);
        Ok(channel)
    }

    fn announce_channel(self: &Arc<Self>, channel: &Channel) {
        let (name, audience) = match channel.kind.as_str() {
            "D" => ("direct_added", Broadcast::channel(&channel.id)),
            "G" => ("group_added", Broadcast::channel(&channel.id)),
            _ => ("channel_created", Broadcast::user(&channel.creator_id)),
        };
        let event = Event::new(name, audience).with("channel_id", channel.id.clone());
        self.events.publish(event.with("team_id", channel.team_id.clone()));
        let channel = channel.clone();
        self.tell("ChannelHasBeenCreated", |hooks, context| async move {
            hooks.channel_has_been_created(context, channel).await
        });
    }
}

impl State {
    pub(crate) fn team_by_name(&self, name: &str) -> Result<Team, AppError> {
        let found = self.teams.values().find(|team| team.name == name).cloned();
        found.ok_or_else(|| app_error("GetTeamByName", "app.team.get_by_name.missing.app_error", 404))
    }

    pub(crate) fn channel_by_name(&self, team_id: &str, name: &str, with_deleted: bool) -> Result<Channel, AppError> {
        let is_it = |channel: &&Channel| {
            channel.team_id == team_id && channel.name == name && (with_deleted || channel.delete_at == 0)
        };
        let found = self.channels.values().find(is_it).cloned();
        found.ok_or_else(|| app_error("GetChannelByName", "app.channel.get_by_name.missing.app_error", 404))
    }

    /// Channels that the condition likes, sorted by name.
    pub(crate) fn channels_where(&self, condition: impl Fn(&Channel) -> bool) -> Vec<Channel> {
        let mut channels: Vec<Channel> = self.channels.values().filter(|channel| condition(channel)).cloned().collect();
        channels.sort_by(|one, other| one.display_name.cmp(&other.display_name));
        channels
    }
}

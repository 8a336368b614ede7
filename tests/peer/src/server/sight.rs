//! What there is to see.

use std::collections::BTreeMap;

use tokio::sync::broadcast;

use super::Server;
use crate::attachments::find_action;
use crate::event::Event;
use crate::log::LogLine;
use crate::model::{
    AppError, Channel, Command, FileInfo, OpenDialogRequest, PluginClusterEvent, Post, Reaction, Team, User,
};
use crate::state::{Mail, Scope};

impl Server {
    /// Every user, bots included.
    pub fn users(&self) -> Vec<User> {
        self.world.state().users.values().cloned().collect()
    }

    /// One user.
    ///
    /// # Errors
    /// 404 if there is none of this name or id; the same for the three functions below.
    pub fn user(&self, who: &str) -> Result<User, AppError> {
        self.world.state().user(who).cloned()
    }

    /// One team.
    pub fn team(&self, which: &str) -> Result<Team, AppError> {
        self.world.state().team(which).cloned()
    }

    /// One channel.
    pub fn channel(&self, which: &str) -> Result<Channel, AppError> {
        self.world.state().channel(which).cloned()
    }

    /// One stored post that is not deleted.
    pub fn post_by_id(&self, id: &str) -> Result<Post, AppError> {
        self.world.state().post(id).cloned()
    }

    /// Every team.
    pub fn teams(&self) -> Vec<Team> {
        self.world.state().teams.values().cloned().collect()
    }

    /// Every channel of every team, direct ones included.
    pub fn channels(&self) -> Vec<Channel> {
        self.world.state().channels.values().cloned().collect()
    }

    /// The channels that the user is a member of.
    pub fn channels_of(&self, user: &str) -> Vec<Channel> {
        let state = self.world.state();
        let Ok(user) = state.user(user) else { return Vec::new() };
        let joined = |channel: &&Channel| state.channel_member(&channel.id, &user.id).is_some();
        state.channels.values().filter(joined).cloned().collect()
    }

    /// The users that are members of the channel.
    pub fn members(&self, channel: &str) -> Vec<User> {
        let state = self.world.state();
        let Ok(channel) = state.channel(channel) else { return Vec::new() };
        let joined = |user: &&User| state.channel_member(&channel.id, &user.id).is_some();
        state.users.values().filter(joined).cloned().collect()
    }

    /// The channel's posts, oldest first, replies included, deleted ones not. Buttons still have their addresses and
    /// contexts; see [`crate::client_view`].
    pub fn posts(&self, channel: &str) -> Vec<Post> {
        let state = self.world.state();
        let Ok(channel) = state.channel(channel) else { return Vec::new() };
        state.posts.iter().filter(|post| post.channel_id == channel.id && post.delete_at == 0).cloned().collect()
    }

    /// The thread of a post, its first post included, oldest first.
    pub fn thread(&self, post_id: &str) -> Vec<Post> {
        let state = self.world.state();
        let Ok(post) = state.post(post_id) else { return Vec::new() };
        let root_id = if post.root_id.is_empty() { &post.id } else { &post.root_id };
        let in_thread = |post: &&Post| (post.id == *root_id || post.root_id == *root_id) && post.delete_at == 0;
        state.posts.iter().filter(in_thread).cloned().collect()
    }

    /// The ephemeral posts that the user's clients show, oldest first.
    pub fn ephemeral(&self, user: &str) -> Vec<Post> {
        let state = self.world.state();
        let Ok(user) = state.user(user) else { return Vec::new() };
        state.ephemeral.get(&user.id).cloned().unwrap_or_default()
    }

    /// The dialogs that the user's clients show, the topmost last.
    pub fn dialogs(&self, user: &str) -> Vec<OpenDialogRequest> {
        let state = self.world.state();
        let Ok(user) = state.user(user) else { return Vec::new() };
        let own = state.dialogs.iter().filter(|(owner, _)| *owner == user.id);
        own.map(|(_, dialog)| dialog.clone()).collect()
    }

    /// The id of the post's first button or menu of this name.
    pub fn action_id(&self, post: &Post, name: &str) -> Option<String> {
        find_action(post, |action| action.name == name).map(|action| action.id.clone())
    }

    /// Reactions to a post, in the order they came.
    pub fn reactions(&self, post_id: &str) -> Vec<Reaction> {
        let state = self.world.state();
        state.reactions.iter().filter(|reaction| reaction.post_id == post_id).cloned().collect()
    }

    /// An uploaded file.
    ///
    /// # Errors
    /// 404 if there is none of this id.
    pub fn file(&self, id: &str) -> Result<(FileInfo, Vec<u8>), AppError> {
        self.world.file(id)
    }

    /// Mails that the plugin sent, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.world.state().mails.clone()
    }

    /// What the plugin told its other nodes, oldest first; see [`Server::cluster_event`].
    pub fn cluster_events(&self) -> Vec<PluginClusterEvent> {
        self.world.state().cluster_events.clone()
    }

    /// The plugin's live keys and values.
    pub fn kv(&self) -> BTreeMap<String, Vec<u8>> {
        let rows = self.world.kv.rows(self.world.plugin_id(), self.world.now_ms());
        rows.into_iter().map(|(key, row)| (key, row.value)).collect()
    }

    /// The server's log about the plugin, oldest first.
    pub fn log_lines(&self) -> Vec<LogLine> {
        self.world.log.lines()
    }

    /// Waits for a log line, past ones included.
    pub async fn wait_for_log(&self, condition: impl Fn(&LogLine) -> bool) -> LogLine {
        self.world.log.wait_for(condition).await
    }

    /// The registered slash commands.
    pub fn commands(&self) -> Vec<Command> {
        self.world.commands().clone()
    }

    /// Events from now on, for all users; [`Event::broadcast`] says who hears each.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.world.events.subscribe()
    }

    /// Whether the user has the permission there; scopes name ids.
    pub fn may(&self, user: &str, permission: &str, scope: Scope<'_>) -> bool {
        self.user_id(user).is_ok_and(|user_id| self.world.state().may(&user_id, permission, scope))
    }
}

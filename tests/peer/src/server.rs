//! The server as a test, the playground or a bench sees it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::sync::broadcast;

use crate::attachments::find_action;
use crate::autocomplete::Typing;
use crate::builder::Builder;
use crate::clock::Clock;
use crate::commands::{CommandOutcome, TypedCommand};
use crate::error::app_error;
use crate::event::Event;
use crate::faults::Faults;
use crate::http::{Request, Response};
use crate::log::LogLine;
use crate::manifest::Manifest;
use crate::model::{
    AppError, AutocompleteSuggestion, Channel, ChannelMember, Command, FileInfo, JsonMap, OpenDialogRequest,
    PluginClusterEvent, Post, Reaction, SubmitDialogRequest, SubmitDialogResponse, Team, TeamMember, User,
};
use crate::posts::Author;
use crate::state::{Mail, Scope};
use crate::supervisor::{PluginState, StartError};
use crate::world::World;

/// An in-memory Mattermost server with one plugin; clones are the same server.
///
/// Users, teams and channels are named by id or name.
#[derive(Clone)]
pub struct Server {
    pub(crate) world: Arc<World>,
    _process: Arc<Abandon>,
}

/// Ends the plugin's process with the last clone of its server.
struct Abandon(Arc<World>);

impl Drop for Abandon {
    fn drop(&mut self) {
        self.0.supervision.abandon();
    }
}

impl Server {
    /// Starts to describe a server.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(world: Arc<World>) -> Self {
        world.cluster.join(&world);
        Self { _process: Arc::new(Abandon(Arc::clone(&world))), world }
    }
}

/// What people do.
impl Server {
    /// Types a slash command.
    ///
    /// # Errors
    /// What `commands/execute` would answer.
    pub async fn command(&self, user: &str, channel: &str, text: &str) -> Result<CommandOutcome, AppError> {
        self.command_in_thread(user, channel, "", text).await
    }

    /// Types a slash command in the thread of a post.
    ///
    /// # Errors
    /// What `commands/execute` would answer.
    pub async fn command_in_thread(
        &self,
        user: &str,
        channel: &str,
        root_id: &str,
        text: &str,
    ) -> Result<CommandOutcome, AppError> {
        let typed = TypedCommand {
            user_id: self.user_id(user)?,
            channel_id: self.channel_id(channel)?,
            team_id: String::new(),
            root_id: root_id.to_owned(),
            text: text.to_owned(),
        };
        self.world.execute_command(typed).await
    }

    /// Suggestions for a half-typed command, with or without the leading `/`, as `commands/autocomplete_suggestions`
    /// answers. An unknown user or team gets none.
    pub async fn autocomplete(&self, user: &str, team: &str, text: &str) -> Vec<AutocompleteSuggestion> {
        self.autocomplete_in(user, team, "", "", text).await
    }

    /// Like [`Server::autocomplete`], in a channel and a thread; both may be empty.
    pub async fn autocomplete_in(
        &self,
        user: &str,
        team: &str,
        channel: &str,
        root_id: &str,
        text: &str,
    ) -> Vec<AutocompleteSuggestion> {
        let (Ok(user_id), Ok(team_id)) = (self.user_id(user), self.team_id(team)) else { return Vec::new() };
        let channel_id = self.channel_id(channel).unwrap_or_default();
        let typing = Typing { user_id, team_id, channel_id, root_id: root_id.to_owned(), text: text.to_owned() };
        self.world.suggestions(typing).await
    }

    /// Sends a request to `/plugins/…`.
    pub async fn http(&self, request: Request) -> Response {
        self.world.serve_http(request).await
    }

    /// Writes a message.
    ///
    /// # Errors
    /// What `POST /posts` would answer, a plugin's rejection included.
    pub async fn post(&self, user: &str, channel: &str, message: &str) -> Result<Post, AppError> {
        self.create_post(
            user,
            Post { channel_id: self.channel_id(channel)?, message: message.to_owned(), ..Post::default() },
        )
        .await
    }

    /// Answers in the thread of a post.
    ///
    /// # Errors
    /// As [`Server::post`].
    pub async fn reply(&self, user: &str, post_id: &str, message: &str) -> Result<Post, AppError> {
        let answered = self.post_by_id(post_id)?;
        let root_id = if answered.root_id.is_empty() { answered.id } else { answered.root_id };
        let post = Post { channel_id: answered.channel_id, root_id, message: message.to_owned(), ..Post::default() };
        self.create_post(user, post).await
    }

    /// Writes a post with everything that a client may set.
    ///
    /// # Errors
    /// As [`Server::post`].
    pub async fn create_post(&self, user: &str, post: Post) -> Result<Post, AppError> {
        let user_id = self.user_id(user)?;
        self.require(&user_id, "create_post", Scope::Channel(&post.channel_id))?;
        self.world.create_post(Post { user_id, ..post }, Author::Person).await
    }

    /// Edits the message of a post.
    ///
    /// # Errors
    /// What `PUT /posts/{id}/patch` would answer.
    pub async fn edit_post(&self, user: &str, post_id: &str, message: &str) -> Result<Post, AppError> {
        let post = self.post_by_id(post_id)?;
        let user_id = self.user_id(user)?;
        let permission = if post.user_id == user_id { "edit_post" } else { "edit_others_posts" };
        self.require(&user_id, permission, Scope::Channel(&post.channel_id))?;
        self.world.update_post(Post { message: message.to_owned(), ..post }).await
    }

    /// Deletes a post and its thread.
    ///
    /// # Errors
    /// What `DELETE /posts/{id}` would answer.
    pub fn delete_post(&self, user: &str, post_id: &str) -> Result<(), AppError> {
        let post = self.post_by_id(post_id)?;
        let user_id = self.user_id(user)?;
        let permission = if post.user_id == user_id { "delete_post" } else { "delete_others_posts" };
        self.require(&user_id, permission, Scope::Channel(&post.channel_id))?;
        self.world.delete_post(post_id)
    }

    /// Presses a button (`selected_option` is empty) or chooses from a menu, on a stored post or one of the user's
    /// ephemeral ones. Returns the client's trigger id.
    ///
    /// # Errors
    /// What `POST /posts/{id}/actions/{action_id}` would answer.
    pub async fn press(
        &self,
        user: &str,
        post_id: &str,
        action_id: &str,
        selected_option: &str,
    ) -> Result<String, AppError> {
        self.world.press(&self.user_id(user)?, post_id, action_id, selected_option).await
    }

    /// Submits a dialog, or cancels it with `cancelled`, in the shape of `actions/dialogs/submit`.
    ///
    /// # Errors
    /// What that call would answer.
    pub async fn submit_dialog(
        &self,
        user: &str,
        request: SubmitDialogRequest,
    ) -> Result<SubmitDialogResponse, AppError> {
        self.world.submit_dialog(&self.user_id(user)?, request).await
    }

    /// Fills in the dialog that the user's client shows on top and submits it from this channel.
    ///
    /// # Errors
    /// 404 if no dialog is open; what `actions/dialogs/submit` would answer.
    pub async fn answer_dialog(
        &self,
        user: &str,
        channel: &str,
        submission: Map<String, Value>,
    ) -> Result<SubmitDialogResponse, AppError> {
        let request = self.top_dialog(user, channel)?;
        self.submit_dialog(user, SubmitDialogRequest { submission: JsonMap(submission), ..request }).await
    }

    /// Cancels the dialog that the user's client shows on top; the plugin hears of it only if it asked to.
    ///
    /// # Errors
    /// As [`Server::answer_dialog`].
    pub async fn cancel_dialog(&self, user: &str, channel: &str) -> Result<(), AppError> {
        let request = self.top_dialog(user, channel)?;
        let shown = self.dialogs(user).pop().unwrap_or_default();
        self.world.close_dialog(&self.user_id(user)?, &shown.url, &shown.dialog.callback_id);
        if shown.dialog.notify_on_cancel {
            self.submit_dialog(user, SubmitDialogRequest { cancelled: true, ..request }).await?;
        }
        Ok(())
    }

    /// Reacts to a post.
    ///
    /// # Errors
    /// What `POST /reactions` would answer; the same for the function below.
    pub fn react(&self, user: &str, post_id: &str, emoji_name: &str) -> Result<Reaction, AppError> {
        self.world.add_reaction(self.reaction(user, post_id, emoji_name)?)
    }

    /// Takes a reaction back.
    pub fn unreact(&self, user: &str, post_id: &str, emoji_name: &str) -> Result<(), AppError> {
        self.world.remove_reaction(self.reaction(user, post_id, emoji_name)?)
    }

    /// Adds a user to a channel, as `by` if not empty.
    ///
    /// # Errors
    /// Unknown names, or the user is not in the team; likewise for the three functions below.
    pub fn add_to_channel(&self, channel: &str, user: &str, by: &str) -> Result<ChannelMember, AppError> {
        self.world.join_channel(&self.channel_id(channel)?, &self.user_id(user)?, &self.id_or_empty(by))
    }

    /// Removes a user from a channel, as `by` if not empty.
    pub fn remove_from_channel(&self, channel: &str, user: &str, by: &str) -> Result<(), AppError> {
        self.world.leave_channel(&self.channel_id(channel)?, &self.user_id(user)?, &self.id_or_empty(by))
    }

    /// Adds a user to a team, as `by` if not empty.
    pub fn add_to_team(&self, team: &str, user: &str, by: &str) -> Result<TeamMember, AppError> {
        self.world.join_team(&self.team_id(team)?, &self.user_id(user)?, &self.id_or_empty(by))
    }

    /// Removes a user from a team and its channels, as `by` if not empty.
    pub fn remove_from_team(&self, team: &str, user: &str, by: &str) -> Result<(), AppError> {
        self.world.leave_team(&self.team_id(team)?, &self.user_id(user)?, &self.id_or_empty(by))
    }

    /// The direct channel of two users, made when it is first asked for.
    ///
    /// # Errors
    /// Unknown names.
    pub fn direct_channel(&self, one: &str, other: &str) -> Result<Channel, AppError> {
        self.world.conversation("D", &[self.user_id(one)?, self.user_id(other)?])
    }

    /// Creates a channel; `channel` has at least `team_id`, `name`, `kind` (`O` or `P`) and `display_name`.
    ///
    /// # Errors
    /// The name is taken.
    pub fn create_channel(&self, user: &str, channel: Channel) -> Result<Channel, AppError> {
        self.world.create_channel(Channel { creator_id: self.user_id(user)?, ..channel })
    }

    /// Signs a person in; the plugin may refuse.
    ///
    /// # Errors
    /// What `users/login` would answer.
    pub async fn log_in(&self, user: &str) -> Result<User, AppError> {
        self.world.log_in(user).await
    }

    /// Uploads a file to a channel.
    ///
    /// # Errors
    /// Unknown names.
    pub fn upload_file(&self, user: &str, channel: &str, name: &str, data: Vec<u8>) -> Result<FileInfo, AppError> {
        self.world.upload_file(data, &self.channel_id(channel)?, name.to_owned(), &self.user_id(user)?)
    }

    fn reaction(&self, user: &str, post_id: &str, emoji_name: &str) -> Result<Reaction, AppError> {
        let (user_id, post_id) = (self.user_id(user)?, post_id.to_owned());
        Ok(Reaction { user_id, post_id, emoji_name: emoji_name.to_owned(), ..Reaction::default() })
    }

    fn id_or_empty(&self, who: &str) -> String {
        self.user_id(who).unwrap_or_default()
    }

    fn top_dialog(&self, user: &str, channel: &str) -> Result<SubmitDialogRequest, AppError> {
        let shown = self.dialogs(user).pop().ok_or_else(|| app_error("peer", "no dialog is open", 404))?;
        let channel = self.channel(channel)?;
        Ok(SubmitDialogRequest {
            url: shown.url,
            callback_id: shown.dialog.callback_id,
            state: shown.dialog.state,
            channel_id: channel.id,
            team_id: channel.team_id,
            ..SubmitDialogRequest::default()
        })
    }

    fn require(&self, user_id: &str, permission: &str, scope: Scope<'_>) -> Result<(), AppError> {
        if self.world.state().may(user_id, permission, scope) {
            Ok(())
        } else {
            Err(app_error("Permissions", "api.context.permissions.app_error", 403))
        }
    }
}

/// What there is to see.
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

    fn user_id(&self, who: &str) -> Result<String, AppError> {
        self.world.state().user(who).map(|user| user.id.clone())
    }

    fn team_id(&self, which: &str) -> Result<String, AppError> {
        self.world.state().team(which).map(|team| team.id.clone())
    }

    fn channel_id(&self, which: &str) -> Result<String, AppError> {
        self.world.state().channel(which).map(|channel| channel.id.clone())
    }
}

/// What admins and operators do.
impl Server {
    /// Starts the plugin and activates it; nothing happens if it runs.
    ///
    /// # Errors
    /// The text that an admin would see.
    pub async fn activate(&self) -> Result<(), StartError> {
        self.world.activate().await
    }

    /// Disables the plugin: `OnDeactivate`, then the process has 2 s to end.
    pub async fn deactivate(&self) {
        self.world.deactivate().await;
    }

    /// Disables and enables the plugin.
    ///
    /// # Errors
    /// As [`Server::activate`].
    pub async fn restart(&self) -> Result<(), StartError> {
        self.deactivate().await;
        self.activate().await
    }

    /// Creates an account; `user` has at least `username` and `email`.
    ///
    /// # Errors
    /// Name or mail address are taken.
    pub fn create_user(&self, user: User) -> Result<User, AppError> {
        self.world.create_user(user)
    }

    /// Deactivates an account, or activates it again.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn set_active(&self, user: &str, active: bool) -> Result<(), AppError> {
        self.world.set_active(&self.user_id(user)?, active)
    }

    /// Brings the plugin a message from another node of the cluster.
    pub fn cluster_event(&self, event: PluginClusterEvent) {
        self.world.receive_cluster_event(event);
    }

    /// The hooks that the running plugin announced.
    pub fn hooks(&self) -> Vec<String> {
        self.world.supervision.plugin().map(|plugin| plugin.announced().to_vec()).unwrap_or_default()
    }

    /// The operating system's number for the plugin's process.
    pub fn process_id(&self) -> Option<u32> {
        self.world.supervision.plugin().and_then(|plugin| plugin.process_id())
    }

    /// Kills the process without a word, as a crash would. The server notices at the next call or health check.
    pub async fn kill_plugin(&self) {
        self.world.kill_plugin().await;
    }

    /// One round of the health check: three pings, a restart if none is answered, and deactivation at the third
    /// failure within an hour. Returns where that leaves the plugin.
    ///
    /// # Errors
    /// The restart failed.
    pub async fn health_check(&self) -> Result<PluginState, StartError> {
        self.world.health_check().await
    }

    /// How the plugin fares.
    pub fn state(&self) -> PluginState {
        self.world.supervision.state()
    }

    /// Saves these settings in place of all others, and waits for the plugin's `OnConfigurationChange`.
    pub async fn set_config(&self, settings: Map<String, Value>) {
        *self.world.settings() = settings;
        self.world.configuration_changed().await;
    }

    /// Saves one setting.
    pub async fn set_setting(&self, key: &str, value: Value) {
        self.world.settings().insert(key.to_owned(), value);
        self.world.configuration_changed().await;
    }

    /// The settings as saved.
    pub fn config(&self) -> Map<String, Value> {
        self.world.settings().clone()
    }

    /// The plugin's manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.world.manifest
    }

    /// What to let go wrong.
    pub fn faults(&self) -> &Faults {
        &self.world.faults
    }

    /// The server's clock.
    pub fn clock(&self) -> &Clock {
        &self.world.clock
    }

    /// Waits until no hook runs that nobody waits for, such as `MessageHasBeenPosted`.
    pub async fn settle(&self) {
        self.world.background.settle().await;
    }
}

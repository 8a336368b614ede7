//! What people do.

use serde_json::{Map, Value};

use super::Server;
use crate::autocomplete::Typing;
use crate::commands::{CommandOutcome, TypedCommand};
use crate::error::app_error;
use crate::http::{Request, Response};
use crate::model::{
    AppError, AutocompleteSuggestion, Channel, ChannelMember, FileInfo, JsonMap, Post, Reaction, SubmitDialogRequest,
    SubmitDialogResponse, TeamMember, User,
};
use crate::posts::Author;
use crate::state::Scope;

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

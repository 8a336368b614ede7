//! Slash commands: registration and execution.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::autocomplete;
use crate::error::{app_error, app_error_with};
use crate::model::{AppError, Command, CommandArgs, CommandResponse, Post};
use crate::posts::Author;
use crate::slack::{self, links_to_markdown};
use crate::state::{Scope, State};
use crate::world::World;

/// What a person gets for a slash command.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandOutcome {
    /// As `commands/execute` answers.
    pub response: CommandResponse,
    /// What the response posted: ephemeral posts to the person, others to the channel.
    pub posts: Vec<Post>,
}

/// Where a command is typed; ids, not names.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypedCommand {
    pub(crate) user_id: String,
    pub(crate) channel_id: String,
    /// Empty takes the channel's.
    pub(crate) team_id: String,
    pub(crate) root_id: String,
    pub(crate) text: String,
}

impl World {
    /// Runs a command as `commands/execute` does.
    pub(crate) async fn execute_command(self: &Arc<Self>, typed: TypedCommand) -> Result<CommandOutcome, AppError> {
        if !self.state().may(&typed.user_id, "create_post", Scope::Channel(&typed.channel_id)) {
            return Err(app_error("Permissions", "api.context.permissions.app_error", 403));
        }
        let (client_trigger_id, trigger_id) = self.new_trigger_id(&typed.user_id);
        let args = self.command_args(&typed, trigger_id)?;
        let mut response = self.run_command(args).await?;
        response.trigger_id = client_trigger_id;
        let posts = self.post_responses(&typed, &response).await?;
        Ok(CommandOutcome { response, posts })
    }

    /// Finds the command and asks the plugin.
    pub(crate) async fn run_command(self: &Arc<Self>, args: CommandArgs) -> Result<CommandResponse, AppError> {
        let trigger = trigger_of(&args.command)?;
        let usable = |command: &Command| command.team_id.is_empty() || command.team_id == args.team_id;
        let known = self.commands().iter().any(|command| command.trigger == trigger && usable(command));
        let plugin = self.supervision.plugin();
        if !known {
            return Err(not_found(&trigger));
        }
        let crashed = || {
            let details = format!("err= Plugin has recently crashed: {}", self.plugin_id());
            app_error_with("ExecutePluginCommand", "model.plugin_command_error.error.app_error", 500, details)
        };
        let plugin = plugin.ok_or_else(crashed)?;
        plugin.ping().await.map_err(|_lost| crashed())?;
        let context = self.context(Some(&args.user_id));
        let answer = plugin.execute_command(context, args).await;
        if plugin.ping().await.is_err() {
            let details = format!("err= Plugin {} crashed due to /{trigger} command", self.plugin_id());
            return Err(app_error_with(
                "ExecutePluginCommand",
                "model.plugin_command_crash.error.app_error",
                500,
                details,
            ));
        }
        match answer {
            Ok(Some(response)) => Ok(response),
            Ok(None) => Err(not_found(&trigger)),
            Err(error) if !(100..=999).contains(&error.status_code) => Err(AppError { status_code: 500, ..error }),
            Err(error) => Err(error),
        }
    }

    /// Remembers a plugin's command by the rules of `RegisterCommand`; the error's text goes back to the plugin.
    pub(crate) fn register_command(&self, mut command: Command) -> Result<(), String> {
        if command.trigger.is_empty() {
            return Err("invalid command".to_owned());
        }
        match &mut command.autocomplete_data {
            Some(data) => {
                autocomplete::check(data)
                    .map_err(|reason| format!("invalid autocomplete data in command: {reason}"))?;
                autocomplete::resolve(data, &format!("/plugins/{}", self.plugin_id()));
            }
            None => command.autocomplete_data = Some(autocomplete::plain(&command)),
        }
        let command = Command {
            trigger: command.trigger.to_lowercase(),
            team_id: command.team_id,
            auto_complete: command.auto_complete,
            auto_complete_desc: command.auto_complete_desc,
            auto_complete_hint: command.auto_complete_hint,
            display_name: command.display_name,
            autocomplete_data: command.autocomplete_data,
            autocomplete_icon_data: command.autocomplete_icon_data,
            plugin_id: self.plugin_id().to_owned(),
            ..Command::default()
        };
        let mut commands = self.commands();
        let same = |old: &Command| old.trigger == command.trigger && old.team_id == command.team_id;
        commands.retain(|old| !same(old));
        commands.push(command);
        Ok(())
    }

    pub(crate) fn unregister_command(&self, team_id: &str, trigger: &str) {
        let trigger = trigger.to_lowercase();
        self.commands().retain(|old| old.team_id != team_id || old.trigger != trigger);
    }

    fn command_args(&self, typed: &TypedCommand, trigger_id: String) -> Result<CommandArgs, AppError> {
        let state = self.state();
        let channel = state.channel(&typed.channel_id)?;
        let team_id = if typed.team_id.is_empty() { channel.team_id.clone() } else { typed.team_id.clone() };
        Ok(CommandArgs {
            user_id: typed.user_id.clone(),
            channel_id: typed.channel_id.clone(),
            root_id: typed.root_id.clone(),
            trigger_id,
            command: typed.text.clone(),
            site_url: self.site_url.clone(),
            user_mentions: user_mentions(&state, &typed.text, &team_id),
            channel_mentions: channel_mentions(&state, &typed.text, &team_id),
            team_id,
            ..CommandArgs::default()
        })
    }

    async fn post_responses(
        self: &Arc<Self>,
        typed: &TypedCommand,
        first: &CommandResponse,
    ) -> Result<Vec<Post>, AppError> {
        let mut posts = Vec::new();
        for response in std::iter::once(first).chain(&first.extra_responses) {
            posts.extend(self.post_response(typed, response).await?);
        }
        Ok(posts)
    }

    async fn post_response(
        self: &Arc<Self>,
        typed: &TypedCommand,
        response: &CommandResponse,
    ) -> Result<Option<Post>, AppError> {
        let mut post = Post {
            channel_id: typed.channel_id.clone(),
            root_id: typed.root_id.clone(),
            user_id: typed.user_id.clone(),
            kind: response.kind.clone(),
            props: response.props.clone(),
            message: if response.skip_slack_parsing {
                response.text.clone()
            } else {
                links_to_markdown(&response.text)
            },
            ..Post::default()
        };
        if !response.channel_id.is_empty() {
            if self.state().channel_member(&response.channel_id, &typed.user_id).is_none() {
                let id = "api.command.command_post.forbidden.app_error";
                return Err(app_error("HandleCommandResponsePost", id, 403));
            }
            post.channel_id.clone_from(&response.channel_id);
        }
        if !response.attachments.is_empty() {
            slack::attach(&mut post, response.attachments.clone());
        }
        if response.response_type == "in_channel" {
            return self.create_post(post, Author::Person).await.map(Some);
        }
        let says_something = !response.text.is_empty() || !response.attachments.is_empty();
        let is_ephemeral = response.response_type.is_empty() || response.response_type == "ephemeral";
        Ok((says_something && is_ephemeral).then(|| self.send_ephemeral(&typed.user_id, post)))
    }
}

fn trigger_of(text: &str) -> Result<String, AppError> {
    let word = text.split(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    match word.strip_prefix('/') {
        Some(trigger) => Ok(trigger.to_owned()),
        None => Err(app_error("command", "api.command.execute_command.format.app_error", 400)),
    }
}

fn not_found(trigger: &str) -> AppError {
    let message = format!(
        "Command with a trigger of '/{trigger}' not found. To send a message beginning with \"/\" try adding an empty \
         space at the beginning of the message."
    );
    AppError { message, ..app_error("command", "api.command.execute_command.not_found.app_error", 404) }
}

fn user_mentions(state: &State, text: &str, team_id: &str) -> BTreeMap<String, String> {
    let mentioned = names_after('@', text).filter_map(|name| state.user(name).ok());
    let in_team = mentioned.filter(|user| state.team_member(team_id, &user.id).is_some());
    in_team.map(|user| (user.username.clone(), user.id.clone())).collect()
}

fn channel_mentions(state: &State, text: &str, team_id: &str) -> BTreeMap<String, String> {
    let mentioned = names_after('~', text).filter_map(|name| {
        state
            .channels
            .values()
            .find(|channel| channel.team_id == team_id && channel.name == name && channel.kind == "O")
    });
    mentioned.map(|channel| (channel.name.clone(), channel.id.clone())).collect()
}

fn names_after(mark: char, text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.@~".contains(c)));
    words.filter_map(move |word| word.strip_prefix(mark)).map(|name| name.trim_end_matches('.'))
}

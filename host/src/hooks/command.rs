//! Slash commands.

use mattermost::model::{AppError, CommandArgs, CommandResponse, Context};

use super::ComponentHooks;

impl ComponentHooks {
    /// Runs a command. An error leaves the text in the user's box, so that nothing typed is lost.
    pub(super) async fn command(&self, context: Context, args: CommandArgs) -> Result<CommandResponse, AppError> {
        let answer =
            export!(self, "ExecuteCommand", command, mattermost_plugin_command_hook.call_execute(context, args));
        match answer {
            Ok(Ok(answer)) => Ok(answer.into()),
            Ok(Err(text)) => Err(AppError::new("ExecuteCommand", text, 400)),
            Err(error) => Err(AppError::new("ExecuteCommand", error.to_string(), 500)),
        }
    }
}

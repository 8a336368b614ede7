//! The server's errors.

use crate::model::AppError;

/// An error as the server makes it: `place` is the function that noticed, `id` the text's key, `status` of HTTP.
///
/// The message is the English text of the key where clients or plugins see it often, else the key itself.
pub fn app_error(place: &str, id: &str, status: i64) -> AppError {
    AppError {
        id: id.to_owned(),
        message: english(id).unwrap_or(id).to_owned(),
        status_code: status,
        r#where: place.to_owned(),
        ..AppError::default()
    }
}

/// Like [`app_error`], with the details that only the log shows.
pub fn app_error_with(place: &str, id: &str, status: i64, details: impl Into<String>) -> AppError {
    AppError { detailed_error: details.into(), ..app_error(place, id, status) }
}

fn english(id: &str) -> Option<&'static str> {
    Some(match id {
        "api.context.permissions.app_error" => "You do not have the appropriate permissions.",
        "api.post.do_action.action_id.app_error" => "Invalid action id.",
        "api.post.do_action.action_integration.app_error" => "Action integration error.",
        "app.channel.get.existing.app_error" => "Unable to find the existing channel.",
        "app.post.get.app_error" => "Unable to get the post.",
        "app.team.get.find.app_error" => "Unable to find the existing team.",
        "app.user.missing_account.const" => "Unable to find the user.",
        "interactive_message.decode_trigger_id.expired" => {
            "Trigger ID for interactive dialog is expired. Trigger IDs live for a maximum of 30 seconds."
        }
        "model.plugin_command.error.app_error" => "An error occurred while trying to execute this command.",
        "model.plugin_key_value.is_valid.key.app_error" => {
            "Invalid key, must be more than 0 and a of maximum 150 characters long."
        }
        _ => return None,
    })
}

//! Interactive dialogs: opening, submitting, cancelling.

use std::sync::Arc;

use crate::error::app_error;
use crate::event::{Broadcast, Event};
use crate::http::in_process_post;
use crate::log::Level;
use crate::model::{AppError, Dialog, OpenDialogRequest, SubmitDialogRequest, SubmitDialogResponse};
use crate::state::Scope;
use crate::world::World;

const TITLE_RUNES_MAX: usize = 24;
const LABEL_RUNES_MAX: usize = 24;
const NAME_RUNES_MAX: usize = 300;
const HELP_RUNES_MAX: usize = 150;

impl World {
    /// Shows the dialog to the user of its trigger id. What clients would refuse is only logged, as on the server.
    pub(crate) fn open_dialog(&self, mut request: OpenDialogRequest) -> Result<(), AppError> {
        let (client_id, user_id) = self.verify_trigger_id(&request.trigger_id)?;
        for problem in problems(&request.dialog) {
            self.log.server(Level::Warn, format!("Interactive dialog is invalid: {problem}"));
        }
        request.trigger_id = client_id;
        let event = Event::new("open_dialog", Broadcast::user(&user_id)).with_json("dialog", &request);
        self.state().dialogs.push((user_id, request));
        self.events.publish(event);
        Ok(())
    }

    /// Sends the submission to the dialog's address, as `actions/dialogs/submit` does, and closes the dialog unless
    /// the answer keeps it open.
    pub(crate) async fn submit_dialog(
        self: &Arc<Self>,
        user_id: &str,
        request: SubmitDialogRequest,
    ) -> Result<SubmitDialogResponse, AppError> {
        self.check_place(user_id, &request)?;
        let url = request.url;
        let request = SubmitDialogRequest {
            url: String::new(),
            kind: if request.kind.is_empty() { "dialog_submission".to_owned() } else { request.kind },
            user_id: user_id.to_owned(),
            ..request
        };
        let json = serde_json::to_vec(&request).unwrap_or_default();
        let body = in_process_post(self, user_id, &url, json).await?;
        // An empty or unreadable answer is fine.
        let response: SubmitDialogResponse = serde_json::from_slice(&body).unwrap_or_default();
        self.follow(user_id, &url, &request.callback_id, &response);
        Ok(response)
    }

    /// Takes the dialog off the user's screen.
    pub(crate) fn close_dialog(&self, user_id: &str, url: &str, callback_id: &str) {
        self.state().dialogs.retain(|(user, shown)| !is_same(user, shown, user_id, url, callback_id));
    }

    fn check_place(&self, user_id: &str, request: &SubmitDialogRequest) -> Result<(), AppError> {
        let state = self.state();
        let sees_channel = state.may(user_id, "read_channel_content", Scope::Channel(&request.channel_id));
        let sees_team = request.team_id.is_empty() || state.may(user_id, "view_team", Scope::Team(&request.team_id));
        if sees_channel && sees_team {
            Ok(())
        } else {
            Err(app_error("Permissions", "api.context.permissions.app_error", 403))
        }
    }

    fn follow(&self, user_id: &str, url: &str, callback_id: &str, response: &SubmitDialogResponse) {
        if !response.error.is_empty() || !response.errors.is_empty() {
            return;
        }
        let Some(form) = &response.form else { return self.close_dialog(user_id, url, callback_id) };
        let mut state = self.state();
        let shown = state.dialogs.iter_mut().find(|(user, shown)| is_same(user, shown, user_id, url, callback_id));
        if let Some((_, shown)) = shown {
            shown.dialog = form.clone();
        }
    }
}

fn is_same(owner: &str, shown: &OpenDialogRequest, user_id: &str, url: &str, callback_id: &str) -> bool {
    owner == user_id && shown.url == url && shown.dialog.callback_id == callback_id
}

/// What clients may refuse about a dialog.
fn problems(dialog: &Dialog) -> Vec<String> {
    let mut problems = Vec::new();
    let title = dialog.title.chars().count();
    if !(1..=TITLE_RUNES_MAX).contains(&title) {
        problems.push(format!("title has {title} of 1 to {TITLE_RUNES_MAX} characters"));
    }
    for (index, element) in dialog.elements.iter().enumerate() {
        let limits = [
            ("display_name", &element.display_name, LABEL_RUNES_MAX),
            ("name", &element.name, NAME_RUNES_MAX),
            ("help_text", &element.help_text, HELP_RUNES_MAX),
        ];
        for (field, text, runes_max) in limits {
            if text.chars().count() > runes_max {
                problems.push(format!("{field} of `{}` is longer than {runes_max} characters", element.name));
            }
        }
        if element.max_length != 0 && element.min_length > element.max_length {
            problems.push(format!("`{}` has a minimal length above its maximal one", element.name));
        }
        if dialog.elements.iter().take(index).any(|earlier| earlier.name == element.name) {
            problems.push(format!("`{}` exists twice", element.name));
        }
    }
    problems
}

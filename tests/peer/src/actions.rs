//! Pressed buttons and chosen menu entries.

use std::sync::Arc;

use serde_json::Value;

use crate::attachments::find_action;
use crate::error::{app_error, app_error_with};
use crate::http::in_process_post;
use crate::model::{AppError, JsonMap, Post, PostAction, PostActionIntegrationRequest, PostActionIntegrationResponse};
use crate::slack::links_to_markdown;
use crate::state::Scope;
use crate::world::World;

/// Props that an update by the plugin cannot change.
const RETAINED: [&str; 3] = ["from_webhook", "override_username", "override_icon_url"];

impl World {
    /// Presses a button or chooses from a menu, on a stored post or on one of the user's ephemeral posts. Returns the
    /// client's trigger id.
    pub(crate) async fn press(
        self: &Arc<Self>,
        user_id: &str,
        post_id: &str,
        action_id: &str,
        selected_option: &str,
    ) -> Result<String, AppError> {
        let (post, is_stored) = self.pressed_post(user_id, post_id)?;
        let action = find_action(&post, |action| action.id == action_id);
        let Some((action, integration)) = action.and_then(|action| Some((action, action.integration.as_ref()?))) else {
            return Err(app_error("DoPostActionWithCookie", "api.post.do_action.action_id.app_error", 404));
        };
        let (client_trigger_id, trigger_id) = self.new_trigger_id(user_id);
        let request = self.action_request(user_id, &post, action, selected_option, trigger_id)?;
        let json = serde_json::to_vec(&request).unwrap_or_default();
        let body = in_process_post(self, user_id, &integration.url, json).await?;
        let answer = parse(&body)?;

        if let Some(update) = answer.update {
            // The server looks for the post in its database, where an ephemeral one is not.
            if !is_stored {
                return Err(app_error("UpdatePost", "app.post.get.app_error", 404));
            }
            self.update_post(updated(&post, update)?).await?;
        }
        if !answer.ephemeral_text.is_empty() {
            let text = answer.ephemeral_text;
            let text = if answer.skip_slack_parsing { text } else { links_to_markdown(&text) };
            self.send_ephemeral(user_id, private_answer(user_id, &post, text));
        }
        Ok(client_trigger_id)
    }

    fn pressed_post(&self, user_id: &str, post_id: &str) -> Result<(Post, bool), AppError> {
        let state = self.state();
        let shown = state.ephemeral.get(user_id).and_then(|posts| posts.iter().find(|post| post.id == post_id));
        let (post, is_stored) = match shown {
            Some(post) => (post.clone(), false),
            None => (state.post(post_id)?.clone(), true),
        };
        if !state.may(user_id, "read_channel_content", Scope::Channel(&post.channel_id)) {
            return Err(app_error("Permissions", "api.context.permissions.app_error", 403));
        }
        Ok((post, is_stored))
    }

    fn action_request(
        &self,
        user_id: &str,
        post: &Post,
        action: &PostAction,
        selected_option: &str,
        trigger_id: String,
    ) -> Result<PostActionIntegrationRequest, AppError> {
        let state = self.state();
        let channel = state.channel(&post.channel_id)?;
        let mut request = PostActionIntegrationRequest {
            user_id: user_id.to_owned(),
            user_name: state.user(user_id)?.username.clone(),
            channel_id: channel.id.clone(),
            channel_name: channel.name.clone(),
            team_id: channel.team_id.clone(),
            team_name: state.team(&channel.team_id).map(|team| team.name.clone()).unwrap_or_default(),
            post_id: post.id.clone(),
            trigger_id,
            kind: action.kind.clone(),
            ..PostActionIntegrationRequest::default()
        };
        if let Some(integration) = &action.integration {
            request.context = integration.context.clone();
        }
        if action.kind == "select" && !selected_option.is_empty() {
            request.data_source.clone_from(&action.data_source);
            request.context.insert("selected_option".to_owned(), selected_option.into());
        }
        Ok(request)
    }
}

fn parse(body: &[u8]) -> Result<PostActionIntegrationResponse, AppError> {
    if body.is_empty() {
        return Ok(PostActionIntegrationResponse::default());
    }
    serde_json::from_slice(body).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> AppError {
    let id = "api.post.do_action.action_integration.app_error";
    app_error_with("DoPostActionWithCookie", id, 400, error.to_string())
}

fn updated(post: &Post, update: JsonMap) -> Result<Post, AppError> {
    let keeps_props = update.get("props").is_none_or(Value::is_null);
    let update: Post = serde_json::from_value(Value::Object(update.0)).map_err(|error| unreadable(&error))?;
    let mut props = if keeps_props { post.props.clone() } else { update.props };
    for key in RETAINED {
        match post.props.others.get(key) {
            Some(value) => drop(props.others.insert(key.to_owned(), value.clone())),
            None => drop(props.others.remove(key)),
        }
    }
    Ok(Post { id: post.id.clone(), props, is_pinned: post.is_pinned, has_reactions: post.has_reactions, ..update })
}

fn private_answer(user_id: &str, post: &Post, message: String) -> Post {
    let mut answer = Post {
        message,
        channel_id: post.channel_id.clone(),
        root_id: if post.root_id.is_empty() { post.id.clone() } else { post.root_id.clone() },
        user_id: user_id.to_owned(),
        ..Post::default()
    };
    for key in RETAINED {
        if let Some(value) = post.props.others.get(key) {
            answer.props.others.insert(key.to_owned(), value.clone());
        }
    }
    answer
}

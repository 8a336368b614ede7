//! Requests to `/plugins/<id>/…`.

use mattermost::log::Level;
use mattermost::model::HttpRequestHead;
use mattermost::{BodyError, HttpRequest, HttpResponse};

use super::ComponentHooks;
use crate::runtime::CallError;
use crate::runtime::bindings::exports::mattermost::plugin::http_hook::{Request, Response};

/// Set by the server and by nobody else: external copies are removed (protocol 8.4).
const USER_ID: &str = "Mattermost-User-Id";
const PLUGIN_ID: &str = "Mattermost-Plugin-Id";

impl ComponentHooks {
    /// Hands a request to the component; what the component cannot answer is answered here.
    pub(super) async fn request(&self, request: HttpRequest) -> HttpResponse {
        let bytes_max = self.host.manifest().props.http_body_bytes_max;
        let body = match request.body.read(bytes_max).await {
            Ok(body) => body,
            Err(BodyError::TooLong(max)) => {
                return problem(413, "body_too_long", &format!("The body has more than {max} bytes."));
            }
            Err(error) => {
                self.host.log().write(Level::Warn, "A request's body broke off", &[("error", &error.to_string())]);
                return problem(400, "body_broken_off", "The body broke off.");
            }
        };
        let context = request.context.into();
        let record = record(request.head, body);
        let answer = self
            .call("ServeHTTP", self.deadlines().http(), move |plugin, store| {
                Box::pin(
                    async move { plugin.mattermost_plugin_http_hook().call_handle(store, &context, &record).await },
                )
            })
            .await;
        match answer {
            Ok(answer) => response(answer),
            Err(error @ CallError::Trapped { .. }) => problem(500, "plugin_failed", &error.to_string()),
            Err(error @ CallError::Overdue { .. }) => problem(504, "plugin_too_slow", &error.to_string()),
        }
    }
}

fn record(head: HttpRequestHead, body: Vec<u8>) -> Request {
    let url = head.url.0.as_str();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let single =
        |name: &str| head.header.get(name).and_then(|values| values.first()).filter(|id| !id.is_empty()).cloned();
    let (user_id, plugin_id) = (single(USER_ID), single(PLUGIN_ID));
    let headers = head
        .header
        .into_iter()
        .filter(|(name, _)| name != USER_ID && name != PLUGIN_ID)
        .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)))
        .collect();
    Request {
        method: head.method,
        path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") },
        query: query.to_owned(),
        headers,
        body,
        user_id,
        plugin_id,
    }
}

fn response(answer: Response) -> HttpResponse {
    let status = if (100..=999).contains(&answer.status) { answer.status } else { 500 };
    let headers = answer.headers.into_iter();
    headers.fold(HttpResponse::new(status).with_body(answer.body), |made, (name, value)| made.with_header(&name, value))
}

/// What the host answers itself. A pressed button shows `ephemeral_text` and a dialog `error`: the server looks at the
/// body only there, not at the status.
fn problem(status: u16, code: &str, detail: &str) -> HttpResponse {
    let body = serde_json::json!({"detail": detail, "code": code, "ephemeral_text": detail, "error": detail});
    HttpResponse::new(status).with_header("Content-Type", "application/json").with_body(body.to_string())
}

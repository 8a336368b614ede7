//! A running plugin process and the hooks that the server calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gob::Limits;
use goplugin::{Application, Launch, LaunchError, MagicCookie, Process};
use mattermost::{CallError, Header, HookClient, WrittenResponse};
use serde_json::{Map, Value};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::sync::Mutex;

use crate::api::PluginApi;
use crate::log::{self, Level, Log, LogLine, Source};
use crate::model::{AppError, CommandArgs, CommandResponse, Context, HttpRequestHead, Post};
use crate::supervisor::StartError;
use crate::world::World;

const COOKIE: MagicCookie<'_> = MagicCookie { key: "MATTERMOST_PLUGIN", value: "Securely message teams, anywhere." };
const PROTOCOL_VERSION: u32 = 1;

/// What `MessageWillBePosted` and `MessageWillBeUpdated` decide.
pub(crate) enum Verdict {
    Accepted(Box<Post>),
    Rejected(String),
}

/// The server's side of one process.
pub(crate) struct Plugin {
    application: Application,
    hooks: HookClient,
    /// Names of the hooks to call.
    announced: Vec<String>,
    process: Mutex<Option<Process>>,
    process_id: Option<u32>,
    /// A reply of the wrong type ends Go's client for good, while pings are still answered.
    is_hook_client_dead: AtomicBool,
    log: Log,
}

impl Plugin {
    /// Starts the process, shakes hands and asks for the hooks.
    pub(crate) async fn start(world: &World) -> Result<Self, StartError> {
        let process = launch(world).await.map_err(|error| StartError::Process(error.to_string()))?;
        let process_id = process.id();
        let failed = |error: &dyn std::error::Error| StartError::Process(error.to_string());
        let connection = process.connect().await.map_err(|error| failed(&error))?;
        let (application, output) =
            Application::start(connection, Limits::default()).await.map_err(|error| failed(&error))?;
        log_output(output.stdout, "plugin_stdout", world.log.clone());
        log_output(output.stderr, "plugin_stderr", world.log.clone());
        let stream = application.dispense("hooks").await.map_err(|error| failed(&error))?;
        let hooks = HookClient::start(stream, application.broker().clone(), Limits::default());
        let announced = hooks.implemented().await.map_err(|error| failed(&error))?;
        Ok(Self {
            application,
            hooks,
            announced,
            process: Mutex::new(Some(process)),
            process_id,
            is_hook_client_dead: AtomicBool::new(false),
            log: world.log.clone(),
        })
    }

    /// Gives the plugin its API. Only an error value counts: on the server, everything else is success.
    pub(crate) async fn activate(&self, api: PluginApi) -> Result<(), StartError> {
        match self.hooks.on_activate(Arc::new(api)).await {
            Ok(()) => Ok(()),
            Err(CallError::Value(error)) => Err(StartError::Activation(error.to_string())),
            Err(error) => {
                self.note("OnActivate", &error);
                Ok(())
            }
        }
    }

    pub(crate) fn implements(&self, hook: &str) -> bool {
        self.announced.iter().any(|known| known == hook)
    }

    pub(crate) fn announced(&self) -> &[String] {
        &self.announced
    }

    pub(crate) fn process_id(&self) -> Option<u32> {
        self.process_id
    }

    pub(crate) async fn ping(&self) -> Result<(), String> {
        self.application.ping().await.map_err(|error| error.to_string())
    }

    /// Asks the process to quit and kills it if it does not.
    pub(crate) async fn stop(&self) {
        if let Some(process) = self.process.lock().await.take()
            && let Err(error) = process.stop(&self.application).await
        {
            self.log.server(Level::Error, format!("The plugin's process could not be ended: {error}"));
        }
    }

    /// Ends the process without a word.
    pub(crate) async fn kill(&self) {
        if let Some(process) = self.process.lock().await.as_mut()
            && let Err(error) = process.kill().await
        {
            self.log.server(Level::Error, format!("The plugin's process could not be killed: {error}"));
        }
    }

    /// Calls a hook if the plugin announced it. A failed call is logged and answers `None`, as on the server.
    pub(crate) async fn hook<T, F>(&self, name: &str, call: impl FnOnce(HookClient) -> F) -> Option<T>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        if !self.implements(name) {
            return None;
        }
        self.call(name, call).await.map_err(|error| self.note(name, &error)).ok()
    }

    pub(crate) async fn execute_command(
        &self,
        context: Context,
        args: CommandArgs,
    ) -> Result<Option<CommandResponse>, AppError> {
        let name = "ExecuteCommand";
        if !self.implements(name) {
            return Ok(None);
        }
        match self.call(name, |hooks| async move { hooks.execute_command(context, args).await }).await {
            Ok(response) => Ok(response),
            Err(CallError::App(error)) => Err(*error),
            Err(error) => {
                self.note(name, &error);
                Ok(None)
            }
        }
    }

    pub(crate) async fn message_will_be_posted(&self, context: Context, post: Post) -> Verdict {
        let shown = post.clone();
        let answer = self
            .hook("MessageWillBePosted", |hooks| async move { hooks.message_will_be_posted(context, shown).await })
            .await;
        match answer {
            Some((_, reason)) if !reason.is_empty() => Verdict::Rejected(reason),
            Some((Some(changed), _)) => Verdict::Accepted(Box::new(merged(post, &changed))),
            Some((None, _)) | None => Verdict::Accepted(Box::new(post)),
        }
    }

    /// Unlike a new post, an update is not merged: a plugin that answers nothing rejects it.
    pub(crate) async fn message_will_be_updated(&self, context: Context, new: Post, old: Post) -> Verdict {
        let shown = new.clone();
        let answer =
            self.hook("MessageWillBeUpdated", |hooks| async move {
                hooks.message_will_be_updated(context, shown, old).await
            })
            .await;
        match answer {
            Some((Some(changed), _)) => Verdict::Accepted(Box::new(changed)),
            Some((None, reason)) => Verdict::Rejected(reason),
            None => Verdict::Accepted(Box::new(new)),
        }
    }

    /// # Errors
    /// The text for the log; the client gets status 500.
    pub(crate) async fn serve_http(
        &self,
        context: Context,
        head: HttpRequestHead,
        body: Vec<u8>,
    ) -> Result<WrittenResponse, String> {
        let body = std::io::Cursor::new(body);
        let written =
            self.call("ServeHTTP", |hooks| async move { hooks.serve_http(context, head, body, Header::new()).await });
        written.await.map_err(|error| {
            self.note("ServeHTTP", &error);
            error.to_string()
        })
    }

    async fn call<T, F>(&self, name: &str, call: impl FnOnce(HookClient) -> F) -> Result<T, CallError>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        if self.is_hook_client_dead.load(Ordering::Relaxed) {
            return Err(CallError::Failed { method: "Plugin", text: format!("{name}: connection is shut down") });
        }
        call(self.hooks.clone()).await
    }

    fn note(&self, name: &str, error: &CallError) {
        self.log.server(Level::Error, format!("RPC call {name} to plugin failed. {error}"));
        if let CallError::Failed { text, .. } = error
            && text.starts_with("the reply cannot be read")
        {
            self.is_hook_client_dead.store(true, Ordering::Relaxed);
        }
    }
}

async fn launch(world: &World) -> Result<Process, LaunchError> {
    let mut launch = Launch::new(&world.executable, COOKIE, PROTOCOL_VERSION);
    for (name, value) in &world.environment {
        launch = launch.env(name, value);
    }
    let log = world.log.clone();
    let mut panicking = false;
    launch.on_stderr(move |line| log.write(log::from_stderr(&line, &mut panicking))).start().await
}

/// Logs what the plugin sends on one of the streams that stand for its output.
fn log_output(stream: impl AsyncRead + Send + Unpin + 'static, source: &'static str, log: Log) {
    tokio::spawn(async move {
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(message)) = lines.next_line().await {
            let fields = vec![("source".to_owned(), source.to_owned())];
            log.write(LogLine { level: Level::Info, source: Source::Stderr, message, fields });
        }
    });
}

/// The server decodes the plugin's post into the original: what is zero there stays, and props are added one by one.
fn merged(original: Post, changed: &Post) -> Post {
    let props = {
        let mut props = original.props.clone();
        props.others.extend(changed.props.others.clone());
        if !changed.props.attachments.is_empty() {
            props.attachments.clone_from(&changed.props.attachments);
        }
        props
    };
    let merged = serde_json::to_value(&original).ok().zip(serde_json::to_value(changed).ok());
    let merged = merged.and_then(|(original, changed)| match (original, changed) {
        (Value::Object(original), Value::Object(changed)) => overlay(original, changed),
        _ => None,
    });
    Post { props, ..merged.unwrap_or(original) }
}

fn overlay(mut original: Map<String, Value>, changed: Map<String, Value>) -> Option<Post> {
    original.extend(changed.into_iter().filter(|(_, value)| !is_zero(value)));
    serde_json::from_value(Value::Object(original)).ok()
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Props;

    fn props(value: Value) -> Props {
        serde_json::from_value(value).unwrap_or_default()
    }

    #[test]
    fn a_changed_post_keeps_what_it_does_not_mention() {
        let original = Post {
            message: "hi".into(),
            user_id: "u".into(),
            props: props(json!({"a": 1, "b": 2})),
            ..Post::default()
        };
        let changed = Post { message: "ho".into(), props: props(json!({"b": 3})), ..Post::default() };
        let expected = Post {
            message: "ho".into(),
            user_id: "u".into(),
            props: props(json!({"a": 1, "b": 3})),
            ..Post::default()
        };
        assert_eq!(merged(original, &changed), expected);
    }
}

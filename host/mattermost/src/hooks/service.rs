//! The plugin's side: hooks arrive and are answered.

use std::sync::Arc;

use gob::{Gob, Limits};
use goplugin::rpc::{self, Call, ServeError, Service};
use goplugin::{Broker, Connection, PullReader};

use super::{Hook, Hooks, dispatch};
use crate::api::Api;
use crate::fields::Fields;
use crate::http::{self, ServeHttp};
use crate::model::{Context, ErrorValue, FileInfo};

/// The argument of `OnActivate`.
#[derive(Default, Gob)]
pub(super) struct Activation {
    #[gob(rename = "APIMuxId")]
    pub(super) api_mux_id: u32,
    pub(super) driver_mux_id: u32,
}

/// The argument of `FileWillBeUploaded`.
#[derive(Default, Gob)]
pub(super) struct Upload {
    #[gob(rename = "A")]
    pub(super) context: Context,
    #[gob(rename = "B")]
    pub(super) info: FileInfo,
    pub(super) uploaded_file_stream: u32,
    pub(super) replacement_file_stream: u32,
}

/// Answers the server's hooks on the dispensed stream until the server closes it.
///
/// `limits` bound what the server may send, the answers to API calls included.
///
/// # Errors
/// The connection failed or what came is not net/rpc.
pub async fn serve_hooks(
    stream: impl Into<Connection>,
    broker: Broker,
    limits: Limits,
    hooks: Arc<impl Hooks>,
) -> Result<(), ServeError> {
    rpc::serve(stream, limits, HookService { hooks, broker, limits }).await
}

struct HookService<H> {
    hooks: Arc<H>,
    broker: Broker,
    limits: Limits,
}

impl<H: Hooks> Service for HookService<H> {
    async fn call(&self, call: Call<'_>) -> rpc::Answer {
        let Self { hooks, broker, limits } = self;
        let (hooks, broker, limits) = (Arc::clone(hooks), broker.clone(), *limits);
        match call.method() {
            "Plugin.Implemented" => {
                call.answer_now(|(): ()| Ok(hooks.implemented().into_iter().map(name).collect::<Vec<_>>())).await
            }
            "Plugin.OnActivate" => call.answer(move |argument| activate(hooks, broker, limits, argument)).await,
            "Plugin.ServeHTTP" => {
                call.answer(move |argument: ServeHttp| async move {
                    http::serve(broker, limits, argument, |request| hooks.serve_http(request)).await
                })
                .await
            }
            "Plugin.ServeMetrics" => {
                call.answer(move |argument: ServeHttp| async move {
                    http::serve(broker, limits, argument, |request| hooks.serve_metrics(request)).await
                })
                .await
            }
            "Plugin.FileWillBeUploaded" => call.answer(move |argument| upload(hooks, broker, argument)).await,
            _ => dispatch(&self.hooks, call).await,
        }
    }
}

fn name(hook: Hook) -> String {
    hook.name().to_owned()
}

/// Connects the API. The server counts any other answer than an error value as success, so everything becomes one.
async fn activate(
    hooks: Arc<impl Hooks>,
    broker: Broker,
    limits: Limits,
    activation: Activation,
) -> Result<Fields<(Option<ErrorValue>,)>, String> {
    // The database is of no use here, but the server waits for somebody to dial it.
    let (api, _driver) = tokio::join!(broker.dial(activation.api_mux_id), broker.dial(activation.driver_mux_id));
    let result = match api {
        Ok(stream) => hooks.on_activate(Api::start(stream, limits)).await,
        Err(error) => Err(ErrorValue::new(format!("the server's API cannot be reached: {error}"))),
    };
    Ok(Fields((result.err(),)))
}

async fn upload(
    hooks: Arc<impl Hooks>,
    broker: Broker,
    upload: Upload,
) -> Result<Fields<(Option<FileInfo>, String)>, String> {
    let Upload { context, info, uploaded_file_stream, replacement_file_stream } = upload;
    let (source, replacement) =
        tokio::try_join!(broker.dial(uploaded_file_stream), broker.dial(replacement_file_stream))
            .map_err(|error| error.to_string())?;
    let verdict = hooks.file_will_be_uploaded(context, info, PullReader::new(source), replacement);
    Ok(Fields(verdict.await))
}

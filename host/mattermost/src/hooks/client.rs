//! The server's side: hooks are called.

use std::sync::Arc;

use gob::Limits;
use goplugin::rpc::{self, Answer, Call, Service};
use goplugin::yamux::Stream;
use goplugin::{Broker, Connection, Offer, serve_pull};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::service::{Activation, Upload};
use crate::api::{ServerApi, serve_api};
use crate::call::{CallError, call};
use crate::fields::Fields;
use crate::http::{Header, ServeHttp, WriterService, WrittenResponse};
use crate::model::{Context, ErrorValue, FileInfo, HttpRequestHead};

/// The hooks of a plugin, as the server calls them; cheap to clone.
#[derive(Clone)]
pub struct HookClient {
    pub(super) rpc: rpc::Client,
    broker: Broker,
    limits: Limits,
}

impl HookClient {
    /// Starts a client on the dispensed stream; `limits` bound what the plugin may send.
    pub fn start(stream: impl Into<Connection>, broker: Broker, limits: Limits) -> Self {
        Self { rpc: rpc::Client::start(stream, limits), broker, limits }
    }

    /// The names of the hooks that the plugin wants to be called for.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn implemented(&self) -> Result<Vec<String>, CallError> {
        call(&self.rpc, "Implemented", &()).await
    }

    /// Hands the plugin its API and activates it. The API is served until the plugin closes it.
    ///
    /// # Errors
    /// See [`CallError`]; [`CallError::Value`] is the plugin's own.
    pub async fn on_activate(&self, api: Arc<impl ServerApi>) -> Result<(), CallError> {
        let (api_offer, driver_offer) = (self.broker.offer(), self.broker.offer());
        let activation = Activation { api_mux_id: api_offer.id(), driver_mux_id: driver_offer.id() };
        let limits = self.limits;
        accept(api_offer, move |stream| serve_api(stream, limits, api));
        accept(driver_offer, move |stream| rpc::serve(stream, limits, NoDriver));
        let Fields((error,)): Fields<(Option<ErrorValue>,)> = call(&self.rpc, "OnActivate", &activation).await?;
        error.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Passes on a request. `preset` is what the server has put into the answer's header before.
    ///
    /// # Errors
    /// See [`CallError`]; the server then answers with status 500.
    pub async fn serve_http(
        &self,
        context: Context,
        request: HttpRequestHead,
        body: impl AsyncRead + Send + Unpin + 'static,
        preset: Header,
    ) -> Result<WrittenResponse, CallError> {
        self.serve("ServeHTTP", context, request, body, preset).await
    }

    /// Passes on a request of the metrics port.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn serve_metrics(
        &self,
        context: Context,
        request: HttpRequestHead,
    ) -> Result<WrittenResponse, CallError> {
        self.serve("ServeMetrics", context, request, tokio::io::empty(), Header::new()).await
    }

    /// Shows the plugin a file. Answers changes to `info`, a text if the file is refused, and the file to store instead
    /// if that is not empty.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn file_will_be_uploaded(
        &self,
        context: Context,
        info: FileInfo,
        file: impl AsyncRead + Send + Unpin + 'static,
    ) -> Result<(Option<FileInfo>, String, Vec<u8>), CallError> {
        let (source, replacement) = (self.broker.offer(), self.broker.offer());
        let upload =
            Upload { context, info, uploaded_file_stream: source.id(), replacement_file_stream: replacement.id() };
        accept(source, move |stream| serve_pull(file, stream));
        let replaced = async {
            let mut bytes = Vec::new();
            if let Ok(mut stream) = replacement.accept().await {
                // A replacement that breaks off is none.
                if stream.read_to_end(&mut bytes).await.is_err() {
                    bytes.clear();
                }
            }
            bytes
        };
        let (verdict, replacement) = tokio::join!(call(&self.rpc, "FileWillBeUploaded", &upload), replaced);
        let Fields((info, refusal)): Fields<(Option<FileInfo>, String)> = verdict?;
        Ok((info, refusal, replacement))
    }

    async fn serve(
        &self,
        method: &'static str,
        context: Context,
        request: HttpRequestHead,
        body: impl AsyncRead + Send + Unpin + 'static,
        preset: Header,
    ) -> Result<WrittenResponse, CallError> {
        let (writer, source) = (self.broker.offer(), self.broker.offer());
        let conversation =
            ServeHttp { response_writer_stream: writer.id(), request, context, request_body_stream: source.id() };
        let service = WriterService::new(preset);
        let (limits, collected) = (self.limits, service.clone());
        accept(writer, move |stream| rpc::serve(stream, limits, service));
        accept(source, move |stream| serve_pull(body, stream));
        call::<_, ()>(&self.rpc, method, &conversation).await?;
        Ok(collected.take())
    }
}

/// Serves a stream that the plugin may dial. How it ends shows in the hook's answer.
fn accept<F>(offer: Offer, serve: impl FnOnce(Stream) -> F + Send + 'static)
where
    F: Future + Send,
{
    tokio::spawn(async move {
        if let Ok(stream) = offer.accept().await {
            serve(stream).await;
        }
    });
}

/// The server's database, which this library does not hand out.
struct NoDriver;

impl Service for NoDriver {
    async fn call(&self, call: Call<'_>) -> Answer {
        call.no_such_method().await
    }
}

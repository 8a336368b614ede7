//! The plugin's side of the conversation.

use gob::Limits;
use goplugin::Broker;
use goplugin::rpc::Client;

use super::{Header, HttpRequest, HttpResponse, RequestBody, ServeHttp};
use crate::call::{CallError, call};

/// Bodies up to this size go in one piece.
const SINGLE_WRITE_BYTES_MAX: usize = 1024 * 1024;

/// Pieces of longer bodies. Each waits for the one before, so a slow client slows the plugin.
const PIECE_BYTES: usize = 64 * 1024;

/// Has `answer` answer the request, and writes what it says.
///
/// The writer's calls wait for each other: Go's side handles calls that arrive together in any order.
///
/// # Errors
/// What the server is to log; it answers with status 500 if nothing was written before.
pub(crate) async fn serve<F>(
    broker: Broker,
    limits: Limits,
    conversation: ServeHttp,
    answer: impl FnOnce(HttpRequest) -> F,
) -> Result<(), String>
where
    F: Future<Output = HttpResponse>,
{
    let ServeHttp { response_writer_stream, request: head, context, request_body_stream } = conversation;
    // Buttons and dialogs are asked within the server, which keeps the last write only.
    let asked_within = head.remote_addr.is_empty();
    let body = RequestBody::open(broker.clone(), request_body_stream, &head);
    let writer = Writer::open(&broker, response_writer_stream, limits);
    let (response, writer) = tokio::join!(answer(HttpRequest { context, head, body }), writer);
    let piece_bytes =
        if asked_within || response.body.len() <= SINGLE_WRITE_BYTES_MAX { response.body.len() } else { PIECE_BYTES };
    writer?.write(response, piece_bytes).await.map_err(|error| error.to_string())
}

/// The server's `http.ResponseWriter`.
struct Writer {
    rpc: Client,
    /// What the server has set, for instance for CORS.
    preset: Header,
}

impl Writer {
    async fn open(broker: &Broker, id: u32, limits: Limits) -> Result<Self, String> {
        let stream = broker.dial(id).await.map_err(|error| error.to_string())?;
        let rpc = Client::start(stream, limits);
        let preset = call(&rpc, "Header", &()).await.map_err(|error| error.to_string())?;
        Ok(Self { rpc, preset })
    }

    async fn write(self, response: HttpResponse, piece_bytes: usize) -> Result<(), CallError> {
        let Self { rpc, preset: mut header } = self;
        let HttpResponse { status, header: own_header, body } = response;
        if !own_header.is_empty() {
            header.extend(own_header);
            call::<_, ()>(&rpc, "SyncHeader", &header).await?;
        }
        // The server takes 200 for granted.
        if status != 200 {
            call::<_, ()>(&rpc, "WriteHeader", &i64::from(status)).await?;
        }
        if body.len() <= piece_bytes {
            return write_piece(&rpc, body).await;
        }
        for piece in body.chunks(piece_bytes) {
            write_piece(&rpc, piece.to_vec()).await?;
        }
        Ok(())
    }
}

/// Writes a part of the body. Where the server refuses it the client is gone, or HTTP forbids a body: no news to anybody.
async fn write_piece(rpc: &Client, piece: Vec<u8>) -> Result<(), CallError> {
    if piece.is_empty() {
        return Ok(());
    }
    match call::<_, ()>(rpc, "Write", &piece).await {
        Ok(()) | Err(CallError::Failed { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

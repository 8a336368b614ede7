//! A request as the plugin gets it.

use std::io;

use goplugin::{Broker, BrokerError, PullReader};
use tokio::io::AsyncReadExt;
use tokio::task::JoinHandle;

use crate::model::{Context, HttpRequestHead};

/// A request to `/plugins/<id>/…`.
pub struct HttpRequest {
    /// Who sent it, as far as the server knows.
    pub context: Context,
    /// Everything but the body. Requests without the header `Mattermost-User-Id` come from somebody who is not signed in.
    pub head: HttpRequestHead,
    /// The body, which is still on its way.
    pub body: RequestBody,
}

/// A body that has not been read. It can be dropped.
pub struct RequestBody {
    stream: Option<JoinHandle<Result<goplugin::yamux::Stream, BrokerError>>>,
    /// Bytes that the client has announced.
    length: Option<usize>,
}

/// Why a body was not read.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is longer than the reader takes.
    #[error("the body has more than {0} bytes")]
    TooLong(usize),
    /// Its stream could not be opened.
    #[error("the body cannot be reached: {0}")]
    Unreachable(#[from] BrokerError),
    /// Its stream broke.
    #[error("the body broke off: {0}")]
    Broken(#[from] io::Error),
}

impl RequestBody {
    /// Opens the stream `id`, which the server offers for a while and complains about if nobody comes.
    pub(super) fn open(broker: Broker, id: u32, head: &HttpRequestHead) -> Self {
        let length = head.header.get("Content-Length").and_then(|values| values.first()?.parse().ok());
        let dialled = (id != 0).then(|| tokio::spawn(async move { broker.dial(id).await }));
        // Other servers and clients do not expect such a body either; not waiting for it saves its round trips.
        let is_empty = length.is_none() && matches!(head.method.as_str(), "GET" | "HEAD");
        Self { stream: if is_empty { None } else { dialled }, length }
    }

    /// Reads the whole body.
    ///
    /// A body that the client broke off looks like a shorter one: compare its length to `Content-Length` if it matters.
    ///
    /// # Errors
    /// More than `bytes_max` bytes, or the connection breaks.
    pub async fn read(self, bytes_max: usize) -> Result<Vec<u8>, BodyError> {
        let Some(dialled) = self.stream else { return Ok(Vec::new()) };
        if self.length.is_some_and(|length| length > bytes_max) {
            return Err(BodyError::TooLong(bytes_max));
        }
        let stream = dialled.await.map_err(io::Error::from)??;
        let mut body = Vec::with_capacity(self.length.unwrap_or(0));
        PullReader::new(stream).take((bytes_max as u64).saturating_add(1)).read_to_end(&mut body).await?;
        if body.len() > bytes_max { Err(BodyError::TooLong(bytes_max)) } else { Ok(body) }
    }
}

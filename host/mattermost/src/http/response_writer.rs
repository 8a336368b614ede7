//! The server's side of an answer: an `http.ResponseWriter` that the plugin calls.

use std::sync::{Arc, Mutex, PoisonError};

use goplugin::rpc::{Answer, Call, Service};

use super::Header;

/// What a plugin has written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenResponse {
    /// `None` if the plugin has set none, which means 200.
    pub status: Option<u16>,
    /// The header, including what the server had set before.
    pub header: Header,
    /// The body in the pieces in which it came.
    pub writes: Vec<Vec<u8>>,
}

impl WrittenResponse {
    /// What an HTTP client gets.
    pub fn body(&self) -> Vec<u8> {
        self.writes.concat()
    }

    /// What the server takes as the answer to a button or a dialog: the last write only.
    pub fn last_write(&self) -> &[u8] {
        self.writes.last().map_or(&[], Vec::as_slice)
    }
}

/// Collects what the plugin writes; clones share it.
#[derive(Clone, Default)]
pub(crate) struct WriterService(Arc<Mutex<WrittenResponse>>);

impl WriterService {
    /// A writer whose header has fields already.
    pub(crate) fn new(header: Header) -> Self {
        Self(Arc::new(Mutex::new(WrittenResponse { header, ..WrittenResponse::default() })))
    }

    /// What was written so far; nothing remains.
    pub(crate) fn take(&self) -> WrittenResponse {
        self.with(std::mem::take)
    }

    fn with<R>(&self, use_response: impl FnOnce(&mut WrittenResponse) -> R) -> R {
        use_response(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Service for WriterService {
    async fn call(&self, call: Call<'_>) -> Answer {
        match call.method() {
            "Plugin.Header" => call.answer_now(|(): ()| Ok(self.with(|response| response.header.clone()))).await,
            "Plugin.SyncHeader" => {
                call.answer_now(|header: Header| {
                    self.with(|response| response.header = header);
                    Ok(())
                })
                .await
            }
            "Plugin.WriteHeader" => {
                call.answer_now(|status: i64| {
                    let status = u16::try_from(status).ok().filter(|status| (100..=999).contains(status));
                    let status = status.ok_or_else(|| "invalid http status code".to_owned())?;
                    // The first one counts, as in Go.
                    self.with(|response| response.status.get_or_insert(status).to_owned());
                    Ok(())
                })
                .await
            }
            "Plugin.Write" => {
                call.answer_now(|piece: Vec<u8>| {
                    self.with(|response| {
                        response.status.get_or_insert(200);
                        response.writes.push(piece);
                    });
                    Ok(())
                })
                .await
            }
            "Plugin.Flush" => call.answer_now(|(): ()| Ok(())).await,
            _ => call.no_such_method().await,
        }
    }
}

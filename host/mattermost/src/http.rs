//! Requests to `/plugins/<id>/…`: the conversation about one request and its answer.

mod header;
mod request;
mod response;
mod response_writer;
mod serve;

use gob::Gob;

pub use header::Header;
pub use request::{BodyError, HttpRequest, RequestBody};
pub use response::HttpResponse;
pub(crate) use response_writer::WriterService;
pub use response_writer::WrittenResponse;
pub(crate) use serve::serve;

use crate::model::{Context, HttpRequestHead};

/// The argument of `ServeHTTP`.
#[derive(Default, Gob)]
pub(crate) struct ServeHttp {
    pub(crate) response_writer_stream: u32,
    pub(crate) request: HttpRequestHead,
    pub(crate) context: Context,
    /// 0: there is no body.
    pub(crate) request_body_stream: u32,
}

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
#[derive(Debug, Default, PartialEq, Gob)]
pub(crate) struct ServeHttp {
    pub(crate) response_writer_stream: u32,
    pub(crate) request: HttpRequestHead,
    pub(crate) context: Context,
    /// 0: there is no body.
    pub(crate) request_body_stream: u32,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use gob::{Decoder, Limits, Url};

    use super::*;

    /// Up to some 10.x the request is Go's own, with certificates and forms that are not used.
    #[test]
    fn the_request_of_an_older_server_is_read() {
        let digits = include_str!("../tests/golden/serve-http-9.11.hex").trim().as_bytes().chunks(2);
        let gob: Vec<u8> = digits.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect();
        let mut decoder = Decoder::new(Limits::default());
        decoder.feed(&gob);

        let conversation: ServeHttp = decoder.decode().unwrap().unwrap();

        let request = HttpRequestHead {
            method: "POST".into(),
            url: Url("/act?x=1".into()),
            proto: "HTTP/1.1".into(),
            proto_major: 1,
            proto_minor: 1,
            header: Header::from([("Mattermost-User-Id".into(), vec!["u1".into()])]),
            host: "h".into(),
            remote_addr: "1.2.3.4:5".into(),
            request_uri: "/plugins/demo/act?x=1".into(),
        };
        let context = Context { request_id: "r".into(), ..Context::default() };
        let expected = ServeHttp { response_writer_stream: 3, request, context, request_body_stream: 4 };
        assert_eq!(conversation, expected);
    }
}

//! Requests with bodies in both directions.

use std::collections::BTreeMap;

use gob::Url;
use mattermost::model::{Context, ErrorValue, HttpRequestHead};
use mattermost::{Api, Header, Hook, Hooks, HttpRequest, HttpResponse, WrittenResponse};

use crate::session::server_of;

const BODY_BYTES_MAX: usize = 5 * 1024 * 1024;

/// Answers the body that it gets.
struct Echo;

impl Hooks for Echo {
    fn implemented(&self) -> Vec<Hook> {
        vec![Hook::ServeHTTP]
    }

    async fn on_activate(&self, _: Api) -> Result<(), ErrorValue> {
        Ok(())
    }

    async fn serve_http(&self, request: HttpRequest) -> HttpResponse {
        let path = request.head.url.0.clone();
        match request.body.read(BODY_BYTES_MAX).await {
            Ok(body) if path == "/echo" => {
                HttpResponse::new(200).with_header("content-type", "text/plain").with_body(body)
            }
            Ok(_) if path == "/empty" => HttpResponse::new(200),
            Ok(_) => HttpResponse::new(404).with_header("x-path", path).with_body("nothing here"),
            Err(error) => HttpResponse::new(413).with_body(error.to_string()),
        }
    }
}

fn post(path: &str, body: &[u8]) -> HttpRequestHead {
    HttpRequestHead {
        method: "POST".into(),
        url: Url(path.into()),
        header: BTreeMap::from([("Content-Length".into(), vec![body.len().to_string()])]),
        remote_addr: "1.2.3.4:5".into(),
        ..HttpRequestHead::default()
    }
}

/// A request of the server itself, as it makes for a pressed button.
fn press(path: &str) -> HttpRequestHead {
    HttpRequestHead { method: "POST".into(), url: Url(path.into()), ..HttpRequestHead::default() }
}

async fn answer(head: HttpRequestHead, body: Vec<u8>) -> WrittenResponse {
    let (server, _session) = server_of(Echo).await;
    let preset = Header::from([("X-Request-Id".into(), vec!["r1".into()])]);
    server.serve_http(Context::default(), head, std::io::Cursor::new(body), preset).await.unwrap()
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index % 251) as u8).collect()
}

#[tokio::test]
async fn bodies_of_all_sizes_go_in_and_out() {
    for length in [0, 1, 64 * 1024, BODY_BYTES_MAX] {
        let body = bytes(length);

        let written = answer(post("/echo", &body), body.clone()).await;

        assert!(written.body() == body, "{length} bytes");
    }
}

#[tokio::test]
async fn a_body_of_unknown_length_goes_in() {
    let head = HttpRequestHead { header: BTreeMap::new(), ..post("/echo", b"") };

    assert_eq!(answer(head, bytes(300_000)).await.body(), bytes(300_000));
}

#[tokio::test]
async fn an_answer_keeps_the_fields_that_the_server_has_set() {
    let written = answer(post("/none", b"x"), b"x".to_vec()).await;

    let header = [("X-Path", "/none"), ("X-Request-Id", "r1")];
    let header = header.map(|(name, value)| (name.to_owned(), vec![value.to_owned()]));
    let writes = vec![b"nothing here".to_vec()];
    assert_eq!(written, WrittenResponse { status: Some(404), header: Header::from(header), writes });
}

#[tokio::test]
async fn an_empty_answer_writes_nothing() {
    let written = answer(post("/empty", b""), Vec::new()).await;

    let header = Header::from([("X-Request-Id".to_owned(), vec!["r1".to_owned()])]);
    assert_eq!(written, WrittenResponse { status: None, header, writes: Vec::new() });
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_and_without_announcement() {
    let body = bytes(BODY_BYTES_MAX + 1);
    let unannounced = HttpRequestHead { header: BTreeMap::new(), ..post("/echo", b"") };

    let written = [answer(post("/echo", &body), body.clone()).await, answer(unannounced, body).await];

    assert_eq!(
        written.map(|written| (written.status, String::from_utf8(written.body()).unwrap())),
        [
            (Some(413), "the body has more than 5242880 bytes".to_owned()),
            (Some(413), "the body has more than 5242880 bytes".to_owned()),
        ]
    );
}

#[tokio::test]
async fn long_answers_come_in_pieces() {
    let body = bytes(1024 * 1024 + 1);

    let written = answer(post("/echo", &body), body).await;

    let lengths: Vec<_> = written.writes.iter().map(Vec::len).collect();
    assert_eq!(lengths, [[64 * 1024; 16].as_slice(), &[1]].concat());
}

#[tokio::test]
async fn answers_within_the_server_are_one_write_of_any_length() {
    let body = bytes(1024 * 1024 + 1);

    let written = answer(press("/echo"), body.clone()).await;

    assert_eq!(written.writes.len(), 1);
    assert!(written.last_write() == body);
}

#[tokio::test]
async fn a_get_without_announced_body_does_not_wait_for_one() {
    let (server, _session) = server_of(Echo).await;
    let (_never_written, never_ends) = tokio::io::duplex(1);
    let head = HttpRequestHead { method: "GET".into(), header: BTreeMap::new(), ..post("/echo", b"") };

    let written = server.serve_http(Context::default(), head, never_ends, Header::new()).await.unwrap();

    assert_eq!(written.body(), b"");
}

#[tokio::test]
async fn requests_are_answered_at_once() {
    let (server, _session) = server_of(Echo).await;
    let requests: Vec<_> = (0..100)
        .map(|index: u64| {
            let server = server.clone();
            let body = index.to_le_bytes().to_vec();
            let head = post("/echo", &body);
            tokio::spawn(async move {
                let source = std::io::Cursor::new(body.clone());
                let written = server.serve_http(Context::default(), head, source, Header::new()).await.unwrap();
                (written.body(), body)
            })
        })
        .collect();

    for request in requests {
        let (answer, body) = request.await.unwrap();
        assert_eq!(answer, body);
    }
}

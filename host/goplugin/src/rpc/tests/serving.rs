use std::future::ready;
use std::sync::{Arc, Mutex};

use tokio::sync::{Barrier, oneshot};
use tokio::task::JoinHandle;

use super::*;
use crate::lock::lock;
use crate::rpc::{Answer, Call, ServeError, Service, serve};

/// As many calls run at once in the test of concurrency.
const CALLS: usize = 200;

struct Sample {
    all_running: Barrier,
    /// Who may finish when, for `Sample.InTurn`.
    turns: Mutex<Vec<Option<oneshot::Sender<()>>>>,
}

impl Service for Arc<Sample> {
    async fn call(&self, call: Call<'_>) -> Answer {
        match call.method() {
            "Sample.Length" => call.answer(|text: String| async move { Ok(text.len() as u64) }).await,
            "Sample.LengthNow" => call.answer_now(|text: String| Ok(text.len() as u64)).await,
            "Sample.Fail" => call.answer(|text: String| async move { Err::<(), _>(text) }).await,
            "Sample.Panic" => call.answer(|(): ()| async { if true { panic!("on purpose") } else { Ok(()) } }).await,
            "Sample.PanicEarly" => call.answer(|(): ()| if true { panic!("on purpose") } else { ready(Ok(())) }).await,
            "Sample.PanicNow" => call.answer_now(|(): ()| if true { panic!("on purpose") } else { Ok(()) }).await,
            "Sample.Nil" => call.answer(|(): ()| async { Ok(None::<String>) }).await,
            "Sample.InReverse" => {
                let sample = Arc::clone(self);
                call.answer(move |number: u64| async move { Ok(sample.in_reverse(number).await) }).await
            }
            method if method.starts_with("Sample.") => call.no_such_method().await,
            _ => call.no_such_service().await,
        }
    }
}

impl Sample {
    /// Returns its argument when all callers are there and those with higher numbers are done.
    async fn in_reverse(&self, number: u64) -> u64 {
        let (done, turn) = oneshot::channel();
        lock(&self.turns)[number as usize] = Some(done);
        self.all_running.wait().await;
        if (number as usize) < CALLS - 1 {
            turn.await.unwrap();
        }
        number
    }

    fn let_finish(&self, number: u64) {
        if let Some(done) = lock(&self.turns)[number as usize].take() {
            done.send(()).unwrap();
        }
    }
}

fn served_peer() -> (Arc<Sample>, Peer, JoinHandle<Result<(), ServeError>>) {
    let (connection, peer) = connection_with_peer();
    let turns = Mutex::new((0..CALLS).map(|_| None).collect());
    let sample = Arc::new(Sample { all_running: Barrier::new(CALLS), turns });
    let served = tokio::spawn(serve(connection, Limits::default(), Arc::clone(&sample)));
    (sample, peer, served)
}

#[tokio::test]
async fn a_reply_repeats_method_and_number() {
    let (_sample, mut peer, _served) = served_peer();
    for (seq, method) in [(0, "Sample.Length"), (u64::MAX, "Sample.LengthNow")] {
        peer.request(method, seq, &"four".to_owned()).await;
        let header: ResponseHeader = peer.receive().await;
        let expected = ResponseHeader { service_method: method.to_owned(), seq, error: String::new() };
        assert_eq!((header, peer.receive::<u64>().await), (expected, 4));
    }
}

#[tokio::test]
async fn all_calls_run_at_once_and_reply_in_the_order_they_finish() {
    let (sample, mut peer, _served) = served_peer();
    for number in 0..CALLS as u64 {
        peer.request("Sample.InReverse", number, &number).await;
    }
    for number in (0..CALLS as u64).rev() {
        assert_eq!(peer.reply().await, (number, Ok(number)));
        if number > 0 {
            sample.let_finish(number - 1);
        }
    }
}

#[tokio::test]
async fn failures_of_one_call_are_told_and_leave_the_connection_usable() {
    let (_sample, mut peer, _served) = served_peer();
    let text = |text: &str| text.to_owned();
    peer.request("Sample.Fail", 1, &text("boom")).await;
    assert_eq!(peer.reply::<()>().await, (1, Err(text("boom"))));
    peer.request("Sample.Fail", 2, &text("")).await;
    assert_eq!(peer.reply::<()>().await, (2, Err(text("unspecified error"))));
    peer.request("Sample.Nil", 3, &()).await;
    assert_eq!(peer.reply::<()>().await, (3, Err(text("gob: cannot encode nil outside a struct field"))));
    peer.request("Sample.Length", 4, &7_i64).await;
    let mismatch = text("gob: decoding into local type string, received remote type int");
    assert_eq!(peer.reply::<()>().await, (4, Err(mismatch)));
    peer.request("Sample.Length", 5, &text("fine")).await;
    assert_eq!(peer.reply().await, (5, Ok(4_u64)));
}

#[tokio::test]
async fn a_panic_anywhere_in_the_work_ends_one_call_and_is_told() {
    let (_sample, mut peer, _served) = served_peer();
    for method in ["Sample.Panic", "Sample.PanicEarly", "Sample.PanicNow"] {
        peer.request(method, 3, &()).await;
        assert_eq!(peer.reply::<()>().await, (3, Err(format!("{method} ended without a reply"))));
    }
    peer.request("Sample.Length", 4, &"fine".to_owned()).await;
    assert_eq!(peer.reply().await, (4, Ok(4_u64)));
}

#[tokio::test]
async fn unknown_methods_and_services_are_refused_in_gos_words_and_their_arguments_skipped() {
    let (_sample, mut peer, _served) = served_peer();
    peer.request("Sample.None", 1, &vec!["an".to_owned(), "argument".to_owned()]).await;
    peer.request("Other.Thing", 2, &vec![1_u64]).await;
    peer.request("Sample.Length", 3, &"fine".to_owned()).await;
    assert_eq!(peer.reply::<()>().await, (1, Err("rpc: can't find method Sample.None".to_owned())));
    assert_eq!(peer.reply::<()>().await, (2, Err("rpc: can't find service Other.Thing".to_owned())));
    assert_eq!(peer.reply().await, (3, Ok(4_u64)));
}

#[tokio::test]
async fn a_header_whose_argument_never_came_gets_no_reply() {
    let (_sample, mut peer, _served) = served_peer();
    for (seq, stray) in [(1, "Sample.Length"), (2, "Sample.None")] {
        peer.send(&RequestHeader { service_method: stray.to_owned(), seq }).await;
    }
    peer.request("Sample.Length", 3, &"fine".to_owned()).await;
    assert_eq!(peer.reply().await, (3, Ok(4_u64)));
}

#[tokio::test]
async fn requests_cut_at_every_byte_are_understood() {
    let (_sample, mut peer, _served) = served_peer();
    let mut bytes = peer.encode(&RequestHeader { service_method: "Sample.None".to_owned(), seq: 1 });
    bytes.extend(peer.encode(&vec!["a".to_owned(), "b".to_owned()]));
    bytes.extend(peer.encode(&RequestHeader { service_method: "Sample.Length".to_owned(), seq: 2 }));
    bytes.extend(peer.encode(&"fine".to_owned()));
    for byte in bytes {
        peer.pipe.write_all(&[byte]).await.unwrap();
        // The server runs now, so that every byte is a read of its own.
        tokio::task::yield_now().await;
    }
    assert_eq!(peer.reply::<()>().await, (1, Err("rpc: can't find method Sample.None".to_owned())));
    assert_eq!(peer.reply().await, (2, Ok(4_u64)));
}

#[tokio::test]
async fn serving_ends_with_the_connection() {
    let (_sample, peer, served) = served_peer();
    drop(peer);
    assert!(served.await.unwrap().is_ok());
}

#[tokio::test]
async fn serving_ends_with_an_error_if_the_connection_breaks_within_a_request() {
    let (_sample, mut peer, served) = served_peer();
    peer.send(&RequestHeader { service_method: "Sample.Length".to_owned(), seq: 1 }).await;
    drop(peer);
    let error = served.await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "the connection failed: unexpected end of file");
}

#[tokio::test]
async fn garbage_ends_serving_and_closes_the_connection() {
    let (_sample, mut peer, served) = served_peer();
    peer.pipe.write_all(&[0x02, 0x7e, 0x00]).await.unwrap();
    assert!(matches!(served.await.unwrap(), Err(ServeError::Unreadable(_))));
    assert_eq!(peer.pipe.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test]
async fn an_argument_beyond_the_limits_is_refused_and_ends_serving() {
    let (connection, mut peer) = connection_with_peer();
    let limits = Limits { message_bytes: 100, ..Limits::default() };
    let turns = Mutex::new(Vec::new());
    let sample = Arc::new(Sample { all_running: Barrier::new(1), turns });
    let served = tokio::spawn(serve(connection, limits, sample));
    peer.request("Sample.Length", 1, &"x".repeat(101)).await;
    assert_eq!(peer.reply::<()>().await, (1, Err("gob: more than 100 bytes in one value".to_owned())));
    assert!(matches!(served.await.unwrap(), Err(ServeError::Unreadable(_))));
}

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use gob::{DecodeError, EncodeError};

use super::*;
use crate::rpc::{Client, RpcError};

fn client_with_peer() -> (Client, Peer) {
    let (connection, peer) = connection_with_peer();
    (Client::start(connection, Limits::default()), peer)
}

#[tokio::test]
async fn a_request_names_its_method_and_its_number_from_zero() {
    let (client, mut peer) = client_with_peer();
    for seq in 0..3 {
        drop(client.call::<_, ()>("Plugin.KVGet", &"key".to_owned()));
        let header: RequestHeader = peer.receive().await;
        assert_eq!(header, RequestHeader { service_method: "Plugin.KVGet".to_owned(), seq });
        assert_eq!(peer.receive::<String>().await, "key");
    }
}

#[tokio::test]
async fn calls_answered_in_reverse_order_get_their_own_replies() {
    const CALLS: u64 = 200;
    let (client, mut peer) = client_with_peer();
    let calls: Vec<_> = (0..CALLS).map(|number| tokio::spawn(client.call("Plugin.Double", &number))).collect();
    let mut requests = Vec::new();
    for _ in 0..CALLS {
        let header: RequestHeader = peer.receive().await;
        requests.push((header.seq, peer.receive::<u64>().await));
    }
    for (seq, number) in requests.into_iter().rev() {
        peer.respond(seq, "", &(2 * number)).await;
    }
    for (number, call) in (0..CALLS).zip(calls) {
        assert_eq!(call.await.unwrap(), Ok(2 * number));
    }
}

#[tokio::test]
async fn errors_of_the_other_side_are_told_apart() {
    let (client, mut peer) = client_with_peer();
    let cases = [
        ("boom", RpcError::Remote("boom".to_owned())),
        ("rpc: can't find method Plugin.X", RpcError::NoSuchMethod("rpc: can't find method Plugin.X".to_owned())),
        ("rpc: can't find service Plugin.X", RpcError::NoSuchMethod("rpc: can't find service Plugin.X".to_owned())),
    ];
    for (seq, (text, expected)) in (0..).zip(cases) {
        let call = client.call::<_, u64>("Plugin.X", &());
        // Whatever follows an error is not the reply, also if it looks like one.
        peer.respond(seq, text, &7_u64).await;
        assert_eq!(call.await, Err(expected));
    }
}

#[tokio::test]
async fn a_reply_of_another_type_fails_only_its_call() {
    let (client, mut peer) = client_with_peer();
    let mistaken = client.call::<_, u64>("Plugin.X", &());
    let fine = client.call::<_, u64>("Plugin.X", &());
    peer.respond(0, "", &"text".to_owned()).await;
    peer.respond(1, "", &7_u64).await;
    let mismatch = DecodeError::Type { local: "uint64", remote: "string", field: None };
    assert_eq!(mistaken.await, Err(RpcError::Undecodable(mismatch)));
    assert_eq!(fine.await, Ok(7));
}

#[tokio::test]
async fn a_dropped_call_leaves_the_connection_usable() {
    let (client, mut peer) = client_with_peer();
    let mut dropped = Box::pin(client.call::<_, String>("Plugin.X", &()));
    assert!(dropped.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(dropped);
    peer.respond(0, "", &"nobody reads this".to_owned()).await;
    let call = client.call::<_, u64>("Plugin.X", &());
    peer.respond(1, "", &7_u64).await;
    assert_eq!(call.await, Ok(7));
}

#[tokio::test]
async fn a_reply_that_nobody_asked_for_is_discarded() {
    let (client, mut peer) = client_with_peer();
    peer.respond(99, "", &"who?".to_owned()).await;
    let call = client.call::<_, u64>("Plugin.X", &());
    peer.respond(0, "", &7_u64).await;
    assert_eq!(call.await, Ok(7));
}

#[tokio::test]
async fn an_argument_without_gob_form_is_never_sent() {
    let (client, mut peer) = client_with_peer();
    let nil = client.call::<Option<String>, u64>("Plugin.X", &None).await;
    assert_eq!(nil, Err(RpcError::Unencodable(EncodeError::Nil)));
    drop(client.call::<_, u64>("Plugin.Y", &()));
    assert_eq!(peer.receive::<RequestHeader>().await.service_method, "Plugin.Y");
}

#[tokio::test]
async fn all_calls_fail_when_the_peer_dies_and_so_do_later_ones() {
    let (client, mut peer) = client_with_peer();
    let running = [client.call::<_, u64>("Plugin.X", &()), client.call("Plugin.X", &())];
    peer.receive::<RequestHeader>().await;
    drop(peer);
    let lost = Err(RpcError::ConnectionLost("the peer closed the connection".to_owned()));
    for call in running {
        assert_eq!(call.await, lost);
    }
    assert_eq!(client.call::<_, u64>("Plugin.X", &()).await, lost);
}

#[tokio::test]
async fn garbage_ends_the_connection() {
    let (client, mut peer) = client_with_peer();
    let call = client.call::<_, u64>("Plugin.X", &());
    peer.pipe.write_all(&[0x02, 0x7e, 0x00]).await.unwrap();
    assert!(matches!(call.await, Err(RpcError::ConnectionLost(_))));
}

#[tokio::test]
async fn a_reply_cut_off_within_its_value_fails_its_call() {
    let (client, mut peer) = client_with_peer();
    let call = pin!(client.call::<_, String>("Plugin.X", &()));
    peer.send(&ResponseHeader::default()).await;
    let reply = peer.encode(&"half of this".to_owned());
    peer.pipe.write_all(&reply[..reply.len() / 2]).await.unwrap();
    drop(peer);
    let reason = "the connection failed: unexpected end of file".to_owned();
    assert_eq!(call.await, Err(RpcError::ConnectionLost(reason)));
}

#[tokio::test]
async fn the_connection_is_closed_with_the_last_client() {
    let (client, mut peer) = client_with_peer();
    drop(client.clone());
    drop(client);
    assert_eq!(peer.pipe.read(&mut [0]).await.unwrap(), 0);
}

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::yamux::SessionEnd;
use crate::yamux::frame::{ACK, RST, SYN};
use crate::yamux::session::BACKLOG_STREAMS_MAX;

#[tokio::test]
async fn inbound_streams_are_acknowledged_as_they_are_accepted_though_nothing_is_written() {
    let (_session, mut incoming, mut peer) = session_with_peer(Role::Server);
    for id in [1, 3, 5] {
        peer.send(Header::window_update(id, SYN, 0)).await;
    }
    let mut accepted = Vec::new();
    for id in [1, 3, 5] {
        accepted.push(incoming.next().await.unwrap());
        assert_eq!(peer.header().await, Header::window_update(id, ACK, 0));
    }
}

#[tokio::test]
async fn streams_of_each_role_have_their_own_ids_and_bring_their_first_bytes() {
    for (role, first, second) in [(Role::Server, 2, 4), (Role::Client, 1, 3)] {
        let (session, _incoming, mut peer) = session_with_peer(role);
        let _streams = (session.open(b"abcd").await.unwrap(), session.open(b"").await.unwrap());
        assert_eq!(peer.header().await, Header::window_update(first, SYN, 0));
        assert_eq!(peer.frame().await, (Header::data(first, 4), b"abcd".to_vec()));
        assert_eq!(peer.header().await, Header::window_update(second, SYN, 0));
    }
}

#[tokio::test]
async fn opening_waits_while_256_streams_are_unacknowledged() {
    let (session, _incoming, mut peer) = session_with_peer(Role::Server);
    let mut streams = Vec::new();
    for _ in 0..BACKLOG_STREAMS_MAX {
        streams.push(session.open(b"").await.unwrap());
    }
    let mut one_more = pin!(session.open(b""));
    assert!(one_more.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());

    peer.send(Header::window_update(4, ACK, 0)).await;

    assert!(one_more.await.is_ok());
}

#[tokio::test]
async fn a_reset_or_dropped_stream_makes_room_for_another() {
    let (session, _incoming, mut peer) = session_with_peer(Role::Server);
    let mut streams = Vec::new();
    for _ in 0..BACKLOG_STREAMS_MAX {
        streams.push(session.open(b"").await.unwrap());
    }
    peer.send(Header::window_update(2, RST, 0)).await;
    assert!(session.open(b"").await.is_ok());
}

#[tokio::test]
async fn streams_beyond_the_accept_backlog_are_reset() {
    let (_session, _incoming, mut peer) = session_with_peer(Role::Server);
    let last = 2 * BACKLOG_STREAMS_MAX as u32 + 1;
    for id in (1..=last).step_by(2) {
        peer.send(Header::window_update(id, SYN, 0)).await;
    }
    assert_eq!(peer.header().await, Header::window_update(last, RST, 0));
}

#[tokio::test]
async fn a_burst_of_streams_between_two_sessions_of_ours_loses_none() {
    let ((opener, _kept), (_acceptor, mut incoming)) = two_sessions();
    let opened = tokio::spawn(async move {
        let mut streams = Vec::new();
        for _ in 0..4 * BACKLOG_STREAMS_MAX {
            streams.push(opener.open(b"x").await.unwrap());
        }
        (opener, streams)
    });
    for _ in 0..4 * BACKLOG_STREAMS_MAX {
        let mut byte = [0];
        incoming.next().await.unwrap().read_exact(&mut byte).await.unwrap();
        assert_eq!(&byte, b"x");
    }
    opened.await.unwrap();
}

#[tokio::test]
async fn nothing_is_opened_once_the_peer_is_leaving_but_streams_go_on() {
    let (session, mut incoming, mut peer) = session_with_peer(Role::Server);
    peer.send(Header::window_update(1, SYN, 0)).await;
    let mut stream = incoming.next().await.unwrap();
    peer.send(Header { kind: Kind::GoAway, flags: 0, stream: 0, length: 0 }).await;
    peer.send_data(1, b"x").await;

    assert_eq!(stream.read_u8().await.unwrap(), b'x');
    assert_eq!(session.open(b"").await.err(), Some(SessionEnd::GoneAway(0)));
}

#[tokio::test]
async fn opening_on_a_closed_session_says_why() {
    let (session, _incoming, _peer) = session_with_peer(Role::Server);
    session.close();
    assert_eq!(session.open(b"").await.err(), Some(SessionEnd::Closed));
}

#[tokio::test]
async fn waiting_openers_learn_of_the_end() {
    let (session, _incoming, peer) = session_with_peer(Role::Server);
    let mut streams = Vec::new();
    for _ in 0..BACKLOG_STREAMS_MAX {
        streams.push(session.open(b"").await.unwrap());
    }
    let mut one_more = pin!(session.open(b""));
    assert!(matches!(one_more.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
    drop(peer);
    assert_eq!(one_more.await.err(), Some(SessionEnd::PeerClosed));
}

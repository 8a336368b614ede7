use super::*;
use crate::yamux::SessionEnd;
use crate::yamux::channel::WINDOW;
use crate::yamux::frame::{ACK, FIN, SYN};

const PROTOCOL_ERROR: Header = Header { kind: Kind::GoAway, flags: 0, stream: 0, length: 1 };

/// What `bytes` do to a plugin's session: its answers and its end.
async fn answers_to(bytes: &[u8]) -> (Vec<Header>, SessionEnd) {
    let (session, _incoming, mut peer) = session_with_peer(Role::Server);
    peer.pipe.write_all(bytes).await.unwrap();
    peer.pipe.shutdown().await.unwrap();
    let end = session.ended().await;
    (peer.rest().await, end)
}

fn bytes_of(frames: &[Header]) -> Vec<u8> {
    frames.iter().flat_map(Header::encode).collect()
}

#[tokio::test]
async fn broken_rules_end_the_session_with_a_protocol_error() {
    let syn = Header::window_update(1, SYN, 0);
    let fin = Header::window_update(1, FIN, 0);
    let cases = [
        (vec![syn, Header::data(1, WINDOW + 1)], "receive window exceeded"),
        (vec![syn, syn], "stream opened twice"),
        (vec![Header::window_update(2, SYN, 0)], "stream id of the other side"),
        (vec![Header::window_update(0, SYN, 0)], "stream id of the other side"),
        (vec![syn, fin, fin], "second FIN"),
        (vec![syn, fin, Header::data(1, 1)], "data after FIN"),
        (vec![syn, Header::window_update(1, 0, u32::MAX)], "send window overflow"),
    ];
    for (frames, reason) in cases {
        let (answers, end) = answers_to(&bytes_of(&frames)).await;
        assert_eq!(end, SessionEnd::Violation(reason));
        assert_eq!(answers.last(), Some(&PROTOCOL_ERROR), "{reason}");
    }
}

#[tokio::test]
async fn frames_of_unknown_version_or_type_end_the_session() {
    let mut version = Header::ping(SYN, 0).encode();
    version[0] = 1;
    let mut kind = Header::ping(SYN, 0).encode();
    kind[1] = 4;
    for (frame, reason) in [(version, "unknown yamux version"), (kind, "unknown frame type")] {
        assert_eq!(answers_to(&frame).await, (vec![PROTOCOL_ERROR], SessionEnd::Violation(reason)));
    }
}

#[tokio::test]
async fn frames_for_unknown_streams_are_drained_and_ignored() {
    let mut bytes = bytes_of(&[Header::window_update(9, 0, 5), Header::window_update(9, FIN, 0), Header::data(9, 3)]);
    bytes.extend(b"abc");
    bytes.extend(Header::ping(SYN, 7).encode());
    assert_eq!(answers_to(&bytes).await, (vec![Header::ping(ACK, 7)], SessionEnd::PeerClosed));
}

#[tokio::test]
async fn pings_are_answered_with_their_own_value() {
    let pings = bytes_of(&[Header::ping(SYN, 0), Header::ping(SYN, u32::MAX)]);
    let expected = vec![Header::ping(ACK, 0), Header::ping(ACK, u32::MAX)];
    assert_eq!(answers_to(&pings).await, (expected, SessionEnd::PeerClosed));
}

#[tokio::test]
async fn a_peer_that_reports_our_error_ends_the_session() {
    assert_eq!(answers_to(&PROTOCOL_ERROR.encode()).await, (vec![], SessionEnd::GoneAway(1)));
}

#[tokio::test]
async fn input_cut_at_every_byte_means_the_same() {
    let (session, mut incoming, mut peer) = session_with_peer(Role::Server);
    let mut bytes = bytes_of(&[Header::window_update(1, SYN, 0), Header::data(1, 5)]);
    bytes.extend(b"hello");
    bytes.extend(bytes_of(&[Header::ping(SYN, 3), Header::window_update(1, FIN, 0)]));
    for byte in bytes {
        peer.pipe.write_all(&[byte]).await.unwrap();
        // The session's tasks run now, so that every byte is a read of its own.
        tokio::task::yield_now().await;
    }
    let mut received = String::new();
    incoming.next().await.unwrap().read_to_string(&mut received).await.unwrap();
    assert_eq!(received, "hello");
    session.close();
    let expected = [Header::ping(ACK, 3), Header::window_update(1, ACK, 0), Header::window_update(1, FIN, 0)];
    assert_eq!(peer.rest().await, expected);
}

#[tokio::test(start_paused = true)]
async fn a_ping_goes_out_every_half_minute_and_its_answer_keeps_the_session() {
    let (_session, _incoming, mut peer) = session_with_peer(Role::Server);
    let start = tokio::time::Instant::now();
    for value in 1..=4 {
        assert_eq!(peer.header().await, Header::ping(SYN, value));
        assert_eq!(start.elapsed().as_secs(), u64::from(value) * 30);
        peer.send(Header::ping(ACK, value)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_unanswered_ping_ends_the_session_after_ten_seconds() {
    let (session, _incoming, peer) = session_with_peer(Role::Server);
    let start = tokio::time::Instant::now();
    assert_eq!(session.ended().await, SessionEnd::KeepAlive);
    assert_eq!(start.elapsed().as_secs(), 40);
    assert_eq!(peer.rest().await, [Header::ping(SYN, 1)]);
}

#[tokio::test]
async fn a_peer_that_floods_without_reading_is_given_up() {
    let (session, _incoming, mut peer) = session_with_peer(Role::Server);
    let flood = Header::ping(SYN, 1).encode().repeat(10_000);
    while peer.pipe.write_all(&flood).await.is_ok() {}
    assert_eq!(session.ended().await, SessionEnd::Violation("sends without reading"));
}

use std::io::ErrorKind;

use super::*;
use crate::yamux::frame::{ACK, FIN, RST, SYN};
use crate::yamux::{SessionEnd, Stream};

async fn opened() -> (Session, Incoming, Peer, Stream) {
    let (session, incoming, mut peer) = session_with_peer(Role::Server);
    let stream = session.open(b"").await.unwrap();
    assert_eq!(peer.header().await, Header::window_update(2, SYN, 0));
    peer.send(Header::window_update(2, ACK, 0)).await;
    (session, incoming, peer, stream)
}

async fn read_all(stream: &mut Stream) -> (Vec<u8>, Result<(), ErrorKind>) {
    let mut bytes = Vec::new();
    let result = stream.read_to_end(&mut bytes).await;
    (bytes, result.map(drop).map_err(|error| error.kind()))
}

#[tokio::test]
async fn fin_is_sent_exactly_once() {
    let (session, _incoming, peer, mut stream) = opened().await;
    stream.shutdown().await.unwrap();
    stream.shutdown().await.unwrap();
    let (read, write) = stream.into_split();
    drop((read, write));
    session.close();
    assert_eq!(peer.rest().await, [Header::window_update(2, FIN, 0)]);
}

#[tokio::test]
async fn peer_may_send_after_our_fin() {
    let (_session, _incoming, mut peer, mut stream) = opened().await;
    stream.shutdown().await.unwrap();
    assert_eq!(stream.write(b"late").await.unwrap_err().kind(), ErrorKind::BrokenPipe);
    peer.send_data(2, b"still here").await;
    peer.send(Header::window_update(2, FIN, 0)).await;
    assert_eq!(read_all(&mut stream).await, (b"still here".to_vec(), Ok(())));
}

#[tokio::test]
async fn we_may_send_after_the_peers_fin() {
    let (_session, _incoming, mut peer, mut stream) = opened().await;
    // As Go may send it: data and FIN in one frame.
    peer.send(Header { flags: FIN, ..Header::data(2, 3) }).await;
    peer.pipe.write_all(b"end").await.unwrap();
    assert_eq!(read_all(&mut stream).await, (b"end".to_vec(), Ok(())));
    stream.write_all(b"answer").await.unwrap();
    assert_eq!(peer.frame().await, (Header::data(2, 6), b"answer".to_vec()));
}

#[tokio::test]
async fn dropping_a_stream_closes_it() {
    let (session, _incoming, peer, stream) = opened().await;
    drop(stream);
    session.close();
    assert_eq!(peer.rest().await, [Header::window_update(2, FIN, 0)]);
}

#[tokio::test]
async fn dropping_the_writing_half_sends_fin_and_reading_goes_on() {
    let (_session, _incoming, mut peer, stream) = opened().await;
    let (mut read, write) = stream.into_split();
    drop(write);
    assert_eq!(peer.header().await, Header::window_update(2, FIN, 0));
    peer.send_data(2, b"x").await;
    assert_eq!(read.read_u8().await.unwrap(), b'x');
}

#[tokio::test]
async fn dropping_a_stream_with_unread_bytes_resets_it() {
    let (session, mut incoming, mut peer) = session_with_peer(Role::Server);
    peer.send(Header::window_update(1, SYN, 0)).await;
    peer.send_data(1, b"ab").await;
    let mut stream = incoming.next().await.unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), b'a');
    drop(stream);
    session.close();
    assert_eq!(peer.rest().await, [Header::window_update(1, ACK, 0), Header::window_update(1, RST, 0)]);
}

#[tokio::test]
async fn data_for_a_dropped_stream_is_answered_with_one_reset() {
    let (session, _incoming, mut peer, stream) = opened().await;
    drop(stream);
    peer.send_data(2, b"late").await;
    peer.send_data(2, b"later").await;
    peer.send(Header::ping(SYN, 1)).await;
    assert_eq!(peer.header().await, Header::window_update(2, FIN, 0));
    assert_eq!(peer.header().await, Header::window_update(2, RST, 0));
    assert_eq!(peer.header().await, Header::ping(ACK, 1));
    session.close();
    assert_eq!(peer.rest().await, []);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_stream_that_the_peer_never_closes_is_reset_after_five_minutes() {
    let (_session, _incoming, mut peer, stream) = opened().await;
    drop(stream);
    assert_eq!(peer.header().await, Header::window_update(2, FIN, 0));
    let start = tokio::time::Instant::now();
    loop {
        match peer.header().await {
            ping if ping.kind == Kind::Ping => peer.send(Header::ping(ACK, ping.length)).await,
            other => break assert_eq!(other, Header::window_update(2, RST, 0)),
        }
    }
    assert_eq!(start.elapsed().as_secs() / 60, 5);
}

#[tokio::test]
async fn a_reset_ends_both_directions() {
    let (_session, _incoming, mut peer, mut stream) = opened().await;
    peer.send_data(2, b"arrived").await;
    peer.send(Header::window_update(2, RST, 0)).await;
    assert_eq!(read_all(&mut stream).await, (b"arrived".to_vec(), Err(ErrorKind::ConnectionReset)));
    assert_eq!(stream.write(b"x").await.unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_lost_connection_is_not_mistaken_for_the_end_of_a_stream() {
    let (session, _incoming, mut peer, mut stream) = opened().await;
    peer.send_data(2, b"half of it").await;
    drop(peer);
    assert_eq!(session.ended().await, SessionEnd::PeerClosed);
    assert_eq!(read_all(&mut stream).await, (b"half of it".to_vec(), Err(ErrorKind::ConnectionAborted)));
}

#[tokio::test]
async fn closing_a_session_writes_what_is_queued_and_ends_every_stream() {
    let (session, mut incoming, peer, mut stream) = opened().await;
    stream.write_all(b"last words").await.unwrap();
    session.close();
    assert_eq!(peer.rest().await, [Header::data(2, 10)]);
    assert_eq!(read_all(&mut stream).await, (Vec::new(), Err(ErrorKind::ConnectionAborted)));
    assert!(incoming.next().await.is_none());
    assert_eq!(session.ended().await, SessionEnd::Closed);
}

#[tokio::test]
async fn a_session_is_closed_with_its_last_handle() {
    let (session, _incoming, peer, _stream) = opened().await;
    let ended = session.ended();
    drop(session.clone());
    drop(session);
    assert_eq!(ended.await, SessionEnd::Closed);
    assert_eq!(peer.rest().await, []);
}

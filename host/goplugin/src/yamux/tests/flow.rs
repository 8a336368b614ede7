use super::*;
use crate::yamux::channel::WINDOW;
use crate::yamux::frame::{ACK, SYN};

const HALF: usize = WINDOW as usize / 2;

async fn accepted() -> (Session, Incoming, Peer, crate::yamux::Stream) {
    let (session, mut incoming, mut peer) = session_with_peer(Role::Server);
    peer.send(Header::window_update(1, SYN, 0)).await;
    let stream = incoming.next().await.unwrap();
    assert_eq!(peer.header().await, Header::window_update(1, ACK, 0));
    (session, incoming, peer, stream)
}

#[tokio::test]
async fn a_writer_stops_at_the_window_and_goes_on_when_granted() {
    let (_session, _incoming, mut peer, mut stream) = accepted().await;
    let writer = tokio::spawn(async move {
        stream.write_all(&vec![7; WINDOW as usize + 10]).await.unwrap();
        stream
    });
    let mut received = 0;
    while received < WINDOW {
        received += peer.header().await.length;
    }
    assert_eq!(received, WINDOW);
    assert!(!writer.is_finished());

    peer.send(Header::window_update(1, 0, 10)).await;

    assert_eq!(peer.frame().await, (Header::data(1, 10), vec![7; 10]));
    writer.await.unwrap();
}

#[tokio::test]
async fn consumed_bytes_are_granted_again_once_they_are_half_the_window() {
    let (_session, _incoming, mut peer, mut stream) = accepted().await;
    peer.send_data(1, &vec![1; WINDOW as usize]).await;

    stream.read_exact(&mut vec![0; HALF - 1]).await.unwrap();
    stream.read_exact(&mut [0; 2]).await.unwrap();

    // Nothing was granted for the first read, all of both for the second.
    assert_eq!(peer.header().await, Header::window_update(1, 0, HALF as u32 + 1));
    peer.send_data(1, &vec![2; HALF + 1]).await;
    let mut rest = vec![0; WINDOW as usize];
    stream.read_exact(&mut rest).await.unwrap();
    assert_eq!(rest.iter().map(|&byte| usize::from(byte)).sum::<usize>(), HALF - 1 + 2 * (HALF + 1));
}

#[tokio::test]
async fn a_grant_wakes_a_writer_that_another_half_does_not_block() {
    let (_session, _incoming, mut peer, stream) = accepted().await;
    let (mut read, mut write) = stream.into_split();
    let reader = tokio::spawn(async move { read.read_u8().await.unwrap() });
    let writer = tokio::spawn(async move {
        write.write_all(&vec![0; WINDOW as usize + 1]).await.unwrap();
        write
    });
    let mut received = 0;
    while received < WINDOW {
        received += peer.header().await.length;
    }
    peer.send(Header::window_update(1, 0, 1)).await;
    peer.send_data(1, b"r").await;
    assert_eq!(peer.header().await, Header::data(1, 1));
    assert_eq!(reader.await.unwrap(), b'r');
    writer.await.unwrap();
}

use goplugin::yamux::Stream;
use goplugin::{PullReader, serve_pull};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{Pair, connected, read_all};

/// A stream from the plugin to the application: the reading and the serving side.
async fn stream(pair: &Pair) -> (Stream, Stream) {
    let offer = pair.application.broker().offer();
    let id = offer.id();
    let (serving, reading) = tokio::join!(offer.accept(), pair.plugin.broker().dial(id));
    (reading.unwrap(), serving.unwrap())
}

fn body(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index >> 2) as u8).collect()
}

#[tokio::test]
async fn bodies_of_every_size_arrive_whole() {
    let pair = connected().await;
    for length in [0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 5 * 1024 * 1024] {
        let (reading, serving) = stream(&pair).await;
        let source = std::io::Cursor::new(body(length));
        let (served, received) = tokio::join!(serve_pull(source, serving), read_all(PullReader::new(reading)));
        assert!(served.is_ok(), "{length}");
        assert!(received == body(length), "{length}");
    }
}

#[tokio::test]
async fn a_reader_that_stops_early_ends_serving() {
    let pair = connected().await;
    let (reading, serving) = stream(&pair).await;
    let served = tokio::spawn(serve_pull(tokio::io::repeat(7), serving));
    let mut reader = PullReader::new(reading);
    assert_eq!(reader.read_u8().await.unwrap(), 7);
    drop(reader);
    assert!(served.await.unwrap().is_err());
}

#[tokio::test]
async fn serving_answers_the_requests_of_a_go_reader() {
    let pair = connected().await;
    let (mut reading, serving) = stream(&pair).await;
    let served = tokio::spawn(serve_pull(&b"BODY"[..], serving));
    // 3 bytes, then 508, as Go's varints.
    reading.write_all(&[0x06]).await.unwrap();
    let mut first = [0; 3];
    reading.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"BOD");
    reading.write_all(&[0xf8, 0x07]).await.unwrap();
    assert_eq!(read_all(&mut reading).await, b"Y");
    drop(reading);
    assert!(served.await.unwrap().is_ok());
}

#[tokio::test]
async fn the_reader_asks_ahead_in_gos_varints() {
    let pair = connected().await;
    let (reading, mut serving) = stream(&pair).await;
    let received = tokio::spawn(read_all(PullReader::new(reading)));
    // Twice 65536.
    let mut requests = [0; 6];
    serving.read_exact(&mut requests).await.unwrap();
    assert_eq!(requests, [0x80, 0x80, 0x08, 0x80, 0x80, 0x08]);
    serving.write_all(b"BODY").await.unwrap();
    serving.shutdown().await.unwrap();
    assert_eq!(received.await.unwrap(), b"BODY");
}

#[tokio::test]
async fn a_request_that_makes_no_sense_ends_serving() {
    let pair = connected().await;
    for nonsense in [&[0x01][..], &[0xff; 10]] {
        let (mut reading, serving) = stream(&pair).await;
        let served = tokio::spawn(serve_pull(&b"BODY"[..], serving));
        reading.write_all(nonsense).await.unwrap();
        assert_eq!(read_all(&mut reading).await, b"");
        drop(reading);
        assert_eq!(served.await.unwrap().unwrap_err().kind(), std::io::ErrorKind::InvalidData);
    }
}

use super::*;
use crate::yamux::{ReadHalf, WriteHalf};

const BODY_BYTES: usize = 5 * 1024 * 1024;

/// Repeats with a period that no frame or window has.
fn body(seed: u8) -> Vec<u8> {
    let period: Vec<u8> = (0..251).map(|index| index ^ seed).collect();
    period.repeat(BODY_BYTES / period.len())
}

async fn send(mut write: WriteHalf, bytes: Vec<u8>) {
    write.write_all(&bytes).await.unwrap();
    write.shutdown().await.unwrap();
}

async fn receive(mut read: ReadHalf) -> Vec<u8> {
    let mut bytes = Vec::new();
    read.read_to_end(&mut bytes).await.unwrap();
    bytes
}

/// Sends a body of 5 MiB each way on each of `streams` streams at once.
async fn exchange((plugin, application): ((Session, Incoming), (Session, Incoming)), streams: u8) {
    let (plugin, _no_incoming) = plugin;
    let (_application, mut incoming) = application;
    let tasks: Vec<_> = (0..streams)
        .map(|seed| {
            let plugin = plugin.clone();
            tokio::spawn(async move {
                let (read, write) = plugin.open(b"").await.unwrap().into_split();
                tokio::join!(send(write, body(seed)), receive(read)).1 == body(seed)
            })
        })
        .collect();
    for _ in 0..streams {
        let (mut read, mut write) = incoming.next().await.unwrap().into_split();
        tokio::spawn(async move {
            tokio::io::copy(&mut read, &mut write).await.unwrap();
            write.shutdown().await.unwrap();
        });
    }
    for task in tasks {
        assert!(task.await.unwrap(), "the body came back changed");
    }
}

#[tokio::test]
async fn bodies_larger_than_the_window_pass_in_both_directions() {
    exchange(two_sessions(), 4).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_larger_than_the_window_pass_over_a_socket_on_two_threads() {
    let (ours, theirs) = tokio::net::UnixStream::pair().unwrap();
    let plugin = Session::start(Role::Server, ours.into());
    let application = Session::start(Role::Client, theirs.into());
    exchange((plugin, application), 8).await;
}

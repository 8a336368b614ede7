//! A component that misbehaves a thousand times.

use std::net::TcpListener;

use peer::{Request, Server};
use tokio::task::JoinSet;

use super::{probe, say};

const FAULTS: usize = 1000;
/// Faults at the same time.
const AT_ONCE: usize = 16;

/// What goes wrong.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Trap,
    MemoryBomb,
    /// Whom the component asks does not answer.
    SlowUpstream,
    /// Cut after seconds: there are fewer of them.
    EndlessLoop,
}

impl Fault {
    fn of(number: usize) -> Self {
        match number % 100 {
            0..2 => Self::EndlessLoop,
            2..10 => Self::SlowUpstream,
            10..40 => Self::MemoryBomb,
            _ => Self::Trap,
        }
    }

    async fn happen(self, server: &Server, upstream: &str) {
        let answer = match self {
            Self::Trap => say(server, "/probe panic").await,
            Self::MemoryBomb => say(server, "/probe eat").await,
            Self::SlowUpstream => say(server, &format!("/probe fetch {upstream}/")).await,
            Self::EndlessLoop => server.http(Request::new("GET", "/plugins/probe/spin")).await.text(),
        };
        let expected = match self {
            Self::Trap | Self::MemoryBomb => "The plugin failed.",
            Self::SlowUpstream => "Timeout",
            Self::EndlessLoop => "The plugin took too long and was stopped.",
        };
        assert!(answer.contains(expected), "{self:?}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_faults_end_no_process_and_every_ping_is_answered() {
    // Connections wait in its queue for ever.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let upstream = format!("http://{}", silent.local_addr().unwrap());
    let builder = probe().setting("Origin", upstream.clone().into()).setting("TimeoutSeconds", 1.into());
    let server = builder.start().await.unwrap();
    let process_id = server.process_id();
    let mut storm = JoinSet::new();
    for number in 0..FAULTS {
        if storm.len() == AT_ONCE {
            storm.join_next().await.unwrap().unwrap();
            assert_eq!(server.ping().await, Ok(()), "after {number} faults");
        }
        let (server, upstream) = (server.clone(), upstream.clone());
        storm.spawn(async move { Fault::of(number).happen(&server, &upstream).await });
    }
    while let Some(ended) = storm.join_next().await {
        ended.unwrap();
        assert_eq!(server.ping().await, Ok(()));
    }
    assert_eq!((server.process_id(), say(&server, "/probe").await.as_str()), (process_id, "pong"));
}

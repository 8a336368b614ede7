//! Finds out that a peer is gone although its connection looks open.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::frame::{Header, SYN};
use super::session::Shared;

/// As the Go library has them.
pub(super) const PING_INTERVAL: Duration = Duration::from_secs(30);
pub(super) const PONG_LIMIT: Duration = Duration::from_secs(10);

/// Abandoned streams live for this many pings, five minutes in all, if the peer does not close them.
const ABANDONED_SWEEPS_MAX: u8 = 10;

/// Returns when the peer left a ping unanswered.
pub(super) async fn run(shared: &Shared) {
    let mut pong = shared.pong.subscribe();
    for value in 1.. {
        sleep(PING_INTERVAL).await;
        shared.sweep(ABANDONED_SWEEPS_MAX);
        shared.send(Header::ping(SYN, value));
        shared.outbox.flush();
        if timeout(PONG_LIMIT, pong.wait_for(|answer| *answer == value)).await.is_err() {
            return;
        }
    }
}

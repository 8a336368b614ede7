//! Extra streams by number: one side offers a number in some RPC value, the other dials it.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::time::{error::Elapsed, timeout};

use crate::lock::lock;
use crate::yamux::{Incoming, Session, SessionEnd, Stream};

/// How long an offer waits for the peer to dial.
const ACCEPT_LIMIT: Duration = Duration::from_secs(5);

/// How long a dialled peer may take to answer. A Go peer gives up on a number that nobody offers after five seconds.
const DIAL_LIMIT: Duration = Duration::from_secs(10);

/// Offers and dials streams; cheap to clone.
#[derive(Clone)]
pub struct Broker {
    shared: Arc<Shared>,
}

/// A number that the peer may dial once. Dropping it withdraws the offer.
pub struct Offer {
    id: u32,
    stream: oneshot::Receiver<Stream>,
    shared: Arc<Shared>,
}

/// No stream came about.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// Nobody dialled the offer, or nobody answered the dial.
    #[error("timeout waiting for the other side of stream {0}")]
    Timeout(u32),
    /// The session is over.
    #[error(transparent)]
    Session(#[from] SessionEnd),
    /// The peer closed the stream instead of answering: it does not offer this number.
    #[error("the peer does not offer stream {id}: {source}")]
    Refused {
        /// The dialled number.
        id: u32,
        /// How the stream ended.
        source: io::Error,
    },
    /// The peer answered with another number.
    #[error("bad answer {answer} to dialling stream {id}")]
    BadAnswer {
        /// The dialled number.
        id: u32,
        /// What came back.
        answer: u32,
    },
}

struct Shared {
    session: Session,
    last_id: AtomicU32,
    offers: Mutex<HashMap<u32, oneshot::Sender<Stream>>>,
}

impl Broker {
    /// Takes all further streams of a session; spawns a task that ends with it.
    pub fn start(session: Session, mut incoming: Incoming) -> Self {
        let shared = Arc::new(Shared { session, last_id: AtomicU32::new(0), offers: Mutex::default() });
        let broker = Self { shared: Arc::clone(&shared) };
        let offers = Arc::downgrade(&shared);
        drop(shared);
        tokio::spawn(async move {
            while let Some(stream) = incoming.next().await {
                let Some(shared) = offers.upgrade() else {
                    return;
                };
                // Each in its own task: a peer that opens a stream and sends no number must not hold up the others.
                tokio::spawn(timeout(ACCEPT_LIMIT, async move { shared.hand_over(stream).await }));
            }
        });
        broker
    }

    /// Offers a new number, counted from 1. Tell it to the peer, then [`Offer::accept`].
    pub fn offer(&self) -> Offer {
        let id = self.shared.last_id.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let (sender, stream) = oneshot::channel();
        lock(&self.shared.offers).insert(id, sender);
        Offer { id, stream, shared: Arc::clone(&self.shared) }
    }

    /// Opens the stream that the peer offers under `id`.
    ///
    /// # Errors
    /// The peer does not offer it, does not answer within ten seconds, or the session is over.
    pub async fn dial(&self, id: u32) -> Result<Stream, BrokerError> {
        let dialled = timeout(DIAL_LIMIT, async {
            let mut stream = self.shared.session.open(&id.to_le_bytes()).await?;
            let answer = stream.read_u32_le().await.map_err(|source| BrokerError::Refused { id, source })?;
            if answer == id { Ok(stream) } else { Err(BrokerError::BadAnswer { id, answer }) }
        });
        dialled.await.unwrap_or_else(|_: Elapsed| Err(BrokerError::Timeout(id)))
    }
}

impl Offer {
    /// The number to tell the peer.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Waits until the peer has dialled, five seconds at most; it may have done so before.
    ///
    /// # Errors
    /// Nobody dialled.
    pub async fn accept(mut self) -> Result<Stream, BrokerError> {
        match timeout(ACCEPT_LIMIT, &mut self.stream).await {
            Ok(Ok(stream)) => Ok(stream),
            Ok(Err(_)) | Err(_) => Err(BrokerError::Timeout(self.id)),
        }
    }
}

impl Drop for Offer {
    fn drop(&mut self) {
        lock(&self.shared.offers).remove(&self.id);
    }
}

impl Shared {
    /// Gives a stream to the offer that its first four bytes name. Without one the stream is closed by its drop: the
    /// peer learns every number from an offer, so no offer can follow.
    async fn hand_over(&self, mut stream: Stream) -> Option<()> {
        let id = stream.read_u32_le().await.ok()?;
        let offer = lock(&self.offers).remove(&id)?;
        stream.write_u32_le(id).await.ok()?;
        offer.send(stream).ok()
    }
}

//! The right of one node to run a job (requirements 12.2).

use std::future::Future;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// How long a lease counts without renewal.
pub const TTL: Duration = Duration::from_secs(60);
/// How often its holder renews it.
pub const RENEW: Duration = Duration::from_secs(20);

/// Where leases live: the plugin's key-value store.
pub trait LeaseStore: Send + Sync {
    /// Why a call failed; the lease counts as not held then.
    type Error: std::fmt::Display + Send;

    /// The stored document.
    fn get(&self, key: &str) -> impl Future<Output = Result<Option<Vec<u8>>, Self::Error>> + Send;
    /// Writes `new` if the stored document is `old`.
    fn compare_and_set(
        &self,
        key: &str,
        old: Option<&[u8]>,
        new: &[u8],
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;
}

/// One node's view of one lease.
///
/// Nodes do not trust each other's clocks: another node's lease has expired when its document has not changed for
/// [`TTL`] by *this* node's monotonic clock. `until` is for people who look into the store.
#[derive(Debug)]
pub struct Lease {
    key: String,
    node: String,
    held: Option<Held>,
    seen: Option<(Vec<u8>, Instant)>,
}

#[derive(Debug)]
struct Held {
    stored: Vec<u8>,
    fence: u64,
    renewed: Instant,
}

/// `lease/<job>`: who, with which fence, until when (milliseconds since 1970). No node: given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Document {
    v: u32,
    node: String,
    fence: u64,
    until: u64,
}

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// For measuring.
    pub instant: Instant,
    /// For people: milliseconds since 1970.
    pub unix_millis: u64,
}

impl Lease {
    /// The lease of `job` as `node` sees it.
    #[must_use]
    pub fn new(job: &str, node: &str) -> Self {
        Self { key: format!("lease/{job}"), node: node.to_owned(), held: None, seen: None }
    }

    /// Takes the lease or keeps it. The fence if this node holds it afterwards; it rises with every change of holder.
    ///
    /// # Errors
    /// Of the store. A held lease stays held until somebody else takes it.
    pub async fn hold<S: LeaseStore>(&mut self, store: &S, now: Moment) -> Result<Option<u64>, S::Error> {
        if let Some(held) = &self.held {
            if now.instant.duration_since(held.renewed) < RENEW {
                return Ok(Some(held.fence));
            }
            let (old, fence) = (held.stored.clone(), held.fence);
            if self.write(store, Some(&old), &self.node.clone(), fence, now).await? {
                return Ok(Some(fence));
            }
            self.held = None;
        }
        let stored = store.get(&self.key).await?;
        let Some(fence) = self.next_fence(stored.as_deref(), now) else { return Ok(None) };
        let taken = self.write(store, stored.as_deref(), &self.node.clone(), fence, now).await?;
        Ok(taken.then_some(fence))
    }

    /// Gives the lease back, so that another node need not wait for it to expire.
    ///
    /// # Errors
    /// Of the store.
    pub async fn release<S: LeaseStore>(&mut self, store: &S, now: Moment) -> Result<(), S::Error> {
        if let Some(held) = self.held.take() {
            self.write(store, Some(&held.stored), "", held.fence, now).await?;
            self.held = None;
        }
        Ok(())
    }

    /// The fence this node would hold with, or `None` while another node's lease counts.
    fn next_fence(&mut self, stored: Option<&[u8]>, now: Moment) -> Option<u64> {
        let Some(stored) = stored else { return Some(1) };
        let document: Option<Document> = serde_json::from_slice(stored).ok();
        // What is no lease document expires like one; the time as fence is above every fence counted so far.
        let fence = document.as_ref().map_or(now.unix_millis, |document| document.fence) + 1;
        match document {
            Some(document) if document.node.is_empty() => return Some(fence),
            // Our own write whose answer was lost.
            Some(document) if document.node == self.node => return Some(document.fence),
            _ => {}
        }
        match &self.seen {
            Some((seen, since)) if seen == stored => (now.instant.duration_since(*since) >= TTL).then_some(fence),
            _ => {
                self.seen = Some((stored.to_vec(), now.instant));
                None
            }
        }
    }

    async fn write<S: LeaseStore>(
        &mut self,
        store: &S,
        old: Option<&[u8]>,
        node: &str,
        fence: u64,
        now: Moment,
    ) -> Result<bool, S::Error> {
        let until = now.unix_millis + u64::try_from(TTL.as_millis()).unwrap_or(u64::MAX);
        let document = Document { v: 1, node: node.to_owned(), fence, until };
        let new = serde_json::to_vec(&document).unwrap_or_default();
        let written = store.compare_and_set(&self.key, old, &new).await?;
        if written {
            self.held = Some(Held { stored: new, fence, renewed: now.instant });
            self.seen = None;
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::collections::HashMap;
    use std::convert::Infallible;
    use std::sync::Mutex;
    use std::time::{Duration, Instant};

    use super::{Lease, LeaseStore, Moment, RENEW, TTL};

    #[derive(Default)]
    struct Store(Mutex<HashMap<String, Vec<u8>>>);

    impl LeaseStore for Store {
        type Error = Infallible;

        async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Infallible> {
            Ok(self.0.lock().unwrap().get(key).cloned())
        }

        async fn compare_and_set(&self, key: &str, old: Option<&[u8]>, new: &[u8]) -> Result<bool, Infallible> {
            let mut stored = self.0.lock().unwrap();
            let fits = stored.get(key).map(Vec::as_slice) == old;
            if fits {
                stored.insert(key.to_owned(), new.to_vec());
            }
            Ok(fits)
        }
    }

    /// Two nodes, one store and a clock that the test turns.
    struct Stage {
        store: Store,
        start: Instant,
        a: Lease,
        b: Lease,
    }

    impl Stage {
        fn new() -> Self {
            Self {
                store: Store::default(),
                start: Instant::now(),
                a: Lease::new("poll", "a"),
                b: Lease::new("poll", "b"),
            }
        }

        fn at(&self, after: Duration) -> Moment {
            Moment { instant: self.start + after, unix_millis: 1_000 + u64::try_from(after.as_millis()).unwrap() }
        }

        async fn a_holds(&mut self, after: Duration) -> Option<u64> {
            let now = self.at(after);
            self.a.hold(&self.store, now).await.unwrap()
        }

        async fn b_holds(&mut self, after: Duration) -> Option<u64> {
            let now = self.at(after);
            self.b.hold(&self.store, now).await.unwrap()
        }
    }

    #[tokio::test]
    async fn the_first_node_holds_and_the_second_waits() {
        let mut stage = Stage::new();
        assert_eq!(stage.a_holds(Duration::ZERO).await, Some(1));
        assert_eq!(stage.b_holds(Duration::ZERO).await, None);
        let stored = stage.store.0.lock().unwrap()["lease/poll"].clone();
        assert_eq!(String::from_utf8(stored).unwrap(), r#"{"v":1,"node":"a","fence":1,"until":61000}"#);
    }

    #[tokio::test]
    async fn a_renewed_lease_never_expires_for_others() {
        let mut stage = Stage::new();
        for round in 0..10 {
            assert_eq!(stage.a_holds(RENEW * round).await, Some(1));
            assert_eq!(stage.b_holds(RENEW * round).await, None);
        }
    }

    #[tokio::test]
    async fn a_silent_holder_loses_after_the_time_to_live_and_the_fence_rises() {
        let mut stage = Stage::new();
        stage.a_holds(Duration::ZERO).await;
        assert_eq!(stage.b_holds(Duration::ZERO).await, None);
        assert_eq!(stage.b_holds(TTL - Duration::from_millis(1)).await, None);
        assert_eq!(stage.b_holds(TTL).await, Some(2));
        assert_eq!(stage.a_holds(TTL).await, None, "the old holder's renewal must fail");
    }

    #[tokio::test]
    async fn a_released_lease_is_free_at_once_and_the_fence_still_rises() {
        let mut stage = Stage::new();
        stage.a_holds(Duration::ZERO).await;
        let now = stage.at(Duration::ZERO);
        stage.a.release(&stage.store, now).await.unwrap();
        assert_eq!(stage.b_holds(Duration::ZERO).await, Some(2));
    }

    #[tokio::test]
    async fn a_broken_document_expires_and_the_fence_is_above_all_before() {
        let mut stage = Stage::new();
        stage.store.0.lock().unwrap().insert("lease/poll".into(), b"?".to_vec());
        assert_eq!(stage.b_holds(Duration::ZERO).await, None);
        assert_eq!(stage.b_holds(TTL).await, Some(61_001));
    }
}

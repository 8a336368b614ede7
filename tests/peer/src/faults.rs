//! What a test lets go wrong: failing, held back and slow API calls.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mattermost::Refused;
use tokio::sync::watch;

use crate::model::AppError;

/// Faults that the server will show to the plugin; clones share them.
#[derive(Clone, Default)]
pub struct Faults {
    planned: Arc<Mutex<Planned>>,
}

/// One API call that waits. Two gates on two calls let a test choose the order of the answers.
pub struct Gate {
    reached: watch::Receiver<bool>,
    open: watch::Sender<bool>,
}

#[derive(Default)]
struct Planned {
    failures: HashMap<String, VecDeque<AppError>>,
    gates: HashMap<String, VecDeque<Waiting>>,
    missing: HashSet<String>,
    kv_latency: Duration,
}

/// Waits as long as a database nearby takes to answer: tokio's timer counts whole milliseconds and rounds up, so that one
/// millisecond became two. A thread sleeps meanwhile, which takes no processor from what is measured.
pub async fn pause(latency: Duration) {
    // An error is a runtime that ends.
    let _ended = tokio::task::spawn_blocking(move || std::thread::sleep(latency)).await;
}

struct Waiting {
    reached: watch::Sender<bool>,
    open: watch::Receiver<bool>,
}

impl Faults {
    /// Lets the next call of the API method fail, such as `fail("KVSet", error)`. Several plans are used up in order.
    ///
    /// Methods without an `AppError` in their answer ignore it.
    pub fn fail(&self, method: &str, error: AppError) {
        self.plan(|planned| planned.failures.entry(method.to_owned()).or_default().push_back(error));
    }

    /// Takes an API method away, as if the server were older than it.
    pub fn lack(&self, method: &str) {
        self.plan(|planned| planned.missing.insert(method.to_owned()));
    }

    /// Holds the next call of the API method until the gate is released or dropped; it has no effect before.
    pub fn hold(&self, method: &str) -> Gate {
        let (reached_tell, reached) = watch::channel(false);
        let (open, open_heard) = watch::channel(false);
        let waiting = Waiting { reached: reached_tell, open: open_heard };
        self.plan(|planned| planned.gates.entry(method.to_owned()).or_default().push_back(waiting));
        Gate { reached, open }
    }

    /// Time that each KV call takes from now on, for benches.
    pub fn kv_latency(&self, latency: Duration) {
        self.plan(|planned| planned.kv_latency = latency);
    }

    /// Applies what is planned for this call: waits at its gate, then returns its failure.
    pub(crate) async fn meet(&self, method: &str) -> Result<(), Refused<AppError>> {
        let (gate, failure, latency, is_missing) = self.plan(|planned| {
            let gate = planned.gates.get_mut(method).and_then(VecDeque::pop_front);
            let failure = planned.failures.get_mut(method).and_then(VecDeque::pop_front);
            let latency = if method.starts_with("KV") { planned.kv_latency } else { Duration::ZERO };
            (gate, failure, latency, planned.missing.contains(method))
        });
        if is_missing {
            return Err(Refused::NoSuchMethod);
        }
        if let Some(mut waiting) = gate {
            waiting.reached.send_replace(true);
            // An error means that the gate was dropped, which opens it as well.
            let _dropped = waiting.open.wait_for(|open| *open).await;
        }
        if !latency.is_zero() {
            pause(latency).await;
        }
        failure.map_or(Ok(()), |error| Err(error.into()))
    }

    fn plan<T>(&self, change: impl FnOnce(&mut Planned) -> T) -> T {
        change(&mut self.planned.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Gate {
    /// Waits until a call stands at the gate.
    pub async fn reached(&mut self) {
        // An error means that the call has come and gone.
        let _gone = self.reached.wait_for(|reached| *reached).await;
    }

    /// Lets the call through.
    pub fn release(self) {
        self.open.send_replace(true);
    }
}

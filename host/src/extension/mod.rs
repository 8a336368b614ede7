//! Small modules that the component hands over and that run without any authority: no network, no files, no clock, no
//! settings. They are interpreted, because this executable has no compiler (decision 0016), and speak the Extism ABI.
//!
//! *Invariants*: a run ends within its limits whatever the module does; a module that fails costs its own run, never the
//! process; what one run leaves behind is gone before the next.

mod abi;
mod blocks;
mod error;
mod kept;
mod memory;
mod module;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

pub use error::Failure;
use kept::Kept;
use module::Module;

/// Runs at the same time: each takes a thread for as long as it may run.
const RUNS_MAX: usize = 2;

/// What one run may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the first instruction to the last.
    pub time: Duration,
    /// Of the module's own memory.
    pub memory_bytes_max: usize,
    /// What it may answer.
    pub output_bytes_max: usize,
}

/// The modules of this process.
#[derive(Debug)]
pub struct Extensions {
    kept: Mutex<Kept>,
    permits: Arc<Semaphore>,
}

impl Default for Extensions {
    fn default() -> Self {
        Self { kept: Mutex::default(), permits: Arc::new(Semaphore::new(RUNS_MAX)) }
    }
}

impl Extensions {
    /// Reads a module and keeps it under a name until others need the room.
    ///
    /// # Errors
    /// [`Failure::Invalid`].
    pub async fn keep(&self, name: String, code: Vec<u8>) -> Result<(), Failure> {
        let bytes = code.len();
        let module = self.apart(move || Module::parse(&code)).await?;
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(name, Arc::new(module), bytes);
        Ok(())
    }

    /// Calls a function of a module that is kept.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn run(&self, name: &str, function: String, input: Vec<u8>, limits: Limits) -> Result<Vec<u8>, Failure> {
        let module = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(name).ok_or(Failure::Absent)?;
        self.apart(move || module.run(&function, input, limits)).await
    }

    /// On a thread of its own: the others answer the server meanwhile. The permit lives as long as the work does, even where
    /// nobody waits for it any more.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let permit = self.permits.clone().acquire_owned().await;
        let worked = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        worked.await.unwrap_or_else(|_| Err(Failure::Failed("the interpreter failed".into())))
    }
}

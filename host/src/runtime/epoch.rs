//! The clock that interrupts running components.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use wasmtime::EngineWeak;

/// How often a running component gives way to its deadline.
const TICK: Duration = Duration::from_millis(5);

/// Advances the engine's epoch while calls run and sleeps while none does: an idle plugin wakes no core.
#[derive(Clone, Debug, Default)]
pub(super) struct EpochClock(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    running: AtomicUsize,
    asleep: Mutex<bool>,
    wake: Condvar,
}

/// One running call; the clock ticks as long as any of these lives.
#[derive(Debug)]
pub(super) struct Running(Arc<Shared>);

impl EpochClock {
    /// Starts the clock's thread, which ends with the engine.
    pub(super) fn start(engine: EngineWeak) -> std::io::Result<Self> {
        let clock = Self::default();
        let shared = clock.0.clone();
        std::thread::Builder::new().name("epoch".into()).spawn(move || {
            loop {
                shared.wait_for_a_call();
                std::thread::sleep(TICK);
                let Some(engine) = engine.upgrade() else { return };
                engine.increment_epoch();
            }
        })?;
        Ok(clock)
    }

    pub(super) fn enter(&self) -> Running {
        if self.0.running.fetch_add(1, Ordering::SeqCst) == 0 {
            let mut asleep = self.0.asleep.lock().unwrap_or_else(PoisonError::into_inner);
            if std::mem::take(&mut *asleep) {
                self.0.wake.notify_one();
            }
        }
        Running(self.0.clone())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Shared {
    fn wait_for_a_call(&self) {
        if self.running.load(Ordering::SeqCst) > 0 {
            return;
        }
        let mut asleep = self.asleep.lock().unwrap_or_else(PoisonError::into_inner);
        *asleep = true;
        // A call may have entered between the look above and the lock: it saw `asleep` unset, so look again.
        if self.running.load(Ordering::SeqCst) > 0 {
            *asleep = false;
            return;
        }
        while *asleep {
            asleep = self.wake.wait(asleep).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

//! Instances that wait for the next call.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};
use wasmtime::{Engine, Store};

use super::bindings::{Plugin, PluginPre};
use super::epoch::EpochClock;
use super::{LoadError, State, engine, load};
use crate::host::Host;

/// How many instances there may be and how long one lives.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Calls that run at once; further ones wait, within their deadline.
    pub instances_max: u32,
    /// Instances kept ready between calls.
    pub instances_idle_max: u32,
    /// Calls after which an instance is replaced: bounds what a leaking component can hold.
    pub calls_per_instance_max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { instances_max: 32, instances_idle_max: 4, calls_per_instance_max: 1000 }
    }
}

/// Counters since the start of the process.
#[derive(Debug, Default)]
pub struct Stats {
    /// Calls that were answered.
    pub answered: AtomicU64,
    /// Calls that ended in a trap or a panic.
    pub trapped: AtomicU64,
    /// Calls cut by their deadline.
    pub overdue: AtomicU64,
    /// Instances made.
    pub instantiated: AtomicU64,
}

/// The engine, the linked component and its instances.
#[expect(missing_debug_implementations, reason = "wasmtime's pre-instantiated component has none")]
pub struct Runtime {
    pub(super) clock: EpochClock,
    /// Calls, failures and instances so far.
    pub stats: Stats,
    engine: Engine,
    pre: PluginPre<State>,
    host: Arc<Host>,
    limits: Limits,
    idle: Mutex<Vec<Instance>>,
    permits: Semaphore,
}

/// A live instance; dropped, never returned, after a failed call.
pub(super) struct Instance {
    pub(super) store: Store<State>,
    pub(super) plugin: Plugin,
    calls: u32,
}

impl Runtime {
    /// Loads a precompiled component for `host`.
    ///
    /// # Errors
    /// See [`LoadError`]; the texts are for admins.
    pub fn load(path: &Path, host: Arc<Host>, limits: Limits) -> Result<Self, LoadError> {
        let engine = engine::build(&limits).map_err(LoadError::Link)?;
        let pre = load::load(&engine, path)?;
        let clock = EpochClock::start(engine.weak()).map_err(|error| LoadError::Link(error.into()))?;
        Ok(Self {
            clock,
            stats: Stats::default(),
            engine,
            pre,
            host,
            limits,
            idle: Mutex::default(),
            permits: Semaphore::new(limits.instances_max as usize),
        })
    }

    /// What the component reaches.
    #[must_use]
    pub fn host(&self) -> &Arc<Host> {
        &self.host
    }

    /// A free instance, made if none waits. The permit bounds how many exist: the pooling allocator would fail
    /// where this waits.
    pub(super) async fn take(&self) -> wasmtime::Result<(SemaphorePermit<'_>, Instance)> {
        let permit = self.permits.acquire().await?;
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let instance = match waiting {
            Some(instance) => instance,
            None => self.instantiate().await?,
        };
        Ok((permit, instance))
    }

    /// Takes an instance back after a call that went well.
    pub(super) fn give_back(&self, mut instance: Instance) {
        instance.calls += 1;
        if instance.calls >= self.limits.calls_per_instance_max {
            return;
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.limits.instances_idle_max as usize {
            idle.push(instance);
        }
    }

    async fn instantiate(&self) -> wasmtime::Result<Instance> {
        self.stats.instantiated.fetch_add(1, Ordering::Relaxed);
        let mut store = Store::new(&self.engine, State::new(self.host.clone()));
        store.limiter(|state| &mut state.limits);
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        let plugin = self.pre.instantiate_async(&mut store).await?;
        Ok(Instance { store, plugin, calls: 0 })
    }
}

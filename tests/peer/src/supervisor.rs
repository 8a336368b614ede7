//! Starting, checking and stopping the plugin's process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::plugin::Plugin;
use crate::world::World;

/// Why a plugin did not start, in the words that an admin would see.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// `plugin.json` is absent, broken, or names no file for this machine.
    #[error("{0}")]
    Manifest(String),
    /// The process did not start, did not shake hands, or hung up.
    #[error("unable to start plugin: {0}")]
    Process(String),
    /// `OnActivate` answered with an error.
    #[error("{0}")]
    Activation(String),
    /// The builder contradicts itself.
    #[error("{0}")]
    Setup(String),
}

/// `PluginStatus.State` of Mattermost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum PluginState {
    /// Disabled.
    #[default]
    NotRunning = 0,
    /// On its way.
    Starting = 1,
    /// Answers hooks.
    Running = 2,
    /// `OnActivate` failed, or it did not get that far.
    FailedToStart = 3,
    /// Died three times within an hour.
    FailedToStayRunning = 4,
    /// On its way out.
    Stopping = 5,
}

/// The process, if it runs, and what happened to its predecessors.
#[derive(Default)]
pub(crate) struct Supervision {
    inner: Mutex<Supervised>,
}

#[derive(Default)]
struct Supervised {
    plugin: Option<Arc<Plugin>>,
    state: PluginState,
}

impl Supervision {
    pub(crate) fn plugin(&self) -> Option<Arc<Plugin>> {
        self.lock().plugin.clone()
    }

    pub(crate) fn state(&self) -> PluginState {
        self.lock().state
    }

    fn lock(&self) -> MutexGuard<'_, Supervised> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    pub(crate) async fn activate(self: &Arc<Self>) -> Result<(), StartError> {
        Err(StartError::Setup("the plugin's RPC is not wired yet".to_owned()))
    }

    pub(crate) async fn deactivate(&self) {}

    pub(crate) async fn health_check(self: &Arc<Self>) -> Result<PluginState, StartError> {
        Ok(self.supervision.state())
    }

    pub(crate) async fn configuration_changed(&self) {}

    pub(crate) fn kill_plugin(&self) {}
}

//! Starting, checking and stopping the plugin's process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::api::PluginApi;
use crate::log::Level;
use crate::plugin::Plugin;
use crate::world::World;

/// Pings in a row before a plugin counts as dead.
const PINGS: usize = 3;
/// So many deaths within [`DEATHS_WINDOW_MS`] disable a plugin.
const DEATHS_MAX: usize = 3;
const DEATHS_WINDOW_MS: i64 = 60 * 60 * 1000;

/// Why a plugin did not start, in the words that an admin would see.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// `plugin.json` is absent, broken, or does not fit this server.
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
    /// Held while the plugin starts or stops.
    moving: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Supervised {
    plugin: Option<Arc<Plugin>>,
    state: PluginState,
    /// When earlier processes were found dead, in milliseconds since 1970.
    deaths_ms: Vec<i64>,
}

impl Supervision {
    /// The active plugin: hooks are reachable from the end of `OnActivate` until `OnDeactivate`.
    pub(crate) fn plugin(&self) -> Option<Arc<Plugin>> {
        self.lock().plugin.clone()
    }

    pub(crate) fn state(&self) -> PluginState {
        self.lock().state
    }

    /// Lets go of the process, which ends it.
    pub(crate) fn abandon(&self) {
        self.lock().plugin = None;
    }

    fn set(&self, state: PluginState, plugin: Option<Arc<Plugin>>) {
        let mut inner = self.lock();
        inner.state = state;
        inner.plugin = plugin;
    }

    /// Remembers a death; returns whether it is one too many.
    fn died(&self, now_ms: i64) -> bool {
        let mut inner = self.lock();
        inner.deaths_ms.push(now_ms);
        inner.deaths_ms.retain(|died_ms| now_ms - died_ms <= DEATHS_WINDOW_MS);
        inner.deaths_ms.len() >= DEATHS_MAX
    }

    fn lock(&self) -> MutexGuard<'_, Supervised> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    pub(crate) async fn activate(self: &Arc<Self>) -> Result<(), StartError> {
        let _moving = self.supervision.moving.lock().await;
        self.start_plugin().await
    }

    /// Disables the plugin: its commands disappear with it.
    pub(crate) async fn deactivate(&self) {
        let _moving = self.supervision.moving.lock().await;
        self.stop_plugin().await;
        self.supervision.set(PluginState::NotRunning, None);
        self.commands().clear();
    }

    pub(crate) async fn health_check(self: &Arc<Self>) -> Result<PluginState, StartError> {
        let _moving = self.supervision.moving.lock().await;
        let Some(plugin) = self.supervision.plugin() else { return Ok(self.supervision.state()) };
        for _ in 0..PINGS {
            if plugin.ping().await.is_ok() {
                return Ok(PluginState::Running);
            }
        }
        self.log.server(Level::Warn, "Health check failed for plugin");
        let is_one_too_many = self.supervision.died(self.now_ms());
        self.stop_plugin().await;
        if is_one_too_many {
            self.supervision.set(PluginState::FailedToStayRunning, None);
            self.commands().clear();
            self.log.server(Level::Error, "Deactivating plugin due to multiple crashes");
        } else {
            self.start_plugin().await?;
        }
        Ok(self.supervision.state())
    }

    /// Tells the plugin that the server's configuration changed, and waits for it; its error is only logged.
    pub(crate) async fn tell_configuration_changed(&self) {
        let Some(plugin) = self.supervision.plugin() else { return };
        plugin.hook("OnConfigurationChange", |hooks| async move { hooks.on_configuration_change().await }).await;
    }

    pub(crate) async fn kill_plugin(&self) {
        if let Some(plugin) = self.supervision.plugin() {
            plugin.kill().await;
        }
    }

    async fn start_plugin(self: &Arc<Self>) -> Result<(), StartError> {
        if self.supervision.plugin().is_some() {
            return Ok(());
        }
        self.supervision.set(PluginState::Starting, None);
        let started = self.start_process().await;
        match started {
            Ok(plugin) => {
                self.supervision.set(PluginState::Running, Some(Arc::new(plugin)));
                Ok(())
            }
            Err(error) => {
                self.supervision.set(PluginState::FailedToStart, None);
                self.log.server(Level::Error, format!("Unable to activate plugin: {error}"));
                Err(error)
            }
        }
    }

    async fn start_process(self: &Arc<Self>) -> Result<Plugin, StartError> {
        if !is_at_least(&self.version, &self.manifest.min_server_version) {
            let needed = &self.manifest.min_server_version;
            return Err(StartError::Manifest(format!("plugin requires Mattermost {needed}: {}", self.manifest.id)));
        }
        let plugin = Plugin::start(self).await?;
        if let Err(error) = plugin.activate(PluginApi::new(Arc::clone(self))).await {
            plugin.stop().await;
            return Err(error);
        }
        Ok(plugin)
    }

    async fn stop_plugin(&self) {
        let Some(plugin) = self.supervision.plugin() else { return };
        self.supervision.set(PluginState::Stopping, None);
        plugin.hook("OnDeactivate", |hooks| async move { hooks.on_deactivate().await }).await;
        plugin.stop().await;
    }
}

/// Compares `X.Y.Z`; an empty need is always met.
fn is_at_least(version: &str, needed: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u64>>();
    needed.is_empty() || numbers(version) >= numbers(needed)
}

#[cfg(test)]
mod tests {
    use super::is_at_least;

    #[test]
    fn versions_are_compared_by_number() {
        let pairs = [("11.6.0", "9.11.0"), ("9.11.0", "9.11.0"), ("9.2.0", "9.11.0"), ("9.11.0", "")];
        assert_eq!(pairs.map(|(version, needed)| is_at_least(version, needed)), [true, true, false, true]);
    }
}

//! What admins and operators do.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Server;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::http::Response;
use crate::manifest::Manifest;
use crate::model::{AppError, FileData, HttpRequestHead, PluginClusterEvent, User};
use crate::plugin::Plugin;
use crate::supervisor::{PluginState, StartError};

impl Server {
    /// Starts the plugin and activates it; nothing happens if it runs.
    ///
    /// # Errors
    /// The text that an admin would see.
    pub async fn activate(&self) -> Result<(), StartError> {
        self.world.activate().await
    }

    /// Disables the plugin: `OnDeactivate`, then the process has 2 s to end.
    pub async fn deactivate(&self) {
        self.world.deactivate().await;
    }

    /// Disables and enables the plugin.
    ///
    /// # Errors
    /// As [`Server::activate`].
    pub async fn restart(&self) -> Result<(), StartError> {
        self.deactivate().await;
        self.activate().await
    }

    /// Changes the language of somebody's client.
    ///
    /// # Errors
    /// 404 for an unknown user.
    pub fn set_locale(&self, user: &str, locale: &str) -> Result<User, AppError> {
        let mut state = self.world.state();
        let id = state.user(user)?.id.clone();
        let user = state.users.entry(id).or_default();
        locale.clone_into(&mut user.locale);
        Ok(user.clone())
    }

    /// Creates an account; `user` has at least `username` and `email`.
    ///
    /// # Errors
    /// Name or mail address are taken.
    pub fn create_user(&self, user: User) -> Result<User, AppError> {
        self.world.create_user(user)
    }

    /// Deactivates an account, or activates it again.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn set_active(&self, user: &str, active: bool) -> Result<(), AppError> {
        self.world.set_active(&self.user_id(user)?, active)
    }

    /// Brings the plugin a message from another node of the cluster.
    pub fn cluster_event(&self, event: PluginClusterEvent) {
        self.world.receive_cluster_event(event);
    }

    /// The hooks that the running plugin announced.
    pub fn hooks(&self) -> Vec<String> {
        self.world.supervision.plugin().map(|plugin| plugin.announced().to_vec()).unwrap_or_default()
    }

    /// The operating system's number for the plugin's process.
    pub fn process_id(&self) -> Option<u32> {
        self.world.supervision.plugin().and_then(|plugin| plugin.process_id())
    }

    /// One ping of the health check.
    ///
    /// # Errors
    /// Nobody answers, or no plugin runs.
    pub async fn ping(&self) -> Result<(), String> {
        self.plugin()?.ping().await
    }

    /// What `/plugins/<id>/metrics` answers on the server's metrics port.
    ///
    /// # Errors
    /// No plugin runs, or it failed.
    pub async fn metrics(&self) -> Result<Response, String> {
        let (context, head) =
            (self.world.context(None), HttpRequestHead { method: "GET".to_owned(), ..HttpRequestHead::default() });
        let numbers =
            self.plugin()?.hook("ServeMetrics", |hooks| async move { hooks.serve_metrics(context, head).await }).await;
        numbers.map(Into::into).ok_or_else(|| "the plugin has no numbers".to_owned())
    }

    /// The plugin's files in the server's support packet.
    ///
    /// # Errors
    /// As [`Server::metrics`].
    pub async fn support_data(&self) -> Result<Vec<FileData>, String> {
        let (context, plugin) = (self.world.context(None), self.plugin()?);
        let files =
            plugin.hook("GenerateSupportData", |hooks| async move { hooks.generate_support_data(context).await });
        files.await.ok_or_else(|| "the plugin has no support data".to_owned())
    }

    /// Kills the process without a word, as a crash would. The server notices at the next call or health check.
    pub async fn kill_plugin(&self) {
        self.world.kill_plugin().await;
    }

    /// One round of the health check: three pings, a restart if none is answered, and deactivation at the third
    /// failure within an hour. Returns where that leaves the plugin.
    ///
    /// # Errors
    /// The restart failed.
    pub async fn health_check(&self) -> Result<PluginState, StartError> {
        self.world.health_check().await
    }

    /// How the plugin fares.
    pub fn state(&self) -> PluginState {
        self.world.supervision.state()
    }

    /// Saves these settings in place of all others, and waits for the plugin's `OnConfigurationChange`.
    pub async fn set_config(&self, settings: Map<String, Value>) {
        *self.world.settings() = settings;
        self.world.configuration_changed().await;
    }

    /// Saves one setting.
    pub async fn set_setting(&self, key: &str, value: Value) {
        self.world.settings().insert(key.to_owned(), value);
        self.world.configuration_changed().await;
    }

    /// The settings as saved.
    pub fn config(&self) -> Map<String, Value> {
        self.world.settings().clone()
    }

    /// The plugin's manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.world.manifest
    }

    /// What to let go wrong.
    pub fn faults(&self) -> &Faults {
        &self.world.faults
    }

    /// The server's clock.
    pub fn clock(&self) -> &Clock {
        &self.world.clock
    }

    /// Waits until no hook runs that nobody waits for, such as `MessageHasBeenPosted`.
    pub async fn settle(&self) {
        self.world.background.settle().await;
    }

    fn plugin(&self) -> Result<Arc<Plugin>, String> {
        self.world.supervision.plugin().ok_or_else(|| "no plugin runs".to_owned())
    }
}

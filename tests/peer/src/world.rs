//! One server: its settings, its database, and the plugin that it runs.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use mattermost::{CallError, HookClient};

use crate::background::Background;
use crate::clock::Clock;
use crate::cluster::Cluster;
use crate::event::Events;
use crate::faults::Faults;
use crate::id::Ids;
use crate::kv::KvStore;
use crate::log::Log;
use crate::manifest::Manifest;
use crate::model::{Command, Context};
use crate::plugin::Plugin;
use crate::state::State;
use crate::supervisor::Supervision;

/// What outlives a plugin process. The areas (`posts`, `commands`, …) add their methods to it.
pub(crate) struct World {
    pub(crate) manifest: Manifest,
    pub(crate) bundle: PathBuf,
    pub(crate) executable: PathBuf,
    /// Added to the plugin's environment.
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) version: String,
    pub(crate) site_url: String,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    pub(crate) background: Background,
    pub(crate) supervision: Supervision,
    /// Of this node: every plugin process registers its own.
    pub(crate) commands: Mutex<Vec<Command>>,
    pub(crate) shared: Arc<Shared>,
}

/// What the nodes of a cluster have in common.
pub(crate) struct Shared {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) kv: KvStore,
    pub(crate) events: Events,
    pub(crate) cluster: Cluster,
    pub(crate) state: Mutex<State>,
    pub(crate) settings: Mutex<Map<String, Value>>,
}

impl Deref for World {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}

impl World {
    /// The database. Never hold it across an `await`.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The settings as an admin saved them.
    pub(crate) fn settings(&self) -> MutexGuard<'_, Map<String, Value>> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The slash commands of this node's plugin.
    pub(crate) fn commands(&self) -> MutexGuard<'_, Vec<Command>> {
        self.commands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The running plugin, if it announced this hook.
    pub(crate) fn plugin_with(&self, hook: &str) -> Option<Arc<Plugin>> {
        self.supervision.plugin().filter(|plugin| plugin.implements(hook))
    }

    /// Calls a hook that nobody waits for; see [`Background::settle`].
    pub(crate) fn tell<F>(
        self: &Arc<Self>,
        hook: &'static str,
        call: impl FnOnce(HookClient, Context) -> F + Send + 'static,
    ) where
        F: Future<Output = Result<(), CallError>> + Send + 'static,
    {
        let Some(plugin) = self.plugin_with(hook) else { return };
        let context = self.context(None);
        self.background.spawn(async move {
            plugin.hook(hook, |hooks| call(hooks, context)).await;
        });
    }

    /// What the server tells a hook about the request behind it, with the session of this user.
    pub(crate) fn context(&self, session_of: Option<&str>) -> Context {
        Context {
            session_id: session_of.map(session_id).unwrap_or_default(),
            request_id: self.ids.next(),
            ip_address: "127.0.0.1".to_owned(),
            accept_language: "en".to_owned(),
            user_agent: "peer".to_owned(),
        }
    }

    pub(crate) fn plugin_id(&self) -> &str {
        &self.manifest.id
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }
}

/// The session that requests of this user carry.
fn session_id(user_id: &str) -> String {
    crate::id::id_of('s', user_id)
}

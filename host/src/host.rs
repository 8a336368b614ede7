//! What all instances share: the server's API, the settings, the cache, the gate, the log.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use mattermost::Api;
use mattermost::log::Level;
use tokio::sync::OnceCell;

use crate::cache::Cache;
use crate::extension::Extensions;
use crate::http_gate::{Gate, Grant};
use crate::log::Log;
use crate::manifest::Manifest;
use crate::monitoring::{Jobs, Metrics, now_ms};
use crate::schedule::Wakes;
use crate::settings;
use crate::turns::Turns;

/// The process's shared state. Everything durable is the server's: see the key-value store.
#[derive(Debug)]
pub struct Host {
    manifest: Manifest,
    api: OnceLock<Api>,
    server: OnceCell<Server>,
    settings: RwLock<Arc<str>>,
    cache: Cache,
    turns: Turns,
    extensions: Extensions,
    gate: Gate,
    /// Whether the component accepted settings since this process started.
    is_accepted: AtomicBool,
    wakes: Wakes,
    log: Log,
    metrics: Arc<Metrics>,
    jobs: Jobs,
    started_at_ms: i64,
    node_id: String,
}

/// What the server says of itself; does not change while this process lives.
#[derive(Clone, Debug, Default)]
pub(crate) struct Server {
    pub(crate) version: String,
    pub(crate) site_url: String,
    pub(crate) locale: String,
}

impl Host {
    /// The host of a bundle. The API comes later, with the server's first hook.
    #[must_use]
    pub fn new(manifest: Manifest) -> Self {
        Self {
            manifest,
            api: OnceLock::new(),
            server: OnceCell::new(),
            settings: RwLock::new("{}".into()),
            cache: Cache::default(),
            turns: Turns::default(),
            extensions: Extensions::default(),
            gate: Gate::default(),
            is_accepted: AtomicBool::default(),
            wakes: Wakes::default(),
            log: Log::default(),
            metrics: Arc::default(),
            jobs: Jobs::default(),
            started_at_ms: now_ms(),
            node_id: random_hex::<8>(),
        }
    }

    /// Connects the server's API: from here on imports answer and the log goes through the API.
    pub(crate) fn connect(&self, api: Api) {
        if self.api.set(api.clone()).is_ok() {
            self.log.connect(api);
        }
    }

    /// Reads the settings from the server for the component to judge. The grants they make are returned and not yet in
    /// force: what the component refuses must not take the earlier origin away.
    ///
    /// # Errors
    /// When the server does not answer: the earlier settings stay.
    pub(crate) async fn load_settings(&self) -> Result<Vec<Grant>, mattermost::CallError> {
        let Some(api) = self.api() else { return Ok(Vec::new()) };
        let document = api.load_plugin_configuration().await?;
        let (settings, mut problems) = settings::complete(&self.manifest, &document);
        let mut grants = Vec::new();
        for entry in &self.manifest.props.outgoing_http {
            match Grant::from_settings(entry, &settings) {
                Ok(grant) => grants.extend(grant),
                Err(error) => problems.push(error.to_string()),
            }
        }
        for problem in problems {
            self.log.write(Level::Warn, "A setting is not usable", &[("problem", &problem)]);
        }
        let text: Arc<str> = serde_json::Value::Object(settings).to_string().into();
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = text;
        Ok(grants)
    }

    /// Puts grants in force; where one cannot be used, the earlier ones stay and the log says why.
    pub(crate) fn grant(&self, grants: Vec<Grant>) {
        self.is_accepted.store(true, Ordering::Relaxed);
        self.open(grants);
    }

    /// Puts grants of refused settings in force until some are accepted: an administrator saved them, and a component that starts
    /// with a mistake elsewhere goes on with what it had.
    pub(crate) fn grant_at_first(&self, grants: Vec<Grant>) {
        if !self.is_accepted.load(Ordering::Relaxed) {
            self.open(grants);
        }
    }

    fn open(&self, grants: Vec<Grant>) {
        if let Err(error) = self.gate.configure(grants) {
            self.log.write(Level::Warn, "A certificate cannot be used", &[("problem", &error.to_string())]);
        }
    }

    pub(crate) fn api(&self) -> Option<&Api> {
        self.api.get()
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(crate) fn settings(&self) -> Arc<str> {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the server is, asked when first wanted: its configuration is its largest answer. Failures leave the texts
    /// empty, for nothing depends on them, and are asked about again.
    pub(crate) async fn server(&self) -> Server {
        let Some(api) = self.api() else { return Server::default() };
        let ask = async || {
            let version = api.get_server_version().await?;
            let config = api.get_config().await?;
            Ok::<_, mattermost::CallError>(Server {
                version,
                site_url: config.service_settings.site_url.unwrap_or_default(),
                locale: config.localization_settings.default_server_locale.unwrap_or_default(),
            })
        };
        self.server.get_or_try_init(ask).await.cloned().unwrap_or_default()
    }

    pub(crate) fn wakes(&self) -> &Wakes {
        &self.wakes
    }

    pub(crate) fn cache(&self) -> &Cache {
        &self.cache
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.turns
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    pub(crate) fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    pub(crate) fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// Milliseconds since 1970.
    pub(crate) fn started_at_ms(&self) -> i64 {
        self.started_at_ms
    }

    /// Random per process, for leases and traces.
    #[must_use]
    pub fn node_id(&self) -> &str {
        &self.node_id
    }

    /// A name for one failure: shown to the user, found in the log.
    pub(crate) fn new_reference(&self) -> String {
        random_hex::<4>()
    }
}

/// `2 N` hexadecimal digits. Without randomness all are zero: a reference that repeats still finds its log line.
fn random_hex<const N: usize>() -> String {
    let mut bytes = [0; N];
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

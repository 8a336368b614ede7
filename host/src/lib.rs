//! Runs a WebAssembly component as a Mattermost server plugin.
//!
//! *Invariant*: this crate has every effect and no opinion. It runs any component of the world in `wit/`.

mod cache;
mod deadlines;
pub mod extension;
mod hooks;
mod host;
mod http_gate;
mod imports;
mod log;
mod manifest;
mod monitoring;
pub mod runtime;
mod schedule;
mod settings;
mod turns;
mod wire;

use std::path::Path;
use std::sync::Arc;

use goplugin::{Listener, Plugin};

pub use hooks::ComponentHooks;
pub use host::Host;
pub use manifest::{Manifest, ManifestError, platform};

/// What `plugin.json` calls the one thing this process offers.
const DISPENSED: &str = "hooks";

/// Serves one server until it asks to stop or is gone: the process has nothing to do after that.
///
/// `executable` stands in its bundle: manifest and component are found from there.
///
/// # Errors
/// Only before the first hook; later failures are answers and log lines.
pub async fn run(listener: Listener, executable: &Path) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // The component loads while the server connects.
    let manifest = Manifest::of_executable(executable)?;
    let component = manifest.component_file(executable);
    let host = Arc::new(Host::new(manifest));
    let loading = {
        let host = host.clone();
        tokio::task::spawn_blocking(move || runtime::Runtime::load(&component, host, runtime::Limits::default()))
    };
    let mut plugin = Plugin::start(listener.accept().await?, DISPENSED, gob::Limits::default()).await?;
    let hooks = Arc::new(ComponentHooks::new(host, loading.await?).await);
    let ended = plugin.ended();
    let serve = async {
        while let Some(stream) = plugin.dispensed().await {
            let serving =
                mattermost::serve_hooks(stream, plugin.broker().clone(), gob::Limits::default(), hooks.clone());
            tokio::spawn(serving);
        }
    };
    tokio::select! {
        _ = ended => {}
        () = serve => {}
    }
    Ok(())
}

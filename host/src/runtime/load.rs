//! From the precompiled file to something that can be instantiated.

use std::path::{Path, PathBuf};

use wasmtime::Engine;
use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime_wasi::cli::{WasiCli, WasiCliView};
use wasmtime_wasi::p2::bindings::{cli, random};
use wasmtime_wasi::random::{WasiRandom, WasiRandomView};

use super::bindings::{Plugin, PluginPre};
use super::{ContractError, State, contract};

/// Why a component could not be loaded. The texts are shown to admins.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file is missing, damaged, or made for another host.
    #[error("the component {} cannot be loaded: {cause:#}. Upload the complete bundle again", path.display())]
    File {
        /// The precompiled component.
        path: PathBuf,
        /// What wasmtime says.
        cause: wasmtime::Error,
    },
    /// Host and component do not speak the same contract.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// An import that this host does not have.
    #[error("the component cannot be linked: {0:#}")]
    Link(wasmtime::Error),
}

/// Reads a `.cwasm`, checks its contract and links every import.
///
/// # Errors
/// See [`LoadError`].
pub(super) fn load(engine: &Engine, path: &Path) -> Result<PluginPre<State>, LoadError> {
    // SAFETY: the file comes from the bundle that also holds this executable: who can change the one can change
    // the other. The server unpacks bundles into a folder of its own, and uploading needs a system admin.
    let component = unsafe { Component::deserialize_file(engine, path) }
        .map_err(|cause| LoadError::File { path: path.to_owned(), cause })?;
    contract::check(engine, &component)?;
    let mut linker = Linker::new(engine);
    add_wasi(&mut linker).map_err(LoadError::Link)?;
    Plugin::add_to_linker::<_, HasSelf<_>>(&mut linker, |state| state).map_err(LoadError::Link)?;
    linker.instantiate_pre(&component).and_then(PluginPre::new).map_err(LoadError::Link)
}

/// What WASI has for a component without authority: clocks, randomness, streams, the gated HTTP client, and the nothing that a
/// standard library asks about its process. Files and sockets are not denied but absent: nobody could be let near them by
/// mistake, and they would be a tenth of the executable.
fn add_wasi(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    wasmtime_wasi::p2::add_to_linker_proxy_interfaces_async(linker)?;
    random::insecure::add_to_linker::<_, WasiRandom>(linker, State::random)?;
    random::insecure_seed::add_to_linker::<_, WasiRandom>(linker, State::random)?;
    cli::environment::add_to_linker::<_, WasiCli>(linker, State::cli)?;
    cli::exit::add_to_linker::<_, WasiCli>(linker, State::cli)?;
    cli::terminal_input::add_to_linker::<_, WasiCli>(linker, State::cli)?;
    cli::terminal_output::add_to_linker::<_, WasiCli>(linker, State::cli)?;
    cli::terminal_stdin::add_to_linker::<_, WasiCli>(linker, State::cli)?;
    cli::terminal_stdout::add_to_linker::<_, WasiCli>(linker, State::cli)?;
    cli::terminal_stderr::add_to_linker::<_, WasiCli>(linker, State::cli)?;
    wasmtime_wasi_http::p2::add_only_http_to_linker_async(linker)
}

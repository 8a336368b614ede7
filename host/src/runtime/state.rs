//! What one instance has: an empty WASI world, the HTTP gate, and the way to the server.

use std::sync::Arc;

use wasmtime::component::ResourceTable;
use wasmtime::{StoreLimits, StoreLimitsBuilder};
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::host::Host;
use crate::http_gate::GateHooks;

/// Bytes of a panic's text that are kept: the message and its place, not more.
const STDERR_BYTES_MAX: usize = 4 << 10;

/// The data behind one instance's imports. Ambient authority is nil: no files, no sockets, no environment,
/// no arguments; stdout goes nowhere, stderr into a bounded pipe so that a panic's text reaches the log.
#[expect(missing_debug_implementations, reason = "holds WASI contexts, which have none")]
pub struct State {
    pub(crate) host: Arc<Host>,
    pub(super) limits: StoreLimits,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    gate: GateHooks,
    table: ResourceTable,
    stderr: MemoryOutputPipe,
}

impl State {
    pub(super) fn new(host: Arc<Host>) -> Self {
        let stderr = MemoryOutputPipe::new(STDERR_BYTES_MAX);
        Self {
            limits: StoreLimitsBuilder::new().memory_size(engine::MEMORY_BYTES_MAX).build(),
            wasi: WasiCtx::builder().stderr(stderr.clone()).build(),
            http: WasiHttpCtx::new(),
            gate: GateHooks::new(host.gate().clone(), host.metrics().clone()),
            table: ResourceTable::new(),
            stderr,
            host,
        }
    }

    /// What the component wrote to stderr since it was made: usually a panic's text.
    pub(super) fn stderr_text(&self) -> String {
        String::from_utf8_lossy(&self.stderr.contents()).trim().to_owned()
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { hooks: &mut self.gate, table: &mut self.table, ctx: &mut self.http }
    }
}

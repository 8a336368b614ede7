//! The engine settings that the host and the packer must agree on.
//!
//! A precompiled component loads only into an engine of the same wasmtime release, features and settings;
//! `host/pack` compiles with [`config`], the host runs with it.

use wasmtime::Config;

/// Bytes of linear memory one instance may reach (requirements 12.4).
pub const MEMORY_BYTES_MAX: usize = 128 << 20;

/// Bytes of stack for a component's call, with room for host functions above [`WASM_STACK_BYTES`].
pub const ASYNC_STACK_BYTES: usize = 2 << 20;

/// Bytes of stack for the component's own frames.
pub const WASM_STACK_BYTES: usize = 1 << 20;

/// Settings that change the machine code or its contract with the runtime.
#[must_use]
pub fn config() -> Config {
    let mut config = Config::new();
    config.wasm_component_model(true);
    // Lets a call that never returns be set aside every few milliseconds, so that its deadline can pass.
    config.epoch_interruption(true);
    config.max_wasm_stack(WASM_STACK_BYTES);
    config.async_stack_size(ASYNC_STACK_BYTES);
    // Tables for debuggers, a sixth of the compiled component: offsets into the `.wasm`, which is not shipped, and native
    // unwinding, which nobody does through a component's frames.
    config.generate_address_map(false);
    config.native_unwind_info(false);
    config
}

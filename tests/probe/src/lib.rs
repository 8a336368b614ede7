//! A second, tiny component for the same host: tests and benches drive the runtime through it.
//!
//! It shows that the host runs any component of the world, and it misbehaves on request: panics, spins, eats memory.

pub mod event;

#[cfg(target_family = "wasm")]
mod component;

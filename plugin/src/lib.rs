//! The Odoo plugin's logic: every decision, no effect except through wit/ and WASI

#[cfg(target_family = "wasm")]
mod component;

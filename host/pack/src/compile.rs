//! Machine code for one platform.

use anyhow::Context;
use wasmtime::{Engine, OptLevel};

use crate::platform::Platform;
use crate::symbols;

/// Compiles a component; the result loads into a host built from the same sources.
///
/// # Errors
/// When the component is invalid or the platform unknown to the compiler.
pub fn component(wasm: &[u8], platform: Platform) -> anyhow::Result<Vec<u8>> {
    let mut config = engine::config();
    config.target(platform.triple).map_err(anyhow::Error::from)?;
    config.cranelift_opt_level(OptLevel::Speed);
    for feature in platform.features {
        // SAFETY: these flags only allow instructions; the engine compares them with the processor before it loads
        // the code.
        unsafe { config.cranelift_flag_enable(feature) };
    }
    let engine = Engine::new(&config).map_err(anyhow::Error::from)?;
    let code = engine
        .precompile_component(wasm)
        .map_err(anyhow::Error::from)
        .with_context(|| format!("the component does not compile for {platform}"))?;
    symbols::erase(code)
}

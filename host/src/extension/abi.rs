//! What a module may call: the functions of Extism's `extism:host/env`, and those of WASI without any effect.

use wasmi::{Caller, Error, ExternType, FuncType, Linker, Val};

use super::blocks::Blocks;
use super::memory::Memory;

const EXTISM: &str = "extism:host/env";
/// The standard libraries of some languages import it whether a program needs it or not.
const WASI: &str = "wasi_snapshot_preview1";
/// WASI's word for a function that is not there.
const NO_SUCH_FUNCTION: i32 = 52;
/// Extism's word for a log that takes nothing.
const LOG_OFF: i32 = i32::MAX;

/// What one run has.
pub(super) struct State {
    pub(super) memory: Memory,
    pub(super) blocks: Blocks,
    pub(super) input: Vec<u8>,
    /// Offset and length of the answer.
    pub(super) output: (u64, u64),
    /// Offset of what the module says of its failure; 0 for nothing.
    pub(super) error: u64,
}

/// Provides one import; false for what modules are not given.
pub(super) fn provide(linker: &mut Linker<State>, module: &str, name: &str, kind: &ExternType) -> Result<bool, Error> {
    match (module, kind) {
        (EXTISM, ExternType::Func(_)) => extism(linker, name),
        (WASI, ExternType::Func(function)) => wasi(linker, name, function.clone()).map(|()| true),
        _ => Ok(false),
    }
}

fn extism(linker: &mut Linker<State>, name: &str) -> Result<bool, Error> {
    type Call<'a> = Caller<'a, State>;
    match name {
        "alloc" => {
            linker.func_wrap(EXTISM, name, |mut call: Call, length: u64| call.data_mut().blocks.allocate(length))?
        }
        "length" | "length_unsafe" => {
            linker.func_wrap(EXTISM, name, |call: Call, offset: u64| call.data().blocks.length(offset))?
        }
        "load_u8" => linker.func_wrap(EXTISM, name, |call: Call, offset: u64| {
            u32::from(u8::from_le_bytes(call.data().blocks.load(offset)))
        })?,
        "load_u64" => linker
            .func_wrap(EXTISM, name, |call: Call, offset: u64| u64::from_le_bytes(call.data().blocks.load(offset)))?,
        "store_u8" => linker.func_wrap(EXTISM, name, |mut call: Call, offset: u64, value: u32| {
            call.data_mut().blocks.store(offset, [value.to_le_bytes()[0]]);
        })?,
        "store_u64" => linker.func_wrap(EXTISM, name, |mut call: Call, offset: u64, value: u64| {
            call.data_mut().blocks.store(offset, value.to_le_bytes());
        })?,
        "input_length" => linker.func_wrap(EXTISM, name, |call: Call| call.data().input.len() as u64)?,
        "input_load_u8" => linker.func_wrap(EXTISM, name, |call: Call, offset: u64| {
            u32::from(u8::from_le_bytes(call.data().input(offset)))
        })?,
        "input_load_u64" => {
            linker.func_wrap(EXTISM, name, |call: Call, offset: u64| u64::from_le_bytes(call.data().input(offset)))?
        }
        "output_set" => linker.func_wrap(EXTISM, name, |mut call: Call, offset: u64, length: u64| {
            call.data_mut().output = (offset, length);
        })?,
        "error_set" => linker.func_wrap(EXTISM, name, |mut call: Call, offset: u64| call.data_mut().error = offset)?,
        // What a run has is gone after it.
        "free" | "log_info" | "log_debug" | "log_warn" | "log_error" | "log_trace" => {
            linker.func_wrap(EXTISM, name, |_: Call, _: u64| {})?
        }
        "var_set" => linker.func_wrap(EXTISM, name, |_: Call, _: u64, _: u64| {})?,
        "var_get" | "config_get" => linker.func_wrap(EXTISM, name, |_: Call, _: u64| 0_u64)?,
        "get_log_level" => linker.func_wrap(EXTISM, name, |_: Call| LOG_OFF)?,
        "http_request" => linker.func_wrap(EXTISM, name, |_: Call, _: u64, _: u64| -> Result<u64, Error> {
            Err(Error::new("it asked for the network, which modules do not have"))
        })?,
        "http_status_code" => linker.func_wrap(EXTISM, name, |_: Call| 0_i32)?,
        "http_headers" => linker.func_wrap(EXTISM, name, |_: Call| 0_u64)?,
        _ => return Ok(false),
    };
    Ok(true)
}

fn wasi(linker: &mut Linker<State>, name: &str, function: FuncType) -> Result<(), Error> {
    linker.func_new(WASI, name, function, |_, _, results| {
        if let [result @ Val::I32(_)] = results {
            *result = Val::I32(NO_SUCH_FUNCTION);
        }
        Ok(())
    })?;
    Ok(())
}

impl State {
    /// Zeros after the end.
    fn input<const N: usize>(&self, offset: u64) -> [u8; N] {
        let begin = usize::try_from(offset).unwrap_or(usize::MAX);
        let bytes = self.input.get(begin..).unwrap_or_default();
        std::array::from_fn(|place| bytes.get(place).copied().unwrap_or_default())
    }
}

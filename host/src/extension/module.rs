//! One module: read once, run many times.

use std::time::Instant;

use wasmi::{
    CompilationMode, Config, EnforcedLimits, Engine, Error, Func, Instance, Linker, ResumableCall, Store, TrapCode, Val,
};

use super::abi::{State, provide};
use super::blocks::Blocks;
use super::memory::Memory;
use super::{Failure, Limits};

/// Bytes of code.
const CODE_BYTES_MAX: usize = 1 << 20;
/// What is given to a running module at once, after which its time is looked at: one or two milliseconds.
const FUEL: u64 = 200_000;
/// Bytes of what a module says of its failure.
const ERROR_BYTES_MAX: u64 = 500;
/// Some languages prepare their memory in it; Extism calls it too.
const INITIALIZE: &str = "_initialize";

/// A module that can be run.
pub(super) struct Module {
    module: wasmi::Module,
    linker: Linker<State>,
}

impl std::fmt::Debug for Module {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Module").finish_non_exhaustive()
    }
}

impl Module {
    /// Checks all of its code and everything that it imports.
    pub(super) fn parse(code: &[u8]) -> Result<Self, Failure> {
        if code.len() > CODE_BYTES_MAX {
            return Err(Failure::Invalid(format!("it has {} bytes, {CODE_BYTES_MAX} are possible", code.len())));
        }
        let invalid = |error: Error| Failure::Invalid(error.to_string());
        // An engine never forgets code: each module has its own, which goes with it.
        let engine = Engine::new(&config());
        let module = wasmi::Module::new(&engine, code).map_err(invalid)?;
        let mut linker = Linker::new(&engine);
        linker.allow_shadowing(true);
        for import in module.imports() {
            if !provide(&mut linker, import.module(), import.name(), import.ty()).map_err(invalid)? {
                let text = format!("it imports `{}` of `{}`, which no module is given", import.name(), import.module());
                return Err(Failure::Invalid(text));
            }
        }
        Ok(Self { module, linker })
    }

    /// Calls a function in an instance of its own.
    pub(super) fn run(&self, function: &str, input: Vec<u8>, limits: Limits) -> Result<Vec<u8>, Failure> {
        let deadline = Instant::now() + limits.time;
        let memory = Memory::new(limits.memory_bytes_max);
        let state = State { memory, blocks: Blocks::default(), input, output: (0, 0), error: 0 };
        let mut store = Store::new(self.module.engine(), state);
        store.limiter(|state| &mut state.memory);
        store.set_fuel(FUEL).map_err(|error| failure(&store, &error))?;
        // A start function cannot be interrupted and goes on: it has to do with the first fuel.
        let instance = self.linker.instantiate_and_start(&mut store, &self.module);
        let instance = instance.map_err(|error| failure(&store, &error))?;
        if let Some(prepare) = instance.get_func(&store, INITIALIZE) {
            call(&mut store, prepare, deadline)?;
        }
        let function = find(&instance, &store, function)?;
        call(&mut store, function, deadline)?;
        output(&store, limits.output_bytes_max)
    }
}

fn config() -> Config {
    let mut config = Config::default();
    config
        .consume_fuel(true)
        .compilation_mode(CompilationMode::Eager)
        .enforced_limits(EnforcedLimits::strict())
        .ignore_custom_sections(true)
        .wasm_multi_memory(false);
    config
}

fn find(instance: &Instance, store: &Store<State>, function: &str) -> Result<Func, Failure> {
    let found = instance.get_func(store, function).filter(|found| found.ty(store).params().is_empty());
    found.ok_or_else(|| Failure::Invalid(format!("it exports no function `{function}` without parameters")))
}

/// Runs to the end or to the deadline. Modules answer 0, or nothing, when they did what was asked.
fn call(store: &mut Store<State>, function: Func, deadline: Instant) -> Result<(), Failure> {
    let mut results: Vec<_> = function.ty(&*store).results().iter().map(|kind| Val::default_for_ty(*kind)).collect();
    let mut state = function.call_resumable(&mut *store, &[], &mut results);
    loop {
        match state.map_err(|error| failure(store, &error))? {
            ResumableCall::Finished => break,
            ResumableCall::HostTrap(trap) => return Err(failure(store, trap.host_error())),
            ResumableCall::OutOfFuel(_) if Instant::now() >= deadline => return Err(Failure::Overdue),
            ResumableCall::OutOfFuel(paused) => {
                let fuel = paused.required_fuel().max(FUEL);
                store.set_fuel(fuel).map_err(|error| failure(store, &error))?;
                state = paused.resume(&mut *store, &mut results);
            }
        }
    }
    match results.as_slice() {
        [] | [Val::I32(0) | Val::I64(0)] => Ok(()),
        _ => Err(Failure::Failed(said(store).unwrap_or_else(|| "it said no why".into()))),
    }
}

fn output(store: &Store<State>, bytes_max: usize) -> Result<Vec<u8>, Failure> {
    let (offset, length) = store.data().output;
    if length > bytes_max as u64 {
        return Err(Failure::TooLarge);
    }
    let bytes = store.data().blocks.get(offset, length);
    bytes.map(<[u8]>::to_vec).ok_or_else(|| Failure::Failed("its answer is not where it says".into()))
}

fn failure(store: &Store<State>, error: &Error) -> Failure {
    if store.data().memory.has_refused {
        return Failure::OutOfMemory;
    }
    match error.as_trap_code() {
        Some(TrapCode::OutOfFuel) => Failure::Overdue,
        _ => Failure::Failed(said(store).unwrap_or_else(|| error.to_string())),
    }
}

/// What the module says of its failure.
fn said(store: &Store<State>) -> Option<String> {
    let State { blocks, error, .. } = store.data();
    let bytes = blocks.get(*error, blocks.length(*error).min(ERROR_BYTES_MAX))?;
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(bytes).into_owned())
}

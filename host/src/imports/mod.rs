//! The contract's imports: one file per interface, each a thin way to the server's API or to this process.

mod bots;
mod cache;
mod channels;
mod cluster;
mod commands;
mod config;
mod dialogs;
mod extensions;
mod files;
mod kv;
mod log;
mod members;
mod monitoring;
mod permissions;
mod posts;
mod schedule;
mod sessions;
mod teams;
mod types;
mod users;

use mattermost::{Api, CallError};

use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::types::ApiError;
use crate::wire::api_error;

/// What an import answers: the outer error would end the call and is never used.
type Answer<T> = wasmtime::Result<Result<T, ApiError>>;

impl State {
    /// The server's API. `unavailable` before the server has connected it.
    fn api(&self) -> Result<&Api, ApiError> {
        self.host.api().ok_or(ApiError::Unavailable)
    }
}

/// The server answered with a value or an error; `convert` turns the value into the contract's.
fn answer<T, U>(result: Result<T, CallError>, convert: impl FnOnce(T) -> U) -> Answer<U> {
    Ok(result.map(convert).map_err(api_error))
}

/// The server answers a pointer; nil without an error is an object that is not there.
fn found<T, U: From<T>>(result: Result<Option<T>, CallError>) -> Answer<U> {
    Ok(result.map_err(api_error).and_then(|value| value.map(Into::into).ok_or(ApiError::NotFound)))
}

/// The same for a list.
fn list<T, U: From<T>>(result: Result<Vec<T>, CallError>) -> Answer<Vec<U>> {
    answer(result, |list| list.into_iter().map(Into::into).collect())
}

/// Runs the API call `$call` on the connected API, or answers `unavailable`.
macro_rules! api {
    ($state:expr, |$api:ident| $call:expr) => {
        match $state.api() {
            Ok($api) => $call,
            Err(error) => return Ok(Err(error)),
        }
    };
}
use api;

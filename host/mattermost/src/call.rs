//! How a call runs, and how it ends when it does not end well.

use gob::Gob;
use goplugin::rpc::{self, RpcError};

use crate::answer::Outcome;
use crate::model::{AppError, ErrorValue};

/// Why a call has no result.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CallError {
    /// The other side refused; [`AppError::status_code`] says in which way.
    #[error(transparent)]
    App(Box<AppError>),
    /// The other side refused with a Go `error`.
    #[error(transparent)]
    Value(#[from] ErrorValue),
    /// The other side has no such method: it is too old.
    #[error("{method} is not known to the other side")]
    NoSuchMethod {
        /// The name of the method, such as `KVGet`.
        method: &'static str,
    },
    /// The call could not be made, or its answer not be understood.
    #[error("{method} failed: {text}")]
    Failed {
        /// The name of the method.
        method: &'static str,
        /// What went wrong, for the log.
        text: String,
    },
    /// No answer: the connection is gone. Whether the call took effect is unknown.
    #[error("no answer to {method}: the connection is gone")]
    Lost {
        /// The name of the method.
        method: &'static str,
    },
}

impl From<AppError> for CallError {
    fn from(error: AppError) -> Self {
        Self::App(Box::new(error))
    }
}

/// Why a service does not answer a call with a result.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused<E> {
    /// With the error that the method declares.
    With(E),
    /// There is no such method.
    NoSuchMethod,
}

impl<E> From<E> for Refused<E> {
    fn from(error: E) -> Self {
        Self::With(error)
    }
}

/// Calls a method of the other side.
pub(crate) async fn call<A: Gob, R: Gob + Send>(
    client: &rpc::Client,
    method: &'static str,
    arguments: &A,
) -> Result<R, CallError> {
    let reply = client.call(&format!("Plugin.{method}"), arguments).await;
    reply.map_err(|error| match error {
        RpcError::NoSuchMethod(_) => CallError::NoSuchMethod { method },
        RpcError::ConnectionLost(_) => CallError::Lost { method },
        error @ (RpcError::Remote(_) | RpcError::Unencodable(_) | RpcError::Undecodable(_)) => {
            CallError::Failed { method, text: error.to_string() }
        }
    })
}

/// What to send for the result of a method: its reply or, in the words that Go clients test for, that there is none.
pub(crate) fn reply<O: Outcome>(method: &str, result: Result<O::Value, Refused<O::Error>>) -> Result<O::Reply, String> {
    match result {
        Ok(value) => Ok(O::into_reply(Ok(value))),
        Err(Refused::With(error)) => Ok(O::into_reply(Err(error))),
        Err(Refused::NoSuchMethod) => Err(format!("rpc: can't find method Plugin.{method}")),
    }
}

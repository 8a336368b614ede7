//! How calls end that do not end well.

use crate::model::{AppError, ErrorValue};

/// Why a call has no result.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The other side refused; [`AppError::status_code`] says in which way.
    #[error(transparent)]
    App(#[from] AppError),
    /// The other side refused with a Go `error`.
    #[error(transparent)]
    Value(#[from] ErrorValue),
    /// The other side has no such method: it is too old.
    #[error("{method} is not known to the other side")]
    NoSuchMethod {
        /// The name of the method, such as `KVGet`.
        method: &'static str,
    },
    /// The other side could not handle the call.
    #[error("{method} failed: {text}")]
    Failed {
        /// The name of the method.
        method: &'static str,
        /// In the words of the other side, for the log.
        text: String,
    },
    /// No answer: the connection is gone. Whether the call took effect is unknown.
    #[error("no answer to {method}: the connection is gone")]
    Lost {
        /// The name of the method.
        method: &'static str,
    },
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

//! Errors as values: `*model.AppError` and what travels in fields of Go's type `error`.

use std::fmt;

use gob::{EncodeError, Fault, Gob, Input, Interface, Output, TypeRef, WireRef};
use serde::{Deserialize, Serialize};

/// Why the server, or a hook, did not do what was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Gob, Deserialize, Serialize)]
#[serde(default)]
pub struct AppError {
    /// Names the failure, such as `app.user.missing_account.const`.
    pub id: String,
    /// For the user, in the user's language when it comes from the server.
    pub message: String,
    /// For the log.
    pub detailed_error: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// Of HTTP.
    pub status_code: i64,
    /// The function that failed.
    #[serde(skip)]
    pub r#where: String,
    /// `message` is shown as it is.
    #[serde(skip)]
    pub skip_translation: bool,
}

impl AppError {
    /// An error whose `message` is shown as it is.
    pub fn new(place: &str, message: impl Into<String>, status_code: i64) -> Self {
        Self {
            message: message.into(),
            status_code,
            r#where: place.to_owned(),
            skip_translation: true,
            ..Self::default()
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.r#where.is_empty() {
            write!(f, "{}: ", self.r#where)?;
        }
        f.write_str(&self.message)?;
        if !self.detailed_error.is_empty() {
            write!(f, ", {}", self.detailed_error)?;
        }
        Ok(())
    }
}

impl std::error::Error for AppError {}

/// The most common Go `error`: a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Gob)]
pub struct ErrorString {
    /// 0, or a well-known error such as 1 for `io.EOF`.
    pub code: i64,
    /// The text.
    pub err: String,
}

/// A Go `error`, which travels as an interface.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorValue {
    /// A text.
    #[error("{}", .0.err)]
    Text(ErrorString),
    /// An error of the server's own kind.
    #[error(transparent)]
    App(Box<AppError>),
    /// An error of another registered type, for instance of the database. It is sent as a text.
    #[error("{name}: {message}")]
    Other {
        /// The Go type, such as `*pq.Error`.
        name: String,
        /// Its field `Message`.
        message: String,
    },
}

impl ErrorValue {
    /// An error with a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self::Text(ErrorString { code: 0, err: text.into() })
    }
}

impl Default for ErrorValue {
    fn default() -> Self {
        Self::new("")
    }
}

impl From<AppError> for ErrorValue {
    fn from(error: AppError) -> Self {
        Self::App(Box::new(error))
    }
}

const ERROR_STRING: &str = "*plugin.ErrorString";
const APP_ERROR: &str = "*model.AppError";

impl Gob for ErrorValue {
    fn gob_type() -> TypeRef {
        Interface::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        false
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        match self {
            Self::Text(error) => out.interface(ERROR_STRING, error),
            Self::App(error) => out.interface(APP_ERROR, error),
            Self::Other { .. } => out.interface(ERROR_STRING, &ErrorString { code: 0, err: self.to_string() }),
        }
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let error = input.read_interface(wire, |name, wire, input| match name {
            ERROR_STRING => read(wire, input).map(Self::Text),
            APP_ERROR => read(wire, input).map(Self::App),
            _ => {
                let Unknown { message } = read(wire, input)?;
                Ok(Self::Other { name: name.to_owned(), message })
            }
        })?;
        *self = error.unwrap_or_default();
        Ok(())
    }
}

/// What errors of other types have in common.
#[derive(Default, Gob)]
struct Unknown {
    message: String,
}

/// Reads the content of an interface as a Rust type.
pub(super) fn read<T: Gob>(wire: WireRef, input: &mut Input<'_>) -> Result<T, Fault> {
    let mut value = T::default();
    value.decode_gob(wire, input)?;
    Ok(value)
}

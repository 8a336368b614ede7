//! What can go wrong.

use std::fmt;

/// Why a value could not be encoded. Nothing was written and the encoder works on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// `None` stands where gob has no way to leave a value out: at top level, in a list or in a map.
    #[error("gob: cannot encode nil outside a struct field")]
    Nil,
    /// A [`Value`](crate::Value) is part of a typed value; only an [`Interface`](crate::Interface) may be.
    #[error("gob: a Value has no static type; use an Interface")]
    Untyped,
    /// The parts of a [`Value`](crate::Value) contradict its type: the expected kind and the one found.
    #[error("gob: {found} in a value of type {expected}")]
    Mixed {
        /// The kind the type asks for.
        expected: &'static str,
        /// The kind that is there.
        found: &'static str,
    },
    /// One stream has had values of too many different types.
    #[error("gob: too many types of values")]
    TooManyTypes,
    /// Containers nest more than [`DEPTH_MAX`](crate::DEPTH_MAX) deep.
    #[error("gob: invalid nesting depth")]
    TooDeep,
}

/// Why a value could not be decoded; the texts are those of Go where Go has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The value on the wire is of another kind than the Rust type.
    Type {
        /// The kind that was asked for.
        local: &'static str,
        /// The kind on the wire.
        remote: &'static str,
        /// `Struct.Field` in the words of the sender, if it was a field.
        field: Option<String>,
    },
    /// A number does not fit, in the named field if it was one.
    Range {
        /// The Go name of the field.
        field: Option<String>,
    },
    /// The struct on the wire has fields, and none of the Rust type's.
    NoFields {
        /// The name of the Rust type's Go counterpart.
        local: &'static str,
    },
    /// The bytes of an opaque value are not what the named type expects.
    Opaque(&'static str),
    /// An interface value is nil where a value was asked for.
    NilInterface,
    /// The bytes are not gob.
    Corrupt(String),
    /// A type was defined twice.
    DuplicateType,
    /// One of the [`Limits`](crate::Limits) was exceeded: which, and its value.
    Limit(&'static str, usize),
}

impl DecodeError {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }

    /// Whether the stream ends here. If not, the one value was consumed and the next can be decoded.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Corrupt(_) | Self::DuplicateType | Self::Limit(..))
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type { local, remote, field: None } => {
                write!(f, "gob: decoding into local type {local}, received remote type {remote}")
            }
            Self::Type { local, remote, field: Some(field) } => {
                write!(f, "gob: wrong type ({local}) for received field {field} of type {remote}")
            }
            Self::Range { field: None } => f.write_str("gob: value out of range"),
            Self::Range { field: Some(field) } => {
                write!(f, "gob: value for {field:?} out of range")
            }
            Self::NoFields { local } => {
                write!(f, "gob: type mismatch: no fields matched compiling decoder for {local}")
            }
            Self::Opaque(local) => write!(f, "gob: malformed {local}"),
            Self::NilInterface => f.write_str("gob: interface value is nil"),
            Self::Corrupt(what) => write!(f, "gob: {what}"),
            Self::DuplicateType => f.write_str("gob: duplicate type received"),
            Self::Limit(what, max) => write!(f, "gob: more than {max} {what}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Why [`Gob::decode_gob`](crate::Gob::decode_gob) stopped: an error, or the rest of the value has yet to arrive.
#[derive(Debug)]
pub struct Fault(pub(crate) Box<Cause>);

#[derive(Debug)]
pub(crate) enum Cause {
    /// Retry when the value has at least so many bytes.
    More(usize),
    Error(DecodeError),
}

impl From<DecodeError> for Fault {
    #[cold]
    fn from(error: DecodeError) -> Self {
        Self(Box::new(Cause::Error(error)))
    }
}

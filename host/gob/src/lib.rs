//! Go's gob encoding: encoder, streaming decoder and a derive

mod decoder;
mod encoder;
mod error;
mod gob;
mod impls;
mod interface;
mod limits;
mod number;
mod opaque;
mod shape;
mod value;
mod wire_id;

#[cfg(feature = "json")]
pub mod json;

pub use decoder::{Decoder, FieldCursor, Input, TypeShape, WireRef};
pub use encoder::{DEPTH_MAX, Encoder, Output, StructWriter};
pub use error::{DecodeError, EncodeError, Fault};
pub use gob::Gob;
pub use gob_derive::Gob;
pub use interface::Interface;
pub use limits::Limits;
pub use opaque::{Time, Url};
pub use shape::{Field, OpaqueKind, Shape, TypeRef};
pub use value::{Map, Opaque, Slice, Struct, Type, Value};

#[doc(hidden)]
pub use value::Layout;

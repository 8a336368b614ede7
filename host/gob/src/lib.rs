//! [Gob](https://pkg.go.dev/encoding/gob), the encoding of Go's `net/rpc`: an [`Encoder`], a streaming [`Decoder`] that
//! does no input or output of its own, and a derive that makes a Rust struct a Go struct.
//!
//! ```
//! use gob::{Decoder, Encoder, Gob, Interface, Limits};
//!
//! #[derive(Debug, Default, PartialEq, Gob)]
//! struct Post {
//!     channel_id: String,           // ChannelId on the wire
//!     #[gob(rename = "IPAddress")]
//!     ip_address: String,
//!     pinned: Option<bool>,         // *bool
//!     reply_counts: Vec<i64>,
//!     prop: Interface,              // interface{}
//! }
//!
//! let post = Post { channel_id: "town-square".into(), prop: Interface::string("by hand"), ..Post::default() };
//! let mut bytes = Vec::new();
//! Encoder::new().encode(&post, &mut bytes)?;
//!
//! let mut decoder = Decoder::new(Limits::default());
//! let (first, rest) = bytes.split_at(20);
//! decoder.feed(first);
//! assert_eq!(decoder.decode::<Post>()?, None); // The rest has yet to arrive.
//! decoder.feed(rest);
//! assert_eq!(decoder.decode()?, Some(post));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A stream defines its types, once each, before the values that need them. So an encoder and a decoder belong to one
//! direction of one connection for its whole life.
//!
//! | Go | Rust |
//! | --- | --- |
//! | `bool`, `string`, `float32`, `float64` | `bool`, `String`, `f32`, `f64` |
//! | `int`, `int8` … `int64` | `i8` … `i64`; the width is not on the wire, a value that does not fit is an error |
//! | `uint`, `uint16` … `uint64` | `u16` … `u64` |
//! | `[]byte` | `Vec<u8>` |
//! | `[]T`, `[N]T` | `Vec<T>`, `[T; N]` |
//! | `map[K]V` | `BTreeMap<K, V>` or `HashMap<K, V>`; an empty one counts as nil |
//! | `*T` | `Option<T>`, with a `Box` where a type contains itself |
//! | `struct` | `#[derive(Gob)]`; `()` is the empty one and takes any |
//! | `type T U` | `#[derive(Gob)] struct T(U)` |
//! | `interface{}` | [`Interface`] |
//! | `time.Time`, `url.URL` | [`Time`], [`Url`] |
//! | anything | [`Value`] |
//!
//! Struct fields are matched by name: those that only the sender has are skipped, those that only the receiver has keep
//! their default. Zero values are not sent, as in Go, but for one thing that Go cannot do: `Some` is always sent, so
//! `Some(false)` arrives as a pointer to `false`.

mod gob;
mod impls;
mod interface;
#[cfg(feature = "json")]
pub mod json;
mod opaque;
mod shape;
mod value;

mod decoder;
mod encoder;
mod error;
mod limits;
mod number;
mod wire_id;

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

//! What a Rust type looks like on the wire.

use std::any::TypeId;

/// A type by reference: its identity, and its [`Shape`] on request, so that types may contain themselves.
#[derive(Clone, Copy)]
pub struct TypeRef {
    pub(crate) key: TypeId,
    shape: fn() -> Shape,
}

impl TypeRef {
    /// The reference to `T`, whose shape `shape` returns.
    pub fn of<T: 'static>(shape: fn() -> Shape) -> Self {
        Self { key: TypeId::of::<T>(), shape }
    }

    /// The shape of the type, one level deep.
    pub fn shape(self) -> Shape {
        (self.shape)()
    }
}

/// The wire form of a Rust type.
pub enum Shape {
    /// `bool`
    Bool,
    /// Every signed integer.
    Int,
    /// Every unsigned integer.
    Uint,
    /// Every float.
    Float,
    /// `[]byte`
    Bytes,
    /// `string`
    String,
    /// `interface{}`
    Interface,
    /// Bytes that only the type itself understands, and the type's name.
    Opaque(OpaqueKind, &'static str),
    /// A slice of the type.
    Slice(TypeRef),
    /// An array of the type and its length.
    Array(TypeRef, usize),
    /// A map: key and element.
    Map(TypeRef, TypeRef),
    /// A struct: its name, which the peer ignores, and its fields.
    Struct(&'static str, Vec<Field>),
    /// A [`Value`](crate::Value): known only when there is one.
    Dynamic,
}

/// A field of a struct: its Go name and its type.
pub struct Field {
    /// The name by which the peer finds the field.
    pub name: &'static str,
    /// Its type.
    pub ty: TypeRef,
}

/// Which of Go's interfaces turns the value into bytes: the peer must use the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpaqueKind {
    /// `GobEncoder`, for example `time.Time`.
    GobEncoder,
    /// `encoding.BinaryMarshaler`, for example `url.URL`.
    BinaryMarshaler,
    /// `encoding.TextMarshaler`
    TextMarshaler,
}

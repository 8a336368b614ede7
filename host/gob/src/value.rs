//! Values whose type is known only from the wire.

mod decode;
mod encode;
mod layout;

pub use layout::Layout;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Interface, OpaqueKind};

/// Any gob value.
///
/// It goes alone or in an [`Interface`]; as a part of a Rust type it can be received but not sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `bool`
    Bool(bool),
    /// A signed integer of any width.
    Int(i64),
    /// An unsigned integer of any width.
    Uint(u64),
    /// A float of either width.
    Float(f64),
    /// A complex number: real and imaginary part.
    Complex(f64, f64),
    /// `[]byte`
    Bytes(Vec<u8>),
    /// `string`
    String(String),
    /// A slice.
    Slice(Slice),
    /// An array.
    Array(Slice),
    /// A map.
    Map(Map),
    /// A struct.
    Struct(Struct),
    /// `interface{}`, nil or not.
    Interface(Interface),
    /// A value that turned itself into bytes, such as `time.Time`.
    Opaque(Opaque),
}

/// The elements of a slice or an array.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// The type of the elements, which a slice has even when it is empty.
    pub element: Type,
    /// The elements, all of that type.
    pub items: Vec<Value>,
}

/// The entries of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The type of the keys.
    pub key: Type,
    /// The type of the elements.
    pub element: Type,
    /// Keys and elements in the order of the wire.
    pub entries: Vec<(Value, Value)>,
}

/// The fields of a struct.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// The name on the wire, which receivers ignore.
    pub name: Arc<str>,
    /// The fields that are on the wire, that is, those that are not zero.
    pub fields: BTreeMap<Arc<str>, Value>,
}

/// The bytes of a type that encodes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opaque {
    /// The way it encodes itself.
    pub kind: OpaqueKind,
    /// The name on the wire, which receivers ignore.
    pub name: Arc<str>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The type of the elements of a slice or map, as far as the receiver compares it: structs are matched by their fields
/// when there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `bool`
    Bool,
    /// A signed integer.
    Int,
    /// An unsigned integer.
    Uint,
    /// A float.
    Float,
    /// A complex number.
    Complex,
    /// `[]byte`
    Bytes,
    /// `string`
    String,
    /// `interface{}`
    Interface,
    /// A self-encoded type: its way and its name.
    Opaque(OpaqueKind, Arc<str>),
    /// A slice of the type.
    Slice(Arc<Type>),
    /// An array of the type with the given length.
    Array(Arc<Type>, usize),
    /// A map: key and element.
    Map(Arc<Type>, Arc<Type>),
    /// Some struct.
    Struct,
}

impl Default for Value {
    /// The nil interface.
    fn default() -> Self {
        Self::Interface(Interface::nil())
    }
}

impl Value {
    /// `[]interface {}`
    pub fn list(items: impl IntoIterator<Item = Interface>) -> Self {
        let items = items.into_iter().map(Self::Interface).collect();
        Self::Slice(Slice { element: Type::Interface, items })
    }

    /// `map[string]interface {}`
    pub fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Interface)>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| (Self::String(key.into()), Self::Interface(value)));
        Self::Map(Map { key: Type::String, element: Type::Interface, entries: entries.collect() })
    }

    /// The type of the value.
    pub fn type_of(&self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Uint(_) => Type::Uint,
            Self::Float(_) => Type::Float,
            Self::Complex(..) => Type::Complex,
            Self::Bytes(_) => Type::Bytes,
            Self::String(_) => Type::String,
            Self::Slice(slice) => Type::Slice(Arc::new(slice.element.clone())),
            Self::Array(array) => Type::Array(Arc::new(array.element.clone()), array.items.len()),
            Self::Map(map) => Type::Map(Arc::new(map.key.clone()), Arc::new(map.element.clone())),
            Self::Struct(_) => Type::Struct,
            Self::Interface(_) => Type::Interface,
            Self::Opaque(opaque) => Type::Opaque(opaque.kind, opaque.name.clone()),
        }
    }

    /// The field of a struct, or the element of a map with string keys.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Struct(value) => value.fields.get(name),
            Self::Map(map) => map
                .entries
                .iter()
                .find(|(key, _)| matches!(key, Self::String(key) if key == name))
                .map(|(_, value)| value),
            _ => None,
        }
    }
}

impl Type {
    /// The kind, in the words of error texts.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Uint => "uint",
            Self::Float => "float",
            Self::Complex => "complex",
            Self::Bytes => "bytes",
            Self::String => "string",
            Self::Interface => "interface",
            Self::Opaque(..) => "opaque",
            Self::Slice(_) => "slice",
            Self::Array(..) => "array",
            Self::Map(..) => "map",
            Self::Struct => "struct",
        }
    }
}

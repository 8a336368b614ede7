//! The whole type of a value, with the fields of its structs.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Type, Value};
use crate::{EncodeError, OpaqueKind, wire_id};

/// What a value needs the peer to know before it. The structs of a slice or map share one type, whose fields are those
/// that occur in any of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Layout {
    /// A type with a fixed id.
    Basic(i64),
    /// See [`Type::Opaque`].
    Opaque(OpaqueKind, Arc<str>),
    /// See [`Type::Slice`].
    Slice(Box<Layout>),
    /// See [`Type::Array`].
    Array(Box<Layout>, usize),
    /// See [`Type::Map`].
    Map(Box<Layout>, Box<Layout>),
    /// A struct: name and fields.
    Struct(Arc<str>, Vec<(Arc<str>, Layout)>),
}

impl Layout {
    pub(crate) fn of(value: &Value) -> Result<Self, EncodeError> {
        let values = &[value];
        Ok(match value {
            Value::Slice(slice) => Self::Slice(Self::boxed(&slice.element, || items(values))?),
            Value::Map(map) => Self::map(&map.key, &map.element, values)?,
            _ => Self::common(&value.type_of(), values)?,
        })
    }

    /// The layout of the type `ty` that fits all `values`.
    fn common(ty: &Type, values: &[&Value]) -> Result<Self, EncodeError> {
        Ok(match ty {
            Type::Bool => Self::Basic(wire_id::BOOL),
            Type::Int => Self::Basic(wire_id::INT),
            Type::Uint => Self::Basic(wire_id::UINT),
            Type::Float => Self::Basic(wire_id::FLOAT),
            Type::Complex => Self::Basic(wire_id::COMPLEX),
            Type::Bytes => Self::Basic(wire_id::BYTES),
            Type::String => Self::Basic(wire_id::STRING),
            Type::Interface => Self::Basic(wire_id::INTERFACE),
            Type::Opaque(kind, name) => Self::Opaque(*kind, name.clone()),
            Type::Slice(element) => Self::Slice(Self::boxed(element, || items(values))?),
            Type::Array(element, length) => Self::Array(Self::boxed(element, || items(values))?, *length),
            Type::Map(key, element) => Self::map(key, element, values)?,
            Type::Struct => Self::structure(values)?,
        })
    }

    fn map(key: &Type, element: &Type, values: &[&Value]) -> Result<Self, EncodeError> {
        let keys = || entries(values).map(|(key, _)| key).collect();
        let elements = || entries(values).map(|(_, element)| element).collect();
        Ok(Self::Map(Self::boxed(key, keys)?, Self::boxed(element, elements)?))
    }

    /// The layout of elements, which have to be looked at only if there are structs in them.
    fn boxed<'v>(element: &Type, values: impl FnOnce() -> Vec<&'v Value>) -> Result<Box<Self>, EncodeError> {
        let values = if element.has_struct() { values() } else { Vec::new() };
        Self::common(element, &values).map(Box::new)
    }

    fn structure(values: &[&Value]) -> Result<Self, EncodeError> {
        let mut name = Arc::default();
        let mut fields: BTreeMap<&Arc<str>, Vec<&Value>> = BTreeMap::new();
        for value in values {
            let Value::Struct(value) = value else { continue };
            name = value.name.clone();
            for (name, field) in &value.fields {
                fields.entry(name).or_default().push(field);
            }
        }
        let fields = fields.into_iter().map(|(name, values)| {
            let layout = Self::common(&values[0].type_of(), &values)?;
            Ok((name.clone(), layout))
        });
        Ok(Self::Struct(name, fields.collect::<Result<_, EncodeError>>()?))
    }

    /// The kind, in the words of error texts.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Basic(wire_id::BOOL) => "bool",
            Self::Basic(wire_id::INT) => "int",
            Self::Basic(wire_id::UINT) => "uint",
            Self::Basic(wire_id::FLOAT) => "float",
            Self::Basic(wire_id::COMPLEX) => "complex",
            Self::Basic(wire_id::BYTES) => "bytes",
            Self::Basic(wire_id::STRING) => "string",
            Self::Basic(_) => "interface",
            Self::Opaque(..) => "opaque",
            Self::Slice(_) => "slice",
            Self::Array(..) => "array",
            Self::Map(..) => "map",
            Self::Struct(..) => "struct",
        }
    }
}

impl Type {
    fn has_struct(&self) -> bool {
        match self {
            Self::Struct => true,
            Self::Slice(element) | Self::Array(element, _) => element.has_struct(),
            Self::Map(key, element) => key.has_struct() || element.has_struct(),
            _ => false,
        }
    }
}

fn items<'v>(values: &[&'v Value]) -> Vec<&'v Value> {
    values
        .iter()
        .flat_map(|value| match value {
            Value::Slice(slice) | Value::Array(slice) => slice.items.as_slice(),
            _ => &[],
        })
        .collect()
}

fn entries<'v>(values: &[&'v Value]) -> impl Iterator<Item = (&'v Value, &'v Value)> {
    values
        .iter()
        .flat_map(|value| match value {
            Value::Map(map) => map.entries.as_slice(),
            _ => &[],
        })
        .map(|(key, element)| (key, element))
}

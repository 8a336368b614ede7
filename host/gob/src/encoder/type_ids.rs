//! Which types the peer knows, by which ids.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;

use crate::value::Layout;
use crate::{EncodeError, OpaqueKind, Shape, TypeRef, number, wire_id};

/// Types of [`Value`](crate::Value)s on one stream. Their structs have as many types as there are sets of fields, and the
/// peer remembers all of them.
const VALUE_TYPES_MAX: usize = 4096;

/// A type on the wire, and whether it is a struct: all others have a zero byte before a value of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WireId {
    pub(crate) id: i64,
    pub(crate) is_struct: bool,
}

impl WireId {
    const fn basic(id: i64) -> Self {
        Self { id, is_struct: false }
    }
}

#[derive(Debug)]
pub(crate) struct TypeIds {
    next: i64,
    of_types: HashMap<TypeId, WireId>,
    of_definitions: HashMap<Definition, WireId>,
    /// Messages that define the types which the peer does not know yet, outer types first.
    unsent: Vec<Vec<u8>>,
}

/// A type in terms of the ids of its parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Definition {
    Opaque(OpaqueKind, Arc<str>),
    Slice(i64),
    Array(i64, usize),
    Map(i64, i64),
    Struct(Arc<str>, Vec<(Arc<str>, i64)>),
}

impl Default for TypeIds {
    fn default() -> Self {
        Self { next: wire_id::FIRST_USER, of_types: HashMap::new(), of_definitions: HashMap::new(), unsent: Vec::new() }
    }
}

impl TypeIds {
    /// What [`rollback`](Self::rollback) returns to.
    pub(super) fn checkpoint(&self) -> i64 {
        self.next
    }

    pub(super) fn rollback(&mut self, next: i64) {
        self.next = next;
        self.of_types.retain(|_, wire| wire.id < next);
        self.of_definitions.retain(|_, wire| wire.id < next);
        self.unsent.clear();
    }

    /// Inserts the new definitions at `position` of `out`.
    pub(super) fn flush(&mut self, out: &mut Vec<u8>, position: usize) {
        if !self.unsent.is_empty() {
            out.splice(position..position, self.unsent.drain(..).flatten());
        }
    }

    /// The id of a Rust type, which is defined to the peer if need be.
    pub(super) fn static_id(&mut self, ty: TypeRef) -> Result<WireId, EncodeError> {
        if let Some(&wire) = self.of_types.get(&ty.key) {
            return Ok(wire);
        }
        let shape = ty.shape();
        if let Some(wire) = basic(&shape)? {
            return Ok(wire);
        }
        let (wire, message) = self.reserve(matches!(shape, Shape::Struct(..)));
        // Known before its parts are, because they may contain it.
        self.of_types.insert(ty.key, wire);
        self.unsent[message] = self.definition(shape)?.message(wire.id);
        Ok(wire)
    }

    fn definition(&mut self, shape: Shape) -> Result<Definition, EncodeError> {
        Ok(match shape {
            Shape::Opaque(kind, name) => Definition::Opaque(kind, name.into()),
            Shape::Slice(element) => Definition::Slice(self.static_id(element)?.id),
            Shape::Array(element, length) => Definition::Array(self.static_id(element)?.id, length),
            Shape::Map(key, element) => Definition::Map(self.static_id(key)?.id, self.static_id(element)?.id),
            Shape::Struct(name, fields) => {
                let mut field_ids = Vec::with_capacity(fields.len());
                for field in fields {
                    field_ids.push((field.name.into(), self.static_id(field.ty)?.id));
                }
                Definition::Struct(name.into(), field_ids)
            }
            _ => return Err(EncodeError::Untyped),
        })
    }

    /// The id of the type of a value, which is defined to the peer if need be.
    pub(crate) fn layout_id(&mut self, layout: &Layout) -> Result<WireId, EncodeError> {
        let definition = match layout {
            Layout::Basic(id) => return Ok(WireId::basic(*id)),
            Layout::Opaque(kind, name) => Definition::Opaque(*kind, name.clone()),
            Layout::Slice(element) => Definition::Slice(self.layout_id(element)?.id),
            Layout::Array(element, length) => Definition::Array(self.layout_id(element)?.id, *length),
            Layout::Map(key, element) => Definition::Map(self.layout_id(key)?.id, self.layout_id(element)?.id),
            Layout::Struct(name, fields) => {
                let mut field_ids = Vec::with_capacity(fields.len());
                for (name, field) in fields {
                    field_ids.push((name.clone(), self.layout_id(field)?.id));
                }
                Definition::Struct(name.clone(), field_ids)
            }
        };
        if let Some(&wire) = self.of_definitions.get(&definition) {
            return Ok(wire);
        }
        if self.of_definitions.len() == VALUE_TYPES_MAX {
            return Err(EncodeError::TooManyTypes);
        }
        let (wire, message) = self.reserve(matches!(layout, Layout::Struct(..)));
        self.unsent[message] = definition.message(wire.id);
        self.of_definitions.insert(definition, wire);
        Ok(wire)
    }

    /// A new id, and the place of its definition among the unsent messages.
    fn reserve(&mut self, is_struct: bool) -> (WireId, usize) {
        let wire = WireId { id: self.next, is_struct };
        self.next += 1;
        self.unsent.push(Vec::new());
        (wire, self.unsent.len() - 1)
    }
}

/// The id of a type that needs no definition.
fn basic(shape: &Shape) -> Result<Option<WireId>, EncodeError> {
    Ok(Some(WireId::basic(match shape {
        Shape::Bool => wire_id::BOOL,
        Shape::Int => wire_id::INT,
        Shape::Uint => wire_id::UINT,
        Shape::Float => wire_id::FLOAT,
        Shape::Bytes => wire_id::BYTES,
        Shape::String => wire_id::STRING,
        Shape::Interface => wire_id::INTERFACE,
        Shape::Dynamic => return Err(EncodeError::Untyped),
        Shape::Opaque(..) | Shape::Slice(_) | Shape::Array(..) | Shape::Map(..) | Shape::Struct(..) => {
            return Ok(None);
        }
    })))
}

impl Definition {
    /// The whole message: length, negated id, Go's `wireType`.
    fn message(&self, id: i64) -> Vec<u8> {
        let mut body = Vec::new();
        number::put_int(&mut body, -id);
        // wireType has a field per kind; this is the distance to the one that is set.
        number::put_uint(&mut body, self.kind());
        // CommonType is the first field of every kind.
        body.push(1);
        self.put_common(id, &mut body);
        match self {
            Self::Opaque(..) => {}
            Self::Slice(element) => put_int_field(&mut body, *element),
            Self::Array(element, length) => {
                put_int_field(&mut body, *element);
                if *length > 0 {
                    put_int_field(&mut body, *length as i64);
                }
            }
            Self::Map(key, element) => {
                put_int_field(&mut body, *key);
                put_int_field(&mut body, *element);
            }
            Self::Struct(_, fields) => put_fields(&mut body, fields),
        }
        body.extend_from_slice(&[0, 0]);
        let mut message = Vec::with_capacity(body.len() + 3);
        number::put_uint(&mut message, body.len() as u64);
        message.append(&mut body);
        message
    }

    fn kind(&self) -> u64 {
        match self {
            Self::Array(..) => 1,
            Self::Slice(_) => 2,
            Self::Struct(..) => 3,
            Self::Map(..) => 4,
            Self::Opaque(OpaqueKind::GobEncoder, _) => 5,
            Self::Opaque(OpaqueKind::BinaryMarshaler, _) => 6,
            Self::Opaque(OpaqueKind::TextMarshaler, _) => 7,
        }
    }

    /// CommonType: Name string, Id int.
    fn put_common(&self, id: i64, body: &mut Vec<u8>) {
        let name = match self {
            Self::Struct(name, _) | Self::Opaque(_, name) => &**name,
            Self::Slice(_) | Self::Array(..) | Self::Map(..) => "",
        };
        if name.is_empty() {
            body.push(2);
            number::put_int(body, id);
        } else {
            body.push(1);
            put_string(body, name);
            put_int_field(body, id);
        }
        body.push(0);
    }
}

fn put_fields(body: &mut Vec<u8>, fields: &[(Arc<str>, i64)]) {
    if fields.is_empty() {
        return;
    }
    body.push(1);
    number::put_uint(body, fields.len() as u64);
    for (name, id) in fields {
        body.push(1);
        put_string(body, name);
        put_int_field(body, *id);
        body.push(0);
    }
}

/// The field after the previous one.
fn put_int_field(body: &mut Vec<u8>, value: i64) {
    body.push(1);
    number::put_int(body, value);
}

fn put_string(body: &mut Vec<u8>, value: &str) {
    number::put_uint(body, value.len() as u64);
    body.extend_from_slice(value.as_bytes());
}

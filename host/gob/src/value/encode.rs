//! Writing values.

use std::sync::Arc;

use super::{Layout, Struct, Value};
use crate::{EncodeError, Gob, Output, number, wire_id};

impl Value {
    /// Writes the value as the type that the peer was told.
    pub(crate) fn encode_as(&self, layout: &Layout, out: &mut Output<'_>) -> Result<(), EncodeError> {
        match (self, layout) {
            (Self::Bool(value), Layout::Basic(wire_id::BOOL)) => value.encode_gob(out),
            (Self::Int(value), Layout::Basic(wire_id::INT)) => value.encode_gob(out),
            (Self::Uint(value), Layout::Basic(wire_id::UINT)) => value.encode_gob(out),
            (Self::Float(value), Layout::Basic(wire_id::FLOAT)) => value.encode_gob(out),
            (Self::Complex(real, imaginary), Layout::Basic(wire_id::COMPLEX)) => {
                out.uint(number::float_to_uint(*real));
                out.uint(number::float_to_uint(*imaginary));
                Ok(())
            }
            (Self::Bytes(value), Layout::Basic(wire_id::BYTES)) => value.encode_gob(out),
            (Self::String(value), Layout::Basic(wire_id::STRING)) => value.encode_gob(out),
            (Self::Interface(value), Layout::Basic(wire_id::INTERFACE)) => value.encode_gob(out),
            (Self::Opaque(value), Layout::Opaque(kind, _)) if value.kind == *kind => {
                out.bytes(&value.bytes);
                Ok(())
            }
            (Self::Slice(slice), Layout::Slice(element)) => encode_items(&slice.items, element, out),
            (Self::Array(array), Layout::Array(element, length)) if array.items.len() == *length => {
                encode_items(&array.items, element, out)
            }
            (Self::Map(map), Layout::Map(key_layout, element_layout)) => {
                out.uint(map.entries.len() as u64);
                out.nested(|out| {
                    map.entries.iter().try_for_each(|(key, element)| {
                        key.encode_as(key_layout, out)?;
                        element.encode_as(element_layout, out)
                    })
                })
            }
            (Self::Struct(value), Layout::Struct(_, fields)) => value.encode_as(fields, out),
            _ => Err(EncodeError::Mixed { expected: layout.kind(), found: self.type_of().kind() }),
        }
    }
}

impl Struct {
    fn encode_as(&self, layout: &[(Arc<str>, Layout)], out: &mut Output<'_>) -> Result<(), EncodeError> {
        out.structure(|fields| {
            for (index, (name, layout)) in layout.iter().enumerate() {
                if let Some(value) = self.fields.get(name) {
                    fields.present(index as u64, |out| value.encode_as(layout, out))?;
                }
            }
            Ok(())
        })
    }
}

fn encode_items(items: &[Value], element: &Layout, out: &mut Output<'_>) -> Result<(), EncodeError> {
    out.uint(items.len() as u64);
    out.nested(|out| items.iter().try_for_each(|item| item.encode_as(element, out)))
}

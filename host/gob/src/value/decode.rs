//! Reading values, and their place among the typed ones.

use std::collections::BTreeMap;

use super::{Layout, Map, Opaque, Slice, Struct, Value};
use crate::decoder::Wire;
use crate::{DecodeError, EncodeError, Fault, Gob, Input, Output, Shape, TypeRef, WireRef, number};

impl Gob for Value {
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::Dynamic)
    }

    fn is_gob_zero(&self) -> bool {
        false
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        self.encode_as(&Layout::of(self)?, out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        *self = read(wire, input)?;
        Ok(())
    }

    fn gob_layout(&self) -> Option<Result<Layout, EncodeError>> {
        Some(Layout::of(self))
    }
}

fn read(wire: WireRef, input: &mut Input<'_>) -> Result<Value, Fault> {
    Ok(match *input.wire(wire) {
        Wire::Undefined => {
            return Err(DecodeError::corrupt("unknown type id or corrupted data").into());
        }
        Wire::Bool => Value::Bool(input.uint()? != 0),
        Wire::Int => Value::Int(input.int()?),
        Wire::Uint => Value::Uint(input.uint()?),
        Wire::Float => Value::Float(number::uint_to_float(input.uint()?)),
        Wire::Complex => {
            let real = number::uint_to_float(input.uint()?);
            Value::Complex(real, number::uint_to_float(input.uint()?))
        }
        Wire::Bytes => Value::Bytes(input.bytes()?.to_vec()),
        Wire::String => Value::String(input.string()?),
        Wire::Interface => {
            let mut content = crate::Interface::nil();
            content.decode_gob(wire, input)?;
            Value::Interface(content)
        }
        Wire::Opaque(kind, ref name) => {
            let name = name.clone();
            Value::Opaque(Opaque { kind, name, bytes: input.bytes()?.to_vec() })
        }
        Wire::Slice(element) => Value::Slice(read_items(element, input)?),
        Wire::Array(element, length) => {
            let array = read_items(element, input)?;
            if array.items.len() != length {
                return Err(DecodeError::corrupt("length mismatch in decodeArray").into());
            }
            Value::Array(array)
        }
        Wire::Map(key, element) => Value::Map(read_map(key, element, input)?),
        Wire::Struct(_) => Value::Struct(read_struct(wire, input)?),
    })
}

fn read_items(element: WireRef, input: &mut Input<'_>) -> Result<Slice, Fault> {
    let count = input.count()?;
    let mut items = Vec::new();
    input.nested(|input| {
        for _ in 0..count {
            items.push(read(element, input)?);
        }
        Ok(())
    })?;
    Ok(Slice { element: input.element_type(element)?, items })
}

fn read_map(key: WireRef, element: WireRef, input: &mut Input<'_>) -> Result<Map, Fault> {
    let count = input.count()?;
    let mut entries = Vec::new();
    input.nested(|input| {
        for _ in 0..count {
            entries.push((read(key, input)?, read(element, input)?));
        }
        Ok(())
    })?;
    let (key, element) = (input.element_type(key)?, input.element_type(element)?);
    Ok(Map { key, element, entries })
}

fn read_struct(wire: WireRef, input: &mut Input<'_>) -> Result<Struct, Fault> {
    let mut fields = BTreeMap::new();
    let mut next = 0;
    input.nested(|input| {
        while let Some(field) = input.next_wire_field(wire, &mut next)? {
            input.count_element()?;
            let value = read(field, input)?;
            fields.insert(input.field_name(wire, next - 1), value);
        }
        Ok(())
    })?;
    Ok(Struct { name: input.struct_name(wire), fields })
}

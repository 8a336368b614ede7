//! `string` and `[]byte`.

use crate::decoder::Wire;
use crate::{EncodeError, Fault, Gob, Input, Output, Shape, TypeRef, WireRef};

impl Gob for String {
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::String)
    }

    fn is_gob_zero(&self) -> bool {
        self.is_empty()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        out.bytes(self.as_bytes());
        Ok(())
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        if !input.is(wire, |wire| matches!(wire, Wire::String)) {
            return Err(input.mismatch("string", wire));
        }
        *self = input.string()?;
        Ok(())
    }
}

impl Gob for Vec<u8> {
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::Bytes)
    }

    fn is_gob_zero(&self) -> bool {
        self.is_empty()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        out.bytes(self);
        Ok(())
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        if !input.is(wire, |wire| matches!(wire, Wire::Bytes)) {
            return Err(input.mismatch("[]uint8", wire));
        }
        *self = input.bytes()?.to_vec();
        Ok(())
    }
}

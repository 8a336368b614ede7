//! The empty struct.

use crate::{EncodeError, Fault, Gob, Input, Output, Shape, TypeRef, WireRef};

/// Takes any struct and ignores its fields.
impl Gob for () {
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::Struct("", Vec::new()))
    }

    fn is_gob_zero(&self) -> bool {
        false
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        out.structure(|_| Ok(()))
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        if !input.is_struct(wire) {
            return Err(input.mismatch("struct", wire));
        }
        input.skip(wire)
    }
}

//! Pointers do not exist on the wire: an `Option` is Go's pointer and a `Box` is its content.

use crate::{EncodeError, Fault, Gob, Input, Output, TypeRef, WireRef};

/// `None` is left out. `Some` is always sent, even with a zero in it, which Go itself cannot do but understands.
impl<T: Gob> Gob for Option<T> {
    fn gob_type() -> TypeRef {
        T::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        self.is_none()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        self.as_ref().ok_or(EncodeError::Nil)?.encode_gob(out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        self.get_or_insert_default().decode_gob(wire, input)
    }
}

impl<T: Gob> Gob for Box<T> {
    fn gob_type() -> TypeRef {
        T::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        (**self).is_gob_zero()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        (**self).encode_gob(out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        (**self).decode_gob(wire, input)
    }
}

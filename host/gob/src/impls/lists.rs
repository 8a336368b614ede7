//! Slices and arrays.

use crate::decoder::Wire;
use crate::{DecodeError, EncodeError, Fault, Gob, Input, Output, Shape, TypeRef, WireRef};

/// Memory that a count alone, without the elements, makes us reserve.
const RESERVED_BYTES_MAX: usize = 64 * 1024;

impl<T: Gob> Gob for Vec<T> {
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::Slice(T::gob_type()))
    }

    fn is_gob_zero(&self) -> bool {
        self.is_empty()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        encode_elements(self, out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let Wire::Slice(element) = *input.wire(wire) else {
            return Err(input.mismatch("slice", wire));
        };
        let count = input.count()?;
        *self = Self::with_capacity(count.min(RESERVED_BYTES_MAX / size_of::<T>().max(1)));
        input.nested(|input| {
            for _ in 0..count {
                let mut item = T::default();
                item.decode_gob(element, input)?;
                self.push(item);
            }
            Ok(())
        })
    }
}

impl<T: Gob, const N: usize> Gob for [T; N]
where
    Self: Default,
{
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::Array(T::gob_type(), N))
    }

    fn is_gob_zero(&self) -> bool {
        false
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        encode_elements(self, out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let element = match *input.wire(wire) {
            Wire::Array(element, length) if length == N => element,
            _ => return Err(input.mismatch("array", wire)),
        };
        if input.count()? != N {
            return Err(DecodeError::corrupt("length mismatch in decodeArray").into());
        }
        input.nested(|input| self.iter_mut().try_for_each(|item| item.decode_gob(element, input)))
    }
}

fn encode_elements<T: Gob>(items: &[T], out: &mut Output<'_>) -> Result<(), EncodeError> {
    out.uint(items.len() as u64);
    out.nested(|out| items.iter().try_for_each(|item| item.encode_gob(out)))
}

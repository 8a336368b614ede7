//! `bool`, integers of all widths but `u8`, whose slices are bytes, and floats.

use crate::decoder::Wire;
use crate::{DecodeError, EncodeError, Fault, Gob, Input, Output, Shape, TypeRef, WireRef, number};

macro_rules! gob_number {
    ($($rust:ty, $go:literal, $kind:ident, $zero:literal, $encode:expr, $decode:expr;)*) => {$(
        impl Gob for $rust {
            fn gob_type() -> TypeRef {
                TypeRef::of::<Self>(|| Shape::$kind)
            }

            fn is_gob_zero(&self) -> bool {
                *self == $zero
            }

            fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
                out.uint($encode(*self));
                Ok(())
            }

            fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
                if !input.is(wire, |wire| matches!(wire, Wire::$kind)) {
                    return Err(input.mismatch($go, wire));
                }
                *self = $decode(input.uint()?).ok_or(DecodeError::Range { field: None })?;
                Ok(())
            }
        }
    )*};
}

gob_number! {
    bool, "bool", Bool, false, u64::from, |number| Some(number != 0);
    i8, "int8", Int, 0, signed, |number| i8::try_from(number::unzigzag(number)).ok();
    i16, "int16", Int, 0, signed, |number| i16::try_from(number::unzigzag(number)).ok();
    i32, "int32", Int, 0, signed, |number| i32::try_from(number::unzigzag(number)).ok();
    i64, "int64", Int, 0, signed, |number| Some(number::unzigzag(number));
    u16, "uint16", Uint, 0, u64::from, |number| u16::try_from(number).ok();
    u32, "uint32", Uint, 0, u64::from, |number| u32::try_from(number).ok();
    u64, "uint64", Uint, 0, u64::from, |number: u64| Some(number);
    f32, "float32", Float, 0.0, |value| number::float_to_uint(f64::from(value)), |number| narrow(number::uint_to_float(number));
    f64, "float64", Float, 0.0, number::float_to_uint, |number| Some(number::uint_to_float(number));
}

fn signed(value: impl Into<i64>) -> u64 {
    number::zigzag(value.into())
}

/// As in Go, infinity and NaN fit and finite numbers must not become infinite.
fn narrow(value: f64) -> Option<f32> {
    let narrow = value as f32;
    (narrow.is_finite() || !value.is_finite()).then_some(narrow)
}

//! The structs of arguments and replies: fields `A`, `B`, … in the order of Go's parameters or results.

use gob::{EncodeError, Fault, Field, Gob, Input, Output, Shape, TypeRef, WireRef};

/// A tuple as the struct with the fields `A`, `B`, ….
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields<T>(pub(crate) T);

macro_rules! fields {
    ($($T:ident $index:tt $name:literal),*) => {
        impl<$($T: Gob),*> Gob for Fields<($($T,)*)> {
            fn gob_type() -> TypeRef {
                TypeRef::of::<Self>(|| Shape::Struct("", vec![$(Field { name: $name, ty: $T::gob_type() }),*]))
            }

            fn is_gob_zero(&self) -> bool {
                false
            }

            #[allow(unused_variables, reason = "the empty tuple has no field")]
            fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
                out.structure(|fields| {
                    $(fields.field($index, &self.0.$index)?;)*
                    Ok(())
                })
            }

            fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
                let mut fields = input.fields(wire, Self::gob_type(), "struct")?;
                while let Some((field, wire)) = input.next_field(&mut fields)? {
                    match field {
                        $(Some($index) => self.0.$index.decode_gob(wire, input),)*
                        _ => input.skip(wire),
                    }
                    .map_err(|fault| input.at_field(&fields, fault))?;
                }
                Ok(())
            }
        }
    };
}

fields!();
fields!(A 0 "A");
fields!(A 0 "A", B 1 "B");
fields!(A 0 "A", B 1 "B", C 2 "C");
fields!(A 0 "A", B 1 "B", C 2 "C", D 3 "D");

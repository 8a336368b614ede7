//! Reading past values.

use super::{Input, Wire, WireRef};
use crate::{DecodeError, Fault};

impl Input<'_> {
    /// Reads past a value.
    ///
    /// # Errors
    /// Malformed or incomplete input.
    pub fn skip(&mut self, wire: WireRef) -> Result<(), Fault> {
        match *self.types.get(wire) {
            Wire::Undefined => {
                return Err(DecodeError::corrupt("unknown type id or corrupted data").into());
            }
            Wire::Bool | Wire::Int | Wire::Uint | Wire::Float => {
                self.uint()?;
            }
            Wire::Complex => {
                self.uint()?;
                self.uint()?;
            }
            Wire::Bytes | Wire::String | Wire::Opaque(..) => {
                self.bytes()?;
            }
            Wire::Interface => {
                if let Some((_, wire)) = self.interface()? {
                    self.nested(|input| input.skip(wire))?;
                }
            }
            Wire::Slice(element) | Wire::Array(element, _) => self.skip_elements(|input| input.skip(element))?,
            Wire::Map(key, element) => self.skip_elements(|input| {
                input.skip(key)?;
                input.skip(element)
            })?,
            Wire::Struct(_) => self.skip_struct(wire)?,
        }
        Ok(())
    }

    /// Every element takes at least a byte, so a claimed count costs no more than the message is long.
    fn skip_elements(&mut self, mut skip: impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        let count = self.uint()?;
        self.nested(|input| {
            for _ in 0..count {
                skip(input)?;
            }
            Ok(())
        })
    }

    fn skip_struct(&mut self, wire: WireRef) -> Result<(), Fault> {
        self.nested(|input| {
            let mut next = 0;
            while let Some(field) = input.next_wire_field(wire, &mut next)? {
                input.skip(field)?;
            }
            Ok(())
        })
    }
}

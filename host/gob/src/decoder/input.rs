//! Where values are read from.

use std::sync::Arc;

use super::{TypeTable, Wire, WireRef};
use crate::error::Cause;
use crate::{DecodeError, Fault, Limits, Type, TypeRef, number};

/// The value being read, as an implementation of [`Gob`](crate::Gob) sees it.
///
/// A value may be cut into several messages, but only inside an interface, between two type definitions.
pub struct Input<'a> {
    bytes: &'a [u8],
    position: usize,
    /// The end of the current message.
    end: usize,
    pub(super) types: &'a mut TypeTable,
    pub(super) limits: &'a Limits,
    depth: usize,
    elements: usize,
}

/// The struct being read.
#[derive(Debug)]
pub struct FieldCursor {
    wire: WireRef,
    plan: usize,
    next: usize,
}

impl<'a> Input<'a> {
    pub(super) fn new(bytes: &'a [u8], types: &'a mut TypeTable, limits: &'a Limits) -> Self {
        Self { bytes, position: 0, end: 0, types, limits, depth: 0, elements: 0 }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Enters the next message, which must be there as a whole.
    pub(super) fn next_message(&mut self) -> Result<(), Fault> {
        let rest = &self.bytes[self.end..];
        let Some((length, prefix)) = number::read_uint(rest)? else {
            return Err(more(self.bytes.len() + 1));
        };
        let start = self.end + prefix;
        let end = usize::try_from(length).ok().and_then(|length| start.checked_add(length));
        let Some(end) = end.filter(|&end| end <= self.limits.message_bytes.saturating_add(prefix)) else {
            return Err(DecodeError::Limit("bytes in one value", self.limits.message_bytes).into());
        };
        if self.bytes.len() < end {
            return Err(more(end));
        }
        self.position = start;
        self.end = end;
        Ok(())
    }

    /// Enters the message of a value of the type `wire`.
    pub(super) fn value_message(&mut self, wire: WireRef) -> Result<(), Fault> {
        self.next_message()?;
        self.int()?;
        self.singleton(wire)
    }

    /// Values that stand alone and are no structs have a zero before them.
    fn singleton(&mut self, wire: WireRef) -> Result<(), Fault> {
        if !matches!(self.types.get(wire), Wire::Struct(_)) && self.uint()? != 0 {
            return Err(DecodeError::corrupt("decode: corrupted data: non-zero delta for singleton").into());
        }
        Ok(())
    }

    pub(super) fn end_of_message(&self) -> Result<(), Fault> {
        if self.position == self.end { Ok(()) } else { Err(DecodeError::corrupt("extra data in buffer").into()) }
    }

    pub(crate) fn wire(&self, wire: WireRef) -> &Wire {
        self.types.get(wire)
    }

    pub(crate) fn is(&self, wire: WireRef, test: impl FnOnce(&Wire) -> bool) -> bool {
        test(self.types.get(wire))
    }

    /// Whether a wire type is a struct.
    pub fn is_struct(&self, wire: WireRef) -> bool {
        self.is(wire, |wire| matches!(wire, Wire::Struct(_)))
    }

    /// The kind of a wire type, in the words of error texts.
    pub fn kind(&self, wire: WireRef) -> &'static str {
        self.types.get(wire).kind()
    }

    /// The error of a value of type `wire` where `local` was expected.
    #[cold]
    pub fn mismatch(&self, local: &'static str, wire: WireRef) -> Fault {
        DecodeError::Type { local, remote: self.kind(wire), field: None }.into()
    }

    /// Reads an unsigned number, whatever the wire type.
    ///
    /// # Errors
    /// The message ends before the number.
    #[inline]
    pub fn uint(&mut self) -> Result<u64, Fault> {
        match self.bytes[self.position..self.end].first() {
            Some(&byte) if byte < 128 => {
                self.position += 1;
                Ok(u64::from(byte))
            }
            _ => self.long_uint(),
        }
    }

    fn long_uint(&mut self) -> Result<u64, Fault> {
        match number::read_uint(&self.bytes[self.position..self.end])? {
            Some((value, length)) => {
                self.position += length;
                Ok(value)
            }
            None => Err(truncated()),
        }
    }

    /// Reads a signed number, whatever the wire type.
    ///
    /// # Errors
    /// The message ends before the number.
    pub fn int(&mut self) -> Result<i64, Fault> {
        self.uint().map(number::unzigzag)
    }

    /// Reads counted bytes, whatever the wire type.
    ///
    /// # Errors
    /// The message ends before the bytes.
    pub fn bytes(&mut self) -> Result<&'a [u8], Fault> {
        let length = self.uint()?;
        let rest = &self.bytes[self.position..self.end];
        let bytes = usize::try_from(length).ok().and_then(|length| rest.get(..length)).ok_or_else(truncated)?;
        self.position += bytes.len();
        Ok(bytes)
    }

    /// Reads counted text, whatever the wire type. Bytes that are not UTF-8 become U+FFFD: Go does not check them, and
    /// one odd byte in a header should not cost the whole request.
    ///
    /// # Errors
    /// The message ends before the text.
    pub fn string(&mut self) -> Result<String, Fault> {
        Ok(String::from_utf8_lossy(self.bytes()?).into_owned())
    }

    /// Runs `read` one container deeper.
    ///
    /// # Errors
    /// That of `read`, and the depth limit.
    pub fn nested<R>(&mut self, read: impl FnOnce(&mut Self) -> Result<R, Fault>) -> Result<R, Fault> {
        self.enter()?;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == self.limits.depth {
            return Err(DecodeError::Limit("containers within containers", self.limits.depth).into());
        }
        self.depth += 1;
        Ok(())
    }

    /// Starts to read a struct into the Rust type `ty`.
    ///
    /// # Errors
    /// `wire` is no struct, or one without anything in common with `ty` at the top of the value.
    pub fn fields(&mut self, wire: WireRef, ty: TypeRef, local: &'static str) -> Result<FieldCursor, Fault> {
        let Some(plan) = self.types.plan_for(wire, ty) else {
            return Err(self.mismatch(local, wire));
        };
        if self.depth == 0 && self.types.plan(wire, plan).is_some_and(|plan| plan.disjoint) {
            return Err(DecodeError::NoFields { local }.into());
        }
        self.enter()?;
        Ok(FieldCursor { wire, plan, next: 0 })
    }

    /// The next field of a struct: the number of the Rust field, if there is one, and the type on the wire.
    ///
    /// # Errors
    /// There is no such field, or the message ends.
    pub fn next_field(&mut self, fields: &mut FieldCursor) -> Result<Option<(Option<u16>, WireRef)>, Fault> {
        let delta = self.uint()?;
        if delta == 0 {
            self.depth -= 1;
            return Ok(None);
        }
        let steps = self.types.plan(fields.wire, fields.plan).map_or(&[][..], |plan| &plan.steps);
        let index = advance(fields.next, delta).filter(|&index| index < steps.len()).ok_or_else(no_field)?;
        fields.next = index + 1;
        Ok(Some(steps[index]))
    }

    /// Names the field that was read last in an error about its value.
    #[cold]
    pub fn at_field(&self, fields: &FieldCursor, mut fault: Fault) -> Fault {
        let Wire::Struct(wire) = self.types.get(fields.wire) else {
            return fault;
        };
        let Some((name, _)) = wire.fields.get(fields.next - 1) else {
            return fault;
        };
        match &mut *fault.0 {
            Cause::Error(DecodeError::Type { field: field @ None, .. }) => {
                *field = Some(format!("{}.{name}", wire.name));
            }
            Cause::Error(DecodeError::Range { field: field @ None }) => *field = Some(name.to_string()),
            _ => {}
        }
        fault
    }

    /// The number of elements that follow.
    ///
    /// # Errors
    /// They are more than the limit leaves.
    pub fn count(&mut self) -> Result<usize, Fault> {
        let count = self.uint()?;
        let left = self.limits.elements - self.elements;
        match usize::try_from(count) {
            Ok(count) if count <= left => {
                self.elements += count;
                Ok(count)
            }
            _ => Err(DecodeError::Limit("elements", self.limits.elements).into()),
        }
    }

    /// Counts one more element.
    pub(crate) fn count_element(&mut self) -> Result<(), Fault> {
        if self.elements == self.limits.elements {
            return Err(DecodeError::Limit("elements", self.limits.elements).into());
        }
        self.elements += 1;
        Ok(())
    }

    /// The type of the elements of a slice or map.
    pub(crate) fn element_type(&mut self, wire: WireRef) -> Result<Type, Fault> {
        Ok(self.types.element_type(wire, 0)?)
    }

    pub(crate) fn struct_name(&self, wire: WireRef) -> Arc<str> {
        match self.types.get(wire) {
            Wire::Struct(wire) => wire.name.clone(),
            _ => Arc::default(),
        }
    }

    pub(crate) fn field_name(&self, wire: WireRef, index: usize) -> Arc<str> {
        match self.types.get(wire) {
            Wire::Struct(wire) => wire.fields.get(index).map_or_else(Arc::default, |(name, _)| name.clone()),
            _ => Arc::default(),
        }
    }

    /// Reads the name and the type of an interface's content, which follows; `None` for nil.
    pub(crate) fn interface(&mut self) -> Result<Option<(&'a [u8], WireRef)>, Fault> {
        let name = self.bytes()?;
        if name.is_empty() {
            return Ok(None);
        }
        let wire = loop {
            if self.position == self.end {
                self.next_message()?;
            }
            let id = self.int()?;
            if id >= 0 {
                break self.types.defined(id)?;
            }
            self.define(id)?;
            if self.position < self.end {
                // The length of what follows: not to be trusted, it does not count further definitions in there.
                self.uint()?;
            }
        };
        self.uint()?;
        self.singleton(wire)?;
        Ok(Some((name, wire)))
    }

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

    /// The type of the next field of a struct; `next` is then its number plus one.
    pub(crate) fn next_wire_field(&mut self, wire: WireRef, next: &mut usize) -> Result<Option<WireRef>, Fault> {
        let delta = self.uint()?;
        if delta == 0 {
            return Ok(None);
        }
        let Wire::Struct(wire) = self.types.get(wire) else {
            return Err(no_field());
        };
        let (index, (_, field)) =
            advance(*next, delta).and_then(|index| Some((index, wire.fields.get(index)?))).ok_or_else(no_field)?;
        *next = index + 1;
        Ok(Some(*field))
    }
}

/// The number of the field `delta` after the one before `next`.
fn advance(next: usize, delta: u64) -> Option<usize> {
    next.checked_add(usize::try_from(delta).ok()?).map(|index| index - 1)
}

#[cold]
fn more(bytes: usize) -> Fault {
    Fault(Box::new(Cause::More(bytes)))
}

#[cold]
fn truncated() -> Fault {
    DecodeError::corrupt("bad data: value exceeds its message").into()
}

#[cold]
fn no_field() -> Fault {
    DecodeError::corrupt("bad data: field numbers out of bounds").into()
}

//! Where values are read from.

use super::{TypeTable, Wire, WireRef};
use crate::error::Cause;
use crate::{DecodeError, Fault, Limits, Type, number};

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
    pub(super) depth: usize,
    elements: usize,
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

    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == self.limits.depth {
            return Err(DecodeError::Limit("containers within containers", self.limits.depth).into());
        }
        self.depth += 1;
        Ok(())
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

    /// Reads an interface of the wire type `wire`: `read` gets the registered name and the type of its content, which it
    /// has to read. `None` for nil.
    ///
    /// # Errors
    /// `wire` is no interface, and those of `read`.
    pub fn read_interface<R>(
        &mut self,
        wire: WireRef,
        read: impl FnOnce(&str, WireRef, &mut Self) -> Result<R, Fault>,
    ) -> Result<Option<R>, Fault> {
        if !self.is(wire, |wire| matches!(wire, Wire::Interface)) {
            return Err(self.mismatch("interface {}", wire));
        }
        let Some((name, wire)) = self.interface()? else { return Ok(None) };
        let name = String::from_utf8_lossy(name);
        self.nested(|input| read(&name, wire, input)).map(Some)
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
}

#[cold]
fn more(bytes: usize) -> Fault {
    Fault(Box::new(Cause::More(bytes)))
}

#[cold]
fn truncated() -> Fault {
    DecodeError::corrupt("bad data: value exceeds its message").into()
}

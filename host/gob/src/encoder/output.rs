//! Where values are written.

use super::{DEPTH_MAX, TypeIds, WireId, write_length};
use crate::{EncodeError, Gob, number};

/// The message being written, as an implementation of [`Gob`] sees it.
pub struct Output<'a> {
    bytes: &'a mut Vec<u8>,
    pub(crate) types: &'a mut TypeIds,
    depth: usize,
}

impl<'a> Output<'a> {
    pub(super) fn new(bytes: &'a mut Vec<u8>, types: &'a mut TypeIds) -> Self {
        Self { bytes, types, depth: 0 }
    }

    /// Appends an unsigned number.
    pub fn uint(&mut self, value: u64) {
        number::put_uint(self.bytes, value);
    }

    /// Appends a signed number.
    pub fn int(&mut self, value: i64) {
        number::put_int(self.bytes, value);
    }

    /// Appends bytes or the bytes of a string, after their count.
    pub fn bytes(&mut self, value: &[u8]) {
        self.uint(value.len() as u64);
        self.bytes.extend_from_slice(value);
    }

    /// Runs `write` one container deeper.
    ///
    /// # Errors
    /// That of `write`, and [`EncodeError::TooDeep`].
    pub fn nested(&mut self, write: impl FnOnce(&mut Self) -> Result<(), EncodeError>) -> Result<(), EncodeError> {
        if self.depth == DEPTH_MAX {
            return Err(EncodeError::TooDeep);
        }
        self.depth += 1;
        let result = write(self);
        self.depth -= 1;
        result
    }

    /// Writes a struct: its fields in ascending order, through `write`.
    ///
    /// # Errors
    /// As [`nested`](Self::nested).
    pub fn structure(
        &mut self,
        write: impl FnOnce(&mut StructWriter<'_, 'a>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        self.nested(|out| {
            write(&mut StructWriter { out, next: 0 })?;
            out.uint(0);
            Ok(())
        })
    }

    /// Appends an interface: `value` under the name by which the receiver has registered its type.
    ///
    /// Unlike an [`Interface`](crate::Interface) it has one type for all values, which the peer gets to know once.
    ///
    /// # Errors
    /// That of the value.
    pub fn interface<T: Gob>(&mut self, name: &str, value: &T) -> Result<(), EncodeError> {
        let wire = self.types.static_id(T::gob_type())?;
        self.bytes(name.as_bytes());
        self.sized(wire, |out| value.encode_gob(out))
    }

    /// Appends the id of a type, and the value that `write` writes after its length.
    pub(crate) fn sized(
        &mut self,
        wire: WireId,
        write: impl FnOnce(&mut Self) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        self.int(wire.id);
        let start = self.bytes.len();
        // Most values in interfaces are shorter than 128 bytes, so their length is one byte.
        self.bytes.push(0);
        if !wire.is_struct {
            self.uint(0);
        }
        self.nested(write)?;
        write_length(self.bytes, start, 1);
        Ok(())
    }
}

/// The struct being written.
pub struct StructWriter<'o, 'a> {
    out: &'o mut Output<'a>,
    next: u64,
}

impl<'a> StructWriter<'_, 'a> {
    /// Writes the field number `index`, counted from zero, unless it is zero.
    ///
    /// # Errors
    /// That of the value.
    pub fn field<T: Gob>(&mut self, index: u64, value: &T) -> Result<(), EncodeError> {
        if value.is_gob_zero() {
            return Ok(());
        }
        self.present(index, |out| value.encode_gob(out))
    }

    /// Writes the field number `index` through `write`, zero or not.
    pub(crate) fn present(
        &mut self,
        index: u64,
        write: impl FnOnce(&mut Output<'a>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        self.out.uint(index + 1 - self.next);
        self.next = index + 1;
        write(self.out)
    }
}

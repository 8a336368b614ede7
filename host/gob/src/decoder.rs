//! The receiving side.

mod definition;
mod element_types;
mod fields;
mod input;
mod skip;
mod type_shape;
mod type_table;

pub use fields::FieldCursor;
pub use input::Input;
pub use type_shape::TypeShape;
pub use type_table::WireRef;
pub(crate) use type_table::{TypeTable, Wire};

use crate::error::Cause;
use crate::{DecodeError, Fault, Gob, Limits};

/// Capacity that an idle decoder may keep for the next value.
const IDLE_BYTES_MAX: usize = 256 * 1024;

/// How often the bytes of one value may be read in vain, in terms of the largest one. A split value starts over with
/// each piece; without a bound a peer could make that quadratic.
const READ_IN_VAIN_MAX: usize = 16;

/// Decodes the values of one direction of one connection from bytes that arrive in any pieces.
///
/// The caller bounds what it feeds before it decodes; the decoder bounds the rest by its [`Limits`].
#[derive(Debug, Default)]
pub struct Decoder {
    limits: Limits,
    types: TypeTable,
    buffer: Vec<u8>,
    /// Where the next message starts in `buffer`.
    start: usize,
    /// Unread bytes without which another attempt is pointless.
    wanted: usize,
    /// Bytes of the next value that were read in vain, because it is split and some of it was missing.
    read_in_vain: usize,
    /// Why the stream ended.
    ended: Option<DecodeError>,
}

impl Decoder {
    /// A decoder at the start of a stream.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Appends received bytes, unless the stream has ended with an error.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.ended.is_some() {
            return;
        }
        if self.start > self.buffer.len() / 2 {
            // Moves fewer bytes than were consumed since the last time.
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next value, or `None` if it has not arrived yet.
    ///
    /// # Errors
    /// After a [fatal](DecodeError::is_fatal) error every call returns that error; after another one the value is
    /// consumed and the next call returns the next value.
    pub fn decode<T: Gob>(&mut self) -> Result<Option<T>, DecodeError> {
        self.consume(|wire, input| {
            let mut value = T::default();
            value.decode_gob(wire, input)?;
            Ok(value)
        })
    }

    /// Discards the next value, or returns `None` if it has not arrived yet.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn skip(&mut self) -> Result<Option<()>, DecodeError> {
        self.consume(|wire, input| input.skip(wire))
    }

    /// The type of the next value, which stays where it is, or `None` if it has not arrived yet.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn peek_type(&mut self) -> Result<Option<TypeShape<'_>>, DecodeError> {
        match self.next_value() {
            Ok(Some(wire)) => Ok(Some(TypeShape::new(&self.types, wire))),
            Ok(None) => Ok(None),
            Err(fault) => self.stop(fault),
        }
    }

    fn consume<R>(
        &mut self,
        read: impl FnOnce(WireRef, &mut Input<'_>) -> Result<R, Fault>,
    ) -> Result<Option<R>, DecodeError> {
        let wire = match self.next_value() {
            Ok(Some(wire)) => wire,
            Ok(None) => return Ok(None),
            Err(fault) => return self.stop(fault),
        };
        let fault = match self.read(wire, read) {
            Ok(value) => return Ok(Some(value)),
            Err(fault) => fault,
        };
        match *fault.0 {
            Cause::Error(error) if !error.is_fatal() => match self.read(wire, |wire, input| input.skip(wire)) {
                Ok(()) => Err(error),
                Err(fault) => self.stop(fault),
            },
            Cause::More(wanted) => {
                self.read_in_vain += wanted;
                if self.read_in_vain > self.limits.message_bytes.saturating_mul(READ_IN_VAIN_MAX) {
                    let error = DecodeError::Limit("bytes in one value", self.limits.message_bytes);
                    return self.stop(error.into());
                }
                self.stop(fault)
            }
            Cause::Error(_) => self.stop(fault),
        }
    }

    /// Takes the definitions before the next value. `None`: more bytes needed.
    fn next_value(&mut self) -> Result<Option<WireRef>, Fault> {
        if let Some(error) = &self.ended {
            return Err(error.clone().into());
        }
        if self.buffer.len() - self.start < self.wanted {
            return Ok(None);
        }
        loop {
            let mut input = Input::new(&self.buffer[self.start..], &mut self.types, &self.limits);
            input.next_message()?;
            let id = input.int()?;
            if id >= 0 {
                return Ok(Some(self.types.defined(id)?));
            }
            input.define(id)?;
            input.end_of_message()?;
            self.start += input.position();
            self.types.commit();
        }
    }

    /// Reads the next value, whose type is `wire`.
    fn read<R>(
        &mut self,
        wire: WireRef,
        read: impl FnOnce(WireRef, &mut Input<'_>) -> Result<R, Fault>,
    ) -> Result<R, Fault> {
        let mut input = Input::new(&self.buffer[self.start..], &mut self.types, &self.limits);
        let result = input.value_message(wire).and_then(|()| read(wire, &mut input)).and_then(|value| {
            input.end_of_message()?;
            Ok((value, input.position()))
        });
        match result {
            Ok((value, length)) => {
                self.start += length;
                self.wanted = 0;
                self.read_in_vain = 0;
                self.types.commit();
                self.release();
                Ok(value)
            }
            Err(fault) => {
                self.types.rollback();
                Err(fault)
            }
        }
    }

    /// Gives the memory of large values back when everything is read.
    fn release(&mut self) {
        if self.start == self.buffer.len() && self.buffer.capacity() > IDLE_BYTES_MAX {
            self.buffer = Vec::new();
            self.start = 0;
        }
    }

    /// Waits for more bytes or ends the stream.
    fn stop<R>(&mut self, fault: Fault) -> Result<Option<R>, DecodeError> {
        match *fault.0 {
            Cause::More(wanted) => {
                self.wanted = wanted;
                Ok(None)
            }
            Cause::Error(error) => {
                self.ended = Some(error.clone());
                self.buffer = Vec::new();
                self.start = 0;
                Err(error)
            }
        }
    }
}

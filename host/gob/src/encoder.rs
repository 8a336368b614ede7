//! The sending side.

mod output;
mod type_ids;

pub use output::{Output, StructWriter};
pub(crate) use type_ids::{TypeIds, WireId};

use crate::{EncodeError, Gob, number};

/// Containers within containers that can be sent: room for JSON 128 levels deep, where each is an interface and a map.
pub const DEPTH_MAX: usize = 300;

/// Room for the length of a message. Messages from 64 KiB to 16 MiB need all of it and so never move; shorter ones move
/// down by a byte or three.
const LENGTH_BYTES: usize = 4;

/// Encodes values for one direction of one connection: each type definition is sent once, before the first value that
/// needs it.
#[derive(Debug, Default)]
pub struct Encoder {
    types: TypeIds,
}

impl Encoder {
    /// An encoder whose peer knows no types yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends `value` to `out`, after the definitions of those of its types that are new to the peer.
    ///
    /// # Errors
    /// [`EncodeError`]; `out` and the encoder are then as before.
    pub fn encode<T: Gob>(&mut self, value: &T, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let start = out.len();
        let known = self.types.checkpoint();
        let result = self.append(value, out);
        if result.is_err() {
            out.truncate(start);
            self.types.rollback(known);
        }
        result
    }

    fn append<T: Gob>(&mut self, value: &T, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let root = match value.gob_layout() {
            Some(layout) => self.types.layout_id(&layout?)?,
            None => self.types.static_id(T::gob_type())?,
        };
        self.types.flush(out, out.len());
        let start = out.len();
        out.extend_from_slice(&[0; LENGTH_BYTES]);
        number::put_int(out, root.id);
        if !root.is_struct {
            out.push(0);
        }
        value.encode_gob(&mut Output::new(out, &mut self.types))?;
        write_length(out, start, LENGTH_BYTES);
        self.types.flush(out, start);
        Ok(())
    }
}

/// Replaces the `room` bytes at `start` by the length of what follows them.
pub(crate) fn write_length(out: &mut Vec<u8>, start: usize, room: usize) {
    let length = out.len() - start - room;
    let (bytes, first) = number::uint_bytes(length as u64);
    let digits = &bytes[first..];
    if digits.len() <= room {
        out.drain(start..start + room - digits.len());
        out[start..start + digits.len()].copy_from_slice(digits);
    } else {
        out.splice(start..start + room, digits.iter().copied());
    }
}

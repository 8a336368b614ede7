//! `time.Time`

use super::decode_opaque;
use crate::{DecodeError, EncodeError, Fault, Gob, Input, OpaqueKind, Output, Shape, TypeRef, WireRef};

/// Seconds from the beginning of year 1, from where Go counts, to 1970.
const UNIX_EPOCH_S: i64 = 62_135_596_800;

/// The offset in minutes that stands for UTC.
const UTC: i16 = -1;

/// Go's `time.Time`: an instant and the zone it is shown in. The default is Go's zero time, the beginning of year 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix_s: i64,
    /// Nanoseconds within the second.
    pub nanos: u32,
    /// Seconds east of UTC; `None` is UTC itself.
    pub offset_s: Option<i32>,
}

impl Default for Time {
    fn default() -> Self {
        Self { unix_s: -UNIX_EPOCH_S, nanos: 0, offset_s: None }
    }
}

impl Time {
    /// The bytes and how many of them count: version 2 has the odd seconds of the offset, version 1 has not.
    fn to_bytes(self) -> ([u8; 16], usize) {
        let (minutes, seconds) = match self.offset_s {
            Some(offset_s) => ((offset_s / 60) as i16, (offset_s % 60) as i8),
            None => (UTC, 0),
        };
        let version = if seconds == 0 { 1 } else { 2 };
        let mut bytes = [0; 16];
        bytes[0] = version;
        bytes[1..9].copy_from_slice(&self.unix_s.wrapping_add(UNIX_EPOCH_S).to_be_bytes());
        bytes[9..13].copy_from_slice(&self.nanos.to_be_bytes());
        bytes[13..15].copy_from_slice(&minutes.to_be_bytes());
        bytes[15] = seconds as u8;
        (bytes, 14 + usize::from(version))
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&version, bytes) = bytes.split_first()?;
        let (seconds, bytes) = bytes.split_first_chunk()?;
        let (nanos, bytes) = bytes.split_first_chunk()?;
        let (minutes, bytes) = bytes.split_first_chunk()?;
        let odd_seconds = match (version, bytes) {
            (1, []) => 0,
            (2, [seconds]) => *seconds as i8,
            _ => return None,
        };
        let minutes = i16::from_be_bytes(*minutes);
        Some(Self {
            unix_s: i64::from_be_bytes(*seconds).wrapping_sub(UNIX_EPOCH_S),
            nanos: u32::from_be_bytes(*nanos),
            offset_s: (minutes != UTC).then(|| i32::from(minutes) * 60 + i32::from(odd_seconds)),
        })
    }
}

impl Gob for Time {
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::Opaque(OpaqueKind::GobEncoder, "Time"))
    }

    fn is_gob_zero(&self) -> bool {
        *self == Self::default()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        let (bytes, length) = self.to_bytes();
        out.bytes(&bytes[..length]);
        Ok(())
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let bytes = decode_opaque("time.Time", OpaqueKind::GobEncoder, wire, input)?;
        *self = Self::from_bytes(bytes).ok_or(DecodeError::Opaque("time.Time"))?;
        Ok(())
    }
}

//! The twelve bytes before everything: version, type, flags, stream id, length, all big-endian.

pub(super) const HEADER_BYTES: usize = 12;

const VERSION: u8 = 0;

pub(super) const SYN: u16 = 1;
pub(super) const ACK: u16 = 2;
pub(super) const FIN: u16 = 4;
pub(super) const RST: u16 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `length` bytes of a stream follow.
    Data,
    /// The sender of this frame takes `length` more bytes on a stream.
    WindowUpdate,
    /// `length` is a number to be sent back.
    Ping,
    /// `length` is the reason: 0 normal, 1 protocol error, 2 internal error.
    GoAway,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: Kind,
    pub(super) flags: u16,
    pub(super) stream: u32,
    pub(super) length: u32,
}

impl Header {
    pub(super) fn data(stream: u32, length: u32) -> Self {
        Self { kind: Kind::Data, flags: 0, stream, length }
    }

    pub(super) fn window_update(stream: u32, flags: u16, length: u32) -> Self {
        Self { kind: Kind::WindowUpdate, flags, stream, length }
    }

    pub(super) fn ping(flags: u16, value: u32) -> Self {
        Self { kind: Kind::Ping, flags, stream: 0, length: value }
    }

    pub(super) fn protocol_error() -> Self {
        Self { kind: Kind::GoAway, flags: 0, stream: 0, length: 1 }
    }

    pub(super) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    pub(super) fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[0] = VERSION;
        bytes[1] = self.kind as u8;
        bytes[2..4].copy_from_slice(&self.flags.to_be_bytes());
        bytes[4..8].copy_from_slice(&self.stream.to_be_bytes());
        bytes[8..].copy_from_slice(&self.length.to_be_bytes());
        bytes
    }

    pub(super) fn decode(bytes: [u8; HEADER_BYTES]) -> Result<Self, &'static str> {
        let [version, kind, f0, f1, s0, s1, s2, s3, l0, l1, l2, l3] = bytes;
        if version != VERSION {
            return Err("unknown yamux version");
        }
        let kind = match kind {
            0 => Kind::Data,
            1 => Kind::WindowUpdate,
            2 => Kind::Ping,
            3 => Kind::GoAway,
            _ => return Err("unknown frame type"),
        };
        let flags = u16::from_be_bytes([f0, f1]);
        let stream = u32::from_be_bytes([s0, s1, s2, s3]);
        let length = u32::from_be_bytes([l0, l1, l2, l3]);
        Ok(Self { kind, flags, stream, length })
    }
}

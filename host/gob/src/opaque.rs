//! Types whose bytes only they understand.

mod time;
mod url;

pub use time::Time;
pub use url::Url;

use crate::decoder::Wire;
use crate::{Fault, Input, OpaqueKind, WireRef};

/// Reads the bytes of an opaque value.
fn decode_opaque<'a>(
    local: &'static str,
    kind: OpaqueKind,
    wire: WireRef,
    input: &mut Input<'a>,
) -> Result<&'a [u8], Fault> {
    if !input.is(wire, |wire| matches!(wire, Wire::Opaque(found, _) if *found == kind)) {
        return Err(input.mismatch(local, wire));
    }
    input.bytes()
}

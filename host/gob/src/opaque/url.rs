//! `url.URL`

use super::decode_opaque;
use crate::{EncodeError, Fault, Gob, Input, OpaqueKind, Output, Shape, TypeRef, WireRef};

/// Go's `url.URL`: its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Url(pub String);

impl Gob for Url {
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::Opaque(OpaqueKind::BinaryMarshaler, "URL"))
    }

    fn is_gob_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        out.bytes(self.0.as_bytes());
        Ok(())
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let text = decode_opaque("url.URL", OpaqueKind::BinaryMarshaler, wire, input)?;
        self.0 = String::from_utf8_lossy(text).into_owned();
        Ok(())
    }
}

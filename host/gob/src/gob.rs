//! The trait of everything that travels.

use crate::value::Layout;
use crate::{EncodeError, Fault, Input, Output, TypeRef, WireRef};

/// A type with a gob form. Derive it for structs; see the [crate documentation](crate) for the rules.
///
/// `Default` is gob's zero value: what a field has that is not on the wire.
pub trait Gob: Sized + Default + 'static {
    /// The type on the wire.
    fn gob_type() -> TypeRef;

    /// Whether a struct field with this value is left out. As in Go, structs and arrays never are.
    fn is_gob_zero(&self) -> bool;

    /// Appends the value.
    ///
    /// # Errors
    /// [`EncodeError`] for values gob cannot express.
    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError>;

    /// Replaces `self` by the next value of `input`, which is of the wire type `wire`. Struct fields that are not on the
    /// wire keep their value.
    ///
    /// # Errors
    /// [`Fault`]: wrong type, number out of range, malformed or incomplete input.
    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault>;

    /// The type of this very value, if it has one of its own: only [`Value`](crate::Value) does.
    #[doc(hidden)]
    fn gob_layout(&self) -> Option<Result<Layout, EncodeError>> {
        None
    }
}

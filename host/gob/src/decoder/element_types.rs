//! The types of elements, as values carry them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{TypeTable, Wire, WireRef};
use crate::{DecodeError, Type};

/// Slices of slices and the like; what is deeper counts as `interface{}`. Only a type that contains itself gets there.
const DEPTH_MAX: usize = 16;

/// The types found so far, by wire type and depth: each is made once, however many values have it.
pub(super) type ElementTypes = HashMap<(WireRef, usize), Arc<Type>>;

impl TypeTable {
    /// The type of an element, which must be known to the last detail, as it must in Go.
    pub(super) fn element_type(&mut self, wire: WireRef, depth: usize) -> Result<Type, DecodeError> {
        Ok(match *self.get(wire) {
            _ if depth == DEPTH_MAX => Type::Interface,
            Wire::Undefined => return Err(DecodeError::corrupt("unknown type id or corrupted data")),
            Wire::Bool => Type::Bool,
            Wire::Int => Type::Int,
            Wire::Uint => Type::Uint,
            Wire::Float => Type::Float,
            Wire::Complex => Type::Complex,
            Wire::Bytes => Type::Bytes,
            Wire::String => Type::String,
            Wire::Interface => Type::Interface,
            Wire::Opaque(kind, ref name) => Type::Opaque(kind, name.clone()),
            Wire::Slice(element) => Type::Slice(self.part(element, depth + 1)?),
            Wire::Array(element, length) => Type::Array(self.part(element, depth + 1)?, length),
            Wire::Map(key, element) => Type::Map(self.part(key, depth + 1)?, self.part(element, depth + 1)?),
            Wire::Struct(_) => Type::Struct,
        })
    }

    fn part(&mut self, wire: WireRef, depth: usize) -> Result<Arc<Type>, DecodeError> {
        if let Some(part) = self.element_types.get(&(wire, depth)) {
            return Ok(part.clone());
        }
        let part = Arc::new(self.element_type(wire, depth)?);
        self.element_types.insert((wire, depth), part.clone());
        Ok(part)
    }
}

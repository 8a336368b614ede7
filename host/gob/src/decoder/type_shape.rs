//! A look at the type of the next value.

use super::{TypeTable, Wire, WireRef};

/// The wire type of a value.
#[derive(Debug)]
pub struct TypeShape<'a>(&'a Wire);

impl<'a> TypeShape<'a> {
    pub(super) fn new(types: &'a TypeTable, wire: WireRef) -> Self {
        Self(types.get(wire))
    }

    /// `bool`, `int`, `uint`, `float`, `bytes`, `string`, `complex`, `interface`, `slice`, `array`, `map`, `struct`,
    /// `GobEncoder`, `BinaryMarshaler` or `TextMarshaler`.
    pub fn kind(&self) -> &'static str {
        self.0.kind()
    }

    /// The name that the sender gave a struct or opaque type; empty if none.
    pub fn name(&self) -> &'a str {
        match self.0 {
            Wire::Struct(wire) => &wire.name,
            Wire::Opaque(_, name) => name,
            _ => "",
        }
    }

    /// The names of a struct's fields, in the sender's order; none for other kinds.
    pub fn field_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let fields = match self.0 {
            Wire::Struct(wire) => wire.fields.as_slice(),
            _ => &[],
        };
        fields.iter().map(|(name, _)| &**name)
    }

    /// Whether it is the struct `name` with exactly the fields `fields`.
    pub fn is_struct(&self, name: &str, fields: &[&str]) -> bool {
        self.kind() == "struct" && self.name() == name && self.field_names().eq(fields.iter().copied())
    }
}

//! Type definitions on the wire: Go's `wireType`, a struct with one field per kind of which one is set.

use std::sync::Arc;

use super::{Input, Wire, WireRef};
use crate::decoder::type_table::WireStruct;
use crate::{DecodeError, Fault, OpaqueKind};

/// Fields in one struct. The bound on all definitions together is checked when one is complete.
const FIELDS_MAX: u64 = 16 * 1024;

impl Input<'_> {
    /// Reads the definition that follows the negated `id`.
    pub(super) fn define(&mut self, id: i64) -> Result<(), Fault> {
        let start = self.position();
        let kind = self.uint()?;
        let definition = match kind {
            1 => self.array()?,
            2 => Wire::Slice(self.slice()?),
            3 => Wire::Struct(self.structure()?),
            4 => self.map()?,
            5 => Wire::Opaque(OpaqueKind::GobEncoder, self.opaque()?),
            6 => Wire::Opaque(OpaqueKind::BinaryMarshaler, self.opaque()?),
            7 => Wire::Opaque(OpaqueKind::TextMarshaler, self.opaque()?),
            _ => return Err(malformed()),
        };
        if self.uint()? != 0 {
            return Err(malformed());
        }
        let bytes = self.position() - start;
        let id = id.checked_neg().ok_or_else(malformed)?;
        Ok(self.types.define(id, definition, bytes, self.limits)?)
    }

    fn array(&mut self) -> Result<Wire, Fault> {
        let (mut element, mut length) = (0, 0);
        self.definition_fields(|input, field| match field {
            1 => input.int().map(|id| element = id),
            2 => input.int().map(|count| length = count),
            _ => Err(malformed()),
        })?;
        let length = usize::try_from(length).map_err(|_| malformed())?;
        Ok(Wire::Array(self.mentioned(element)?, length))
    }

    fn slice(&mut self) -> Result<WireRef, Fault> {
        let mut element = 0;
        self.definition_fields(|input, field| match field {
            1 => input.int().map(|id| element = id),
            _ => Err(malformed()),
        })?;
        self.mentioned(element)
    }

    fn map(&mut self) -> Result<Wire, Fault> {
        let (mut key, mut element) = (0, 0);
        self.definition_fields(|input, field| match field {
            1 => input.int().map(|id| key = id),
            2 => input.int().map(|id| element = id),
            _ => Err(malformed()),
        })?;
        Ok(Wire::Map(self.mentioned(key)?, self.mentioned(element)?))
    }

    fn opaque(&mut self) -> Result<Arc<str>, Fault> {
        self.definition_fields(|_, _| Err(malformed()))
    }

    fn structure(&mut self) -> Result<WireStruct, Fault> {
        let mut fields = Vec::new();
        let name = self.definition_fields(|input, field| match field {
            1 => input.struct_fields().map(|read| fields = read),
            _ => Err(malformed()),
        })?;
        Ok(WireStruct::new(name, fields))
    }

    fn struct_fields(&mut self) -> Result<Vec<(Arc<str>, WireRef)>, Fault> {
        let count = self.uint()?;
        if count > FIELDS_MAX {
            return Err(DecodeError::Limit("fields in a struct", FIELDS_MAX as usize).into());
        }
        let mut fields = Vec::new();
        for _ in 0..count {
            let (name, id) = self.name_and_id()?;
            if name.is_empty() {
                return Err(DecodeError::corrupt("empty name for remote field").into());
            }
            fields.push((name, self.mentioned(id)?));
        }
        Ok(fields)
    }

    /// Reads the struct of one kind: CommonType first, whose name it returns, then what `read` reads.
    fn definition_fields(
        &mut self,
        mut read: impl FnMut(&mut Self, u64) -> Result<(), Fault>,
    ) -> Result<Arc<str>, Fault> {
        let mut name = Arc::default();
        self.each_field(|input, field| match field {
            0 => input.name_and_id().map(|(read, _)| name = read),
            _ => read(input, field),
        })?;
        Ok(name)
    }

    /// Reads CommonType and fieldType: Name string, Id int.
    fn name_and_id(&mut self) -> Result<(Arc<str>, i64), Fault> {
        let (mut name, mut id) = (Arc::default(), 0);
        self.each_field(|input, field| match field {
            0 => input.string().map(|read| name = read.into()),
            1 => input.int().map(|read| id = read),
            _ => Err(malformed()),
        })?;
        Ok((name, id))
    }

    fn each_field(&mut self, mut read: impl FnMut(&mut Self, u64) -> Result<(), Fault>) -> Result<(), Fault> {
        let mut next = 0_u64;
        loop {
            let delta = self.uint()?;
            if delta == 0 {
                return Ok(());
            }
            next = next.checked_add(delta).ok_or_else(malformed)?;
            read(self, next - 1)?;
        }
    }

    fn mentioned(&mut self, id: i64) -> Result<WireRef, Fault> {
        Ok(self.types.mentioned(id, self.limits)?)
    }
}

fn malformed() -> Fault {
    DecodeError::corrupt("malformed type definition").into()
}

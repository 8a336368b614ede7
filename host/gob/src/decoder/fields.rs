//! Reading structs field by field.

use std::sync::Arc;

use super::{Input, Wire, WireRef};
use crate::error::Cause;
use crate::{DecodeError, Fault, TypeRef};

/// The struct being read.
#[derive(Debug)]
pub struct FieldCursor {
    wire: WireRef,
    plan: usize,
    next: usize,
}

impl Input<'_> {
    /// Starts to read a struct into the Rust type `ty`.
    ///
    /// # Errors
    /// `wire` is no struct, or one without anything in common with `ty` at the top of the value.
    pub fn fields(&mut self, wire: WireRef, ty: TypeRef, local: &'static str) -> Result<FieldCursor, Fault> {
        let Some(plan) = self.types.plan_for(wire, ty) else {
            return Err(self.mismatch(local, wire));
        };
        if self.depth == 0 && self.types.plan(wire, plan).is_some_and(|plan| plan.disjoint) {
            return Err(DecodeError::NoFields { local }.into());
        }
        self.enter()?;
        Ok(FieldCursor { wire, plan, next: 0 })
    }

    /// The next field of a struct: the number of the Rust field, if there is one, and the type on the wire.
    ///
    /// # Errors
    /// There is no such field, or the message ends.
    pub fn next_field(&mut self, fields: &mut FieldCursor) -> Result<Option<(Option<u16>, WireRef)>, Fault> {
        let delta = self.uint()?;
        if delta == 0 {
            self.depth -= 1;
            return Ok(None);
        }
        let steps = self.types.plan(fields.wire, fields.plan).map_or(&[][..], |plan| &plan.steps);
        let index = advance(fields.next, delta).filter(|&index| index < steps.len()).ok_or_else(no_field)?;
        fields.next = index + 1;
        Ok(Some(steps[index]))
    }

    /// Names the field that was read last in an error about its value.
    #[cold]
    pub fn at_field(&self, fields: &FieldCursor, mut fault: Fault) -> Fault {
        let Wire::Struct(wire) = self.types.get(fields.wire) else {
            return fault;
        };
        let Some((name, _)) = fields.next.checked_sub(1).and_then(|last| wire.fields.get(last)) else {
            return fault;
        };
        match &mut *fault.0 {
            Cause::Error(DecodeError::Type { field: field @ None, .. }) => {
                *field = Some(format!("{}.{name}", wire.name));
            }
            Cause::Error(DecodeError::Range { field: field @ None }) => *field = Some(name.to_string()),
            _ => {}
        }
        fault
    }

    /// The type of the next field of a struct; `next` is then its number plus one.
    pub(crate) fn next_wire_field(&mut self, wire: WireRef, next: &mut usize) -> Result<Option<WireRef>, Fault> {
        let delta = self.uint()?;
        if delta == 0 {
            return Ok(None);
        }
        let Wire::Struct(wire) = self.types.get(wire) else {
            return Err(no_field());
        };
        let (index, (_, field)) =
            advance(*next, delta).and_then(|index| Some((index, wire.fields.get(index)?))).ok_or_else(no_field)?;
        *next = index + 1;
        Ok(Some(*field))
    }

    pub(crate) fn struct_name(&self, wire: WireRef) -> Arc<str> {
        match self.types.get(wire) {
            Wire::Struct(wire) => wire.name.clone(),
            _ => Arc::default(),
        }
    }

    pub(crate) fn field_name(&self, wire: WireRef, index: usize) -> Arc<str> {
        match self.types.get(wire) {
            Wire::Struct(wire) => wire.fields.get(index).map_or_else(Arc::default, |(name, _)| name.clone()),
            _ => Arc::default(),
        }
    }
}

/// The number of the field `delta` after the one before `next`.
fn advance(next: usize, delta: u64) -> Option<usize> {
    next.checked_add(usize::try_from(delta).ok()?).map(|index| index - 1)
}

#[cold]
fn no_field() -> Fault {
    DecodeError::corrupt("bad data: field numbers out of bounds").into()
}

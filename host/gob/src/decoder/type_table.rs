//! The types that the peer has defined.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;

use super::element_types::ElementTypes;
use crate::{DecodeError, Limits, OpaqueKind, Shape, TypeRef, wire_id};

/// A type on the wire: valid for the decoder that handed it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WireRef(u32);

impl WireRef {
    pub(crate) const INTERFACE: Self = Self(wire_id::INTERFACE as u32);
}

#[derive(Debug)]
pub(crate) enum Wire {
    /// Mentioned, and perhaps defined later.
    Undefined,
    Bool,
    Int,
    Uint,
    Float,
    Bytes,
    String,
    Complex,
    Interface,
    Opaque(OpaqueKind, Arc<str>),
    Slice(WireRef),
    Array(WireRef, usize),
    Map(WireRef, WireRef),
    Struct(WireStruct),
}

impl Wire {
    /// What error texts call it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Uint => "uint",
            Self::Float => "float",
            Self::Bytes => "bytes",
            Self::String => "string",
            Self::Complex => "complex",
            Self::Interface => "interface",
            Self::Opaque(OpaqueKind::GobEncoder, _) => "GobEncoder",
            Self::Opaque(OpaqueKind::BinaryMarshaler, _) => "BinaryMarshaler",
            Self::Opaque(OpaqueKind::TextMarshaler, _) => "TextMarshaler",
            Self::Slice(_) => "slice",
            Self::Array(..) => "array",
            Self::Map(..) => "map",
            Self::Struct(_) => "struct",
        }
    }
}

#[derive(Debug)]
pub(crate) struct WireStruct {
    pub(crate) name: Arc<str>,
    pub(crate) fields: Vec<(Arc<str>, WireRef)>,
    /// One per Rust type that this struct was decoded into, so hardly ever more than one.
    plans: Vec<Plan>,
}

impl WireStruct {
    pub(crate) fn new(name: Arc<str>, fields: Vec<(Arc<str>, WireRef)>) -> Self {
        Self { name, fields, plans: Vec::new() }
    }
}

/// Where the fields of a struct on the wire go in one Rust type.
#[derive(Debug)]
pub(crate) struct Plan {
    ty: TypeId,
    /// Per wire field: the number of the Rust field, if there is one, and the field's wire type.
    pub(crate) steps: Vec<(Option<u16>, WireRef)>,
    /// Both have fields, and none in common: Go takes this for a mistake.
    pub(crate) disjoint: bool,
}

impl Plan {
    fn new(wire: &WireStruct, ty: TypeRef) -> Self {
        let fields = match ty.shape() {
            Shape::Struct(_, fields) => fields,
            _ => Vec::new(),
        };
        let local = |name: &str| fields.iter().position(|field| field.name == name).map(|index| index as u16);
        let steps: Vec<_> = wire.fields.iter().map(|(name, wire)| (local(name), *wire)).collect();
        let disjoint = !fields.is_empty() && !steps.is_empty() && steps.iter().all(|(local, _)| local.is_none());
        Self { ty: ty.key, steps, disjoint }
    }
}

#[derive(Debug)]
pub(crate) struct TypeTable {
    wires: Vec<Wire>,
    /// Where the types with ids from [`wire_id::FIRST_USER`] on are in `wires`.
    by_id: HashMap<i64, WireRef>,
    definition_bytes: usize,
    /// Types defined, and the bytes that took, since the last [`commit`](Self::commit).
    journal: Vec<WireRef>,
    journal_bytes: usize,
    pub(super) element_types: ElementTypes,
}

impl Default for TypeTable {
    fn default() -> Self {
        let wires = vec![
            Wire::Undefined,
            Wire::Bool,
            Wire::Int,
            Wire::Uint,
            Wire::Float,
            Wire::Bytes,
            Wire::String,
            Wire::Complex,
            Wire::Interface,
        ];
        Self {
            wires,
            by_id: HashMap::new(),
            definition_bytes: 0,
            journal: Vec::new(),
            journal_bytes: 0,
            element_types: ElementTypes::default(),
        }
    }
}

impl TypeTable {
    pub(crate) fn get(&self, wire: WireRef) -> &Wire {
        &self.wires[wire.0 as usize]
    }

    /// The type of a value, which must be known by now.
    pub(crate) fn defined(&self, id: i64) -> Result<WireRef, DecodeError> {
        let wire = match id {
            wire_id::BOOL..=wire_id::INTERFACE => Some(WireRef(id as u32)),
            _ => self.by_id.get(&id).copied(),
        };
        wire.filter(|&wire| !matches!(self.get(wire), Wire::Undefined))
            .ok_or_else(|| DecodeError::corrupt("unknown type id or corrupted data"))
    }

    /// The type that a definition mentions, which may be defined later.
    pub(crate) fn mentioned(&mut self, id: i64, limits: &Limits) -> Result<WireRef, DecodeError> {
        match id {
            wire_id::BOOL..=wire_id::INTERFACE => return Ok(WireRef(id as u32)),
            ..wire_id::FIRST_USER => {
                return Err(DecodeError::corrupt(format!("bad data: undefined type {id}")));
            }
            _ => {}
        }
        if let Some(&wire) = self.by_id.get(&id) {
            return Ok(wire);
        }
        if self.by_id.len() >= limits.types {
            return Err(DecodeError::Limit("types", limits.types));
        }
        let wire = WireRef(self.wires.len() as u32);
        self.wires.push(Wire::Undefined);
        self.by_id.insert(id, wire);
        Ok(wire)
    }

    pub(crate) fn define(
        &mut self,
        id: i64,
        definition: Wire,
        bytes: usize,
        limits: &Limits,
    ) -> Result<(), DecodeError> {
        let wire = self.mentioned(id, limits)?;
        if wire.0 <= WireRef::INTERFACE.0 || !matches!(self.get(wire), Wire::Undefined) {
            return Err(DecodeError::DuplicateType);
        }
        self.definition_bytes += bytes;
        self.journal_bytes += bytes;
        if self.definition_bytes > limits.definition_bytes {
            return Err(DecodeError::Limit("bytes of type definitions", limits.definition_bytes));
        }
        self.wires[wire.0 as usize] = definition;
        self.journal.push(wire);
        Ok(())
    }

    /// Keeps what was defined.
    pub(crate) fn commit(&mut self) {
        self.journal.clear();
        self.journal_bytes = 0;
    }

    /// Forgets what was defined since the last commit, because it will be read again.
    pub(crate) fn rollback(&mut self) {
        for wire in self.journal.drain(..) {
            self.wires[wire.0 as usize] = Wire::Undefined;
        }
        self.definition_bytes -= self.journal_bytes;
        self.journal_bytes = 0;
    }

    /// The number of the plan for decoding `wire` into `ty`, or `None` if `wire` is no struct.
    pub(crate) fn plan_for(&mut self, wire: WireRef, ty: TypeRef) -> Option<usize> {
        let Wire::Struct(wire) = &mut self.wires[wire.0 as usize] else {
            return None;
        };
        if let Some(plan) = wire.plans.iter().position(|plan| plan.ty == ty.key) {
            return Some(plan);
        }
        let plan = Plan::new(wire, ty);
        wire.plans.push(plan);
        Some(wire.plans.len() - 1)
    }

    pub(crate) fn plan(&self, wire: WireRef, plan: usize) -> Option<&Plan> {
        match self.get(wire) {
            Wire::Struct(wire) => wire.plans.get(plan),
            _ => None,
        }
    }
}

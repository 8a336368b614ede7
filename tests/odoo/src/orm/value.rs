//! One field of one record.

/// A value as the database keeps it. `Empty` is SQL's NULL; Odoo answers it as `false`, 0 or `[]` by the kind of the field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A float or an amount of money.
    Float(f64),
    /// Text of any kind, selections and dates included; a datetime may carry microseconds.
    Text(String),
    /// The record that a many2one points to.
    Link(i64),
    /// The records of a one2many or many2many.
    Links(Vec<i64>),
}

impl Value {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The id of a many2one, or a whole number used as one.
    pub fn id(&self) -> Option<i64> {
        match self {
            Self::Link(id) | Self::Int(id) => Some(*id),
            _ => None,
        }
    }

    /// Every id it points to.
    pub fn ids(&self) -> &[i64] {
        match self {
            Self::Link(id) | Self::Int(id) => std::slice::from_ref(id),
            Self::Links(ids) => ids,
            _ => &[],
        }
    }

    /// Whether Python would call it true.
    pub fn is_true(&self) -> bool {
        match self {
            Self::Empty => false,
            Self::Bool(value) => *value,
            Self::Int(value) | Self::Link(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Text(text) => !text.is_empty(),
            Self::Links(ids) => !ids.is_empty(),
        }
    }
}

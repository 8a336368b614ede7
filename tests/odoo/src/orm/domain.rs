//! Domains: Odoo's search language in prefix notation, read here and turned into a condition on records in `search`.

use serde_json::Value as Json;

use crate::error::OdooError;
use crate::python;

/// A domain as a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Domain {
    /// All of them hold; none at all is true.
    All(Vec<Domain>),
    /// One of the two holds.
    Either(Box<Domain>, Box<Domain>),
    /// It does not hold.
    Not(Box<Domain>),
    /// One comparison.
    Leaf(Leaf),
    /// The leaves `(1, '=', 1)` and `(0, '=', 1)`.
    Constant(bool),
}

/// One comparison: a field or dotted path, an operator, a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// The field, or a path through many2one fields.
    pub path: String,
    /// How to compare.
    pub operator: Operator,
    /// What to compare with.
    pub value: Json,
}

impl Leaf {
    /// The leaf as Python prints it in error texts.
    pub fn repr(&self) -> String {
        python::repr_tuple(&[self.path.clone().into(), self.operator.name().into(), self.value.clone()])
    }
}

macro_rules! operators {
    ($($variant:ident $text:literal $opposite:ident,)*) => {
        /// A comparison operator.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Operator {
            $(
                #[doc = concat!("`", $text, "`")]
                $variant,
            )*
        }

        impl Operator {
            /// The operator with that spelling.
            pub fn parse(text: &str) -> Option<Self> {
                match text.to_lowercase().as_str() {
                    $($text => Some(Self::$variant),)*
                    "<>" => Some(Self::NotEqual),
                    "==" => Some(Self::Equal),
                    _ => None,
                }
            }

            /// Its spelling.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The operator that holds where this one does not; hierarchy operators and patterns have none and return themselves.
            pub fn opposite(self) -> Self {
                match self { $(Self::$variant => Self::$opposite),* }
            }
        }
    };
}

operators! {
    Equal "=" NotEqual,
    NotEqual "!=" Equal,
    In "in" NotIn,
    NotIn "not in" In,
    Like "like" NotLike,
    NotLike "not like" Like,
    Ilike "ilike" NotIlike,
    NotIlike "not ilike" Ilike,
    Less "<" GreaterOrEqual,
    LessOrEqual "<=" Greater,
    Greater ">" LessOrEqual,
    GreaterOrEqual ">=" Less,
    EqualLike "=like" EqualLike,
    EqualIlike "=ilike" EqualIlike,
    EqualIfSet "=?" EqualIfSet,
    ChildOf "child_of" ChildOf,
    ParentOf "parent_of" ParentOf,
}

impl Operator {
    /// Whether it also holds for records where the field is empty.
    pub fn is_negative(self) -> bool {
        matches!(self, Self::NotEqual | Self::NotIn | Self::NotLike | Self::NotIlike)
    }
}

impl Domain {
    /// Reads a domain. An empty list and no list at all match everything.
    pub fn parse(domain: &Json) -> Result<Self, OdooError> {
        let tokens = match domain {
            Json::Null | Json::Bool(false) => return Ok(Self::All(Vec::new())),
            Json::Array(tokens) => tokens.as_slice(),
            _ => {
                return Err(assertion(
                    "Domains to normalize must have a 'domain' form: a list or tuple of domain components",
                ));
            }
        };
        let mut terms = Vec::new();
        let mut rest = tokens;
        while !rest.is_empty() {
            let Some(term) = term(&mut rest)? else {
                let text = python::repr(domain);
                return Err(OdooError::value(format!("Domain {text} is syntactically not correct.")));
            };
            terms.push(term);
        }
        Ok(match terms.len() {
            1 => terms.remove(0),
            _ => Self::All(terms),
        })
    }

    /// Whether a leaf names the field, which then decides about archived records itself.
    pub fn mentions(&self, field: &str) -> bool {
        match self {
            Self::All(terms) => terms.iter().any(|term| term.mentions(field)),
            Self::Either(left, right) => left.mentions(field) || right.mentions(field),
            Self::Not(inner) => inner.mentions(field),
            Self::Leaf(leaf) => leaf.path == field,
            Self::Constant(_) => false,
        }
    }
}

/// The next term; `None` if an operator stands where its terms should follow.
fn term(rest: &mut &[Json]) -> Result<Option<Domain>, OdooError> {
    let Some((first, tail)) = rest.split_first() else {
        return Ok(None);
    };
    *rest = tail;
    match first {
        Json::String(operator) if operator == "!" => Ok(term(rest)?.map(|inner| Domain::Not(Box::new(inner)))),
        Json::String(operator) if operator == "&" || operator == "|" => {
            let (Some(left), Some(right)) = (term(rest)?, term(rest)?) else {
                return Ok(None);
            };
            Ok(Some(match operator.as_str() {
                "&" => Domain::All(vec![left, right]),
                _ => Domain::Either(Box::new(left), Box::new(right)),
            }))
        }
        // A client that forgot the outer list gives the text of a leaf here, and Odoo stumbles over its letters.
        Json::String(_) => Err(OdooError::new("builtins.IndexError", "string index out of range")),
        Json::Array(parts) => leaf(parts).map(Some),
        _ => Err(OdooError::type_error("'int' object is not subscriptable")),
    }
}

fn leaf(parts: &[Json]) -> Result<Domain, OdooError> {
    let [path, operator, value] = parts else {
        return Err(OdooError::value(match parts.len() {
            few @ 0..3 => format!("not enough values to unpack (expected 3, got {few})"),
            _ => "too many values to unpack (expected 3)".to_owned(),
        }));
    };
    if let (Some(left), Some("="), Some(right)) = (path.as_i64(), operator.as_str(), value.as_i64()) {
        return Ok(Domain::Constant(left == right));
    }
    match (path.as_str(), operator.as_str().and_then(Operator::parse)) {
        (Some(path), Some(operator)) => {
            Ok(Domain::Leaf(Leaf { path: path.to_owned(), operator, value: value.clone() }))
        }
        _ => Err(OdooError::value(format!("Invalid leaf {}", python::repr_tuple(parts)))),
    }
}

fn assertion(message: &str) -> OdooError {
    OdooError::new("builtins.AssertionError", message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;
    use serde_json::json;

    fn named(name: &str) -> Domain {
        Domain::Leaf(Leaf { path: name.to_owned(), operator: Operator::Equal, value: json!(1) })
    }

    #[test]
    fn leaves_without_operators_are_joined_by_and() {
        let parsed = Domain::parse(&json!([["a", "=", 1], ["b", "=", 1]])).unwrap();
        assert_eq!(parsed, Domain::All(vec![named("a"), named("b")]));
    }

    #[test]
    fn prefix_operators_take_the_two_terms_after_them() {
        let parsed = Domain::parse(&json!(["|", "!", ["a", "=", 1], "&", ["b", "=", 1], ["c", "=", 1], ["d", "=", 1]]));
        let either = Domain::Either(
            Box::new(Domain::Not(Box::new(named("a")))),
            Box::new(Domain::All(vec![named("b"), named("c")])),
        );
        assert_eq!(parsed.unwrap(), Domain::All(vec![either, named("d")]));
    }

    #[test]
    fn an_operator_without_its_terms_is_an_error() {
        assert!(Domain::parse(&json!(["|", ["a", "=", 1]])).is_err());
    }
}

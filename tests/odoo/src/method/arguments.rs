//! The arguments of a call, positional and named, taken one by one as Python binds them.

use std::collections::VecDeque;

use serde_json::{Map, Value as Json};

use crate::error::OdooError;
use crate::python;

/// What is left of the arguments of a call.
#[derive(Debug)]
pub struct Arguments {
    method: String,
    count: usize,
    positional: VecDeque<Json>,
    named: Map<String, Json>,
}

impl Arguments {
    /// The arguments of a call of that method.
    pub fn new(method: &str, positional: Vec<Json>, named: Map<String, Json>) -> Self {
        Self { method: method.to_owned(), count: positional.len(), positional: positional.into(), named }
    }

    /// Takes the context out of the named arguments.
    pub fn context(&mut self) -> Map<String, Json> {
        match self.named.remove("context") {
            Some(Json::Object(context)) => context,
            _ => Map::new(),
        }
    }

    /// The next argument, if it was given.
    pub fn given(&mut self, name: &str) -> Option<Json> {
        self.positional.pop_front().or_else(|| self.named.remove(name))
    }

    /// The next argument; `Null` if it was not given.
    pub fn optional(&mut self, name: &str) -> Json {
        self.given(name).unwrap_or(Json::Null)
    }

    /// The next argument, or Python's error for one that was left out.
    pub fn required(&mut self, name: &str) -> Result<Json, OdooError> {
        self.given(name).ok_or_else(|| {
            let function = format!("BaseModel.{}()", self.method);
            OdooError::type_error(python::missing_arguments(&function, &[name]).unwrap_or_default())
        })
    }

    /// An argument that is taken by name only; `Null` if it was not given.
    pub fn named(&mut self, name: &str) -> Json {
        self.named.remove(name).unwrap_or(Json::Null)
    }

    /// Python's error for an argument that the method did not take.
    pub fn finish(&self) -> Result<(), OdooError> {
        let function = format!("BaseModel.{}()", self.method);
        if let Some(name) = self.named.keys().next() {
            return Err(OdooError::type_error(format!("{function} got an unexpected keyword argument '{name}'")));
        }
        if self.positional.is_empty() {
            return Ok(());
        }
        let taken = self.count - self.positional.len();
        let plural = if taken == 1 { "" } else { "s" };
        Err(OdooError::type_error(format!(
            "{function} takes {taken} positional argument{plural} but {} were given",
            self.count
        )))
    }

    /// The records a method is called on: an id or a list of ids.
    pub fn ids(&mut self) -> Result<Vec<i64>, OdooError> {
        match self.given("ids") {
            Some(Json::Array(items)) => Ok(items.iter().filter_map(Json::as_i64).collect()),
            Some(one) => Ok(one.as_i64().into_iter().collect()),
            None => Err(OdooError::new("builtins.IndexError", "tuple index out of range")),
        }
    }

    /// The next argument as a list of texts.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        match self.optional(name) {
            Json::Array(items) => items.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// The next argument as a number of records; nothing, false and 0 are none.
    pub fn count(&mut self, name: &str) -> Option<usize> {
        self.optional(name).as_u64().filter(|count| *count > 0).and_then(|count| usize::try_from(count).ok())
    }

    /// The next argument as text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.optional(name).as_str().map(str::to_owned)
    }
}

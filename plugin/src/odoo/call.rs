use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::{Class, Context, Method};

/// A method of a model with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Such as `res.partner`.
    pub model: Cow<'static, str>,
    /// Which.
    pub method: Method,
    /// The records it is for; empty in methods of a model.
    pub ids: Vec<i64>,
    /// By name, `context` among them.
    pub arguments: Map<String, Value>,
}

impl Call {
    /// A call without arguments.
    #[must_use]
    pub fn new(model: impl Into<Cow<'static, str>>, method: Method) -> Self {
        Self { model: model.into(), method, ids: Vec::new(), arguments: Map::new() }
    }

    /// The records it is for.
    #[must_use]
    pub fn on(mut self, ids: &[i64]) -> Self {
        self.ids = ids.into();
        self
    }

    /// One argument more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.arguments.insert(name.into(), value.into());
        self
    }

    /// Under these circumstances; those that it has already win.
    pub(super) fn within(mut self, context: &Context) -> Self {
        let context = context.around(self.arguments.remove("context"));
        self.with("context", context)
    }

    pub(super) fn is_read(&self) -> bool {
        self.method.class() == Class::Read
    }

    /// As the older dialects want it: arguments by position, the ids first, and the others by name.
    pub(super) fn positional(&self) -> (Vec<Value>, Map<String, Value>) {
        let mut named = self.arguments.clone();
        let ids = self.method.is_of_records().then(|| json!(self.ids));
        let args = self.method.positions().iter().map_while(|name| named.remove(*name));
        (ids.into_iter().chain(args).collect(), named)
    }

    /// As the newer dialect wants it: all arguments by name.
    pub(super) fn named(&self) -> Map<String, Value> {
        let mut named = self.arguments.clone();
        if self.method.is_of_records() {
            named.insert("ids".into(), json!(self.ids));
        }
        named
    }
}

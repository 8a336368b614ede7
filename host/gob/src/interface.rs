//! `interface{}` values.

use std::borrow::Cow;

use crate::value::Layout;
use crate::{
    DecodeError, Decoder, EncodeError, Encoder, Fault, Gob, Input, Limits, Output, Shape, TypeRef, Value, WireRef,
};

const LIST: &str = "[]interface {}";
const OBJECT: &str = "map[string]interface {}";

/// A Go `interface{}`: nil, or a value under the name by which the receiver has registered its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Interface(Option<Box<Content>>);

#[derive(Clone, Debug, PartialEq)]
struct Content {
    name: Cow<'static, str>,
    value: Value,
}

impl Interface {
    /// The nil interface.
    pub const fn nil() -> Self {
        Self(None)
    }

    /// `value` as the type registered as `name`.
    pub fn new(name: impl Into<Cow<'static, str>>, value: Value) -> Self {
        Self(Some(Box::new(Content { name: name.into(), value })))
    }

    /// A Rust value as the type registered as `name`, for example `*model.AppError`.
    ///
    /// # Errors
    /// `value` cannot be encoded.
    pub fn of<T: Gob>(name: impl Into<Cow<'static, str>>, value: &T) -> Result<Self, EncodeError> {
        let mut bytes = Vec::new();
        Encoder::new().encode(value, &mut bytes)?;
        // What was just encoded decodes again, unless it nests so deep that the encoder nearly refused it.
        let value = decode_one(&bytes).map_err(|_| EncodeError::TooDeep)?;
        Ok(Self::new(name, value))
    }

    /// A `string`.
    pub fn string(value: impl Into<String>) -> Self {
        Self::new("string", Value::String(value.into()))
    }

    /// A `bool`.
    pub fn bool(value: bool) -> Self {
        Self::new("bool", Value::Bool(value))
    }

    /// An `int64`.
    pub fn int64(value: i64) -> Self {
        Self::new("int64", Value::Int(value))
    }

    /// A `float64`.
    pub fn float64(value: f64) -> Self {
        Self::new("float64", Value::Float(value))
    }

    /// A `[]interface {}`.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::new(LIST, Value::list(items))
    }

    /// A `map[string]interface {}`.
    pub fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::new(OBJECT, Value::object(entries))
    }

    /// Whether it is nil.
    pub fn is_nil(&self) -> bool {
        self.0.is_none()
    }

    /// The registered name of the content's type; `None` for nil.
    pub fn name(&self) -> Option<&str> {
        self.0.as_ref().map(|content| &*content.name)
    }

    /// The content; `None` for nil.
    pub fn value(&self) -> Option<&Value> {
        self.0.as_ref().map(|content| &content.value)
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self.value() {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The content as a Rust type, whatever its registered name.
    ///
    /// # Errors
    /// It is nil or of another type.
    pub fn to<T: Gob>(&self) -> Result<T, DecodeError> {
        let value = self.value().ok_or(DecodeError::NilInterface)?;
        let mut bytes = Vec::new();
        Encoder::new().encode(value, &mut bytes).map_err(|error| DecodeError::corrupt(error.to_string()))?;
        decode_one(&bytes)
    }

    /// The content as a Rust type if its registered name is `name`.
    ///
    /// # Errors
    /// It has that name but is of another type.
    pub fn get<T: Gob>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        if self.name() == Some(name) { self.to().map(Some) } else { Ok(None) }
    }
}

impl Gob for Interface {
    fn gob_type() -> TypeRef {
        TypeRef::of::<Self>(|| Shape::Interface)
    }

    fn is_gob_zero(&self) -> bool {
        self.is_nil()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        let Some(content) = &self.0 else {
            out.uint(0);
            return Ok(());
        };
        let layout = Layout::of(&content.value)?;
        let wire = out.types.layout_id(&layout)?;
        out.bytes(content.name.as_bytes());
        out.sized(wire, |out| content.value.encode_as(&layout, out))
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        self.0 = None;
        let content = input.read_interface(wire, |name, wire, input| {
            let mut value = Value::default();
            value.decode_gob(wire, input)?;
            Ok(Self::new(registered_name(name), value))
        })?;
        *self = content.unwrap_or_default();
        Ok(())
    }
}

/// The names that JSON-like data has without end, so that they are not copied each time.
fn registered_name(name: &str) -> Cow<'static, str> {
    Cow::Borrowed(match name {
        "string" => "string",
        "bool" => "bool",
        "float64" => "float64",
        "int64" => "int64",
        LIST => LIST,
        OBJECT => OBJECT,
        _ => return Cow::Owned(name.to_owned()),
    })
}

/// The only value of a stream that is complete.
fn decode_one<T: Gob>(bytes: &[u8]) -> Result<T, DecodeError> {
    let limits = Limits { message_bytes: bytes.len(), elements: bytes.len(), ..Limits::default() };
    let mut decoder = Decoder::new(limits);
    decoder.feed(bytes);
    decoder.decode()?.ok_or_else(|| DecodeError::corrupt("unexpected EOF"))
}

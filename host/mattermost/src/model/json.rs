//! JSON in fields of Go's types `interface{}` and `map[string]interface{}`.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use gob::{EncodeError, Fault, Gob, Input, Interface, Output, TypeRef, WireRef};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// Whole numbers below this survive in a `float64`.
const EXACT_IN_FLOAT: f64 = 9_007_199_254_740_992.0;

/// A JSON value that travels as an interface: whole numbers as `int64`, others as `float64`.
///
/// Received structs become objects with Go's field names.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Json(pub Value);

/// A JSON object that travels as a map of interfaces, see [`Json`].
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct JsonMap(pub Map<String, Value>);

impl Json {
    /// Whether it is null.
    pub fn is_empty(&self) -> bool {
        self.0.is_null()
    }

    /// Reads the content of an interface.
    pub(super) fn read(name: &str, wire: WireRef, input: &mut Input<'_>) -> Result<Self, Fault> {
        let mut content = gob::Value::default();
        content.decode_gob(wire, input)?;
        Ok(Self(from_interface(&Interface::new(name.to_owned(), content))))
    }
}

impl<T: Into<Value>> From<T> for Json {
    fn from(value: T) -> Self {
        Self(value.into())
    }
}

impl JsonMap {
    /// Whether it has no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Deref for JsonMap {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for JsonMap {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for JsonMap {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl Gob for Json {
    fn gob_type() -> TypeRef {
        Interface::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        self.is_empty()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        to_interface(&self.0).encode_gob(out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let mut interface = Interface::nil();
        interface.decode_gob(wire, input)?;
        self.0 = from_interface(&interface);
        Ok(())
    }
}

impl Gob for JsonMap {
    fn gob_type() -> TypeRef {
        BTreeMap::<String, Interface>::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        self.is_empty()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        let interfaces: BTreeMap<_, _> = self.iter().map(|(key, value)| (key.clone(), to_interface(value))).collect();
        interfaces.encode_gob(out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let mut interfaces = BTreeMap::<String, Interface>::new();
        interfaces.decode_gob(wire, input)?;
        self.0 = interfaces.into_iter().map(|(key, interface)| (key, from_interface(&interface))).collect();
        Ok(())
    }
}

/// The interface value of JSON.
fn to_interface(json: &Value) -> Interface {
    gob::json::from_json(json)
}

/// The JSON of an interface value.
fn from_interface(interface: &Interface) -> Value {
    let mut json = gob::json::to_json(interface);
    whole_numbers(&mut json);
    json
}

/// Null as the zero value: Go writes empty lists and maps so.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Go writes the `float64` 17 as `17`, and all numbers of decoded JSON are `float64`.
fn whole_numbers(json: &mut Value) {
    match json {
        Value::Number(number) => {
            if let Some(float) = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0)
                && float.abs() < EXACT_IN_FLOAT
            {
                *number = (float as i64).into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(whole_numbers),
        Value::Object(entries) => entries.values_mut().for_each(whole_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

//! Conversion between JSON and interface values, by the rules of `encoding/json`: objects are `map[string]interface {}`,
//! arrays `[]interface {}`, and integers that fit are `int64` while other numbers are `float64`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Number, Value as Json};

use crate::{Interface, Struct, Value};

/// The interface value of a JSON value.
pub fn from_json(json: &Json) -> Interface {
    match json {
        Json::Null => Interface::nil(),
        Json::Bool(value) => Interface::bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(value) => Interface::int64(value),
            None => Interface::float64(number.as_f64().unwrap_or(f64::INFINITY)),
        },
        Json::String(value) => Interface::string(value),
        Json::Array(items) => Interface::list(items.iter().map(from_json)),
        Json::Object(entries) => Interface::object(entries.iter().map(|(key, value)| (key, from_json(value)))),
    }
}

/// The JSON value of an interface value, with Go's field names in structs.
pub fn to_json(interface: &Interface) -> Json {
    to_json_with(interface, &|_, field| field.to_owned())
}

/// The JSON value of an interface value. `name` returns the JSON name of a struct's field, given the struct's name on the
/// wire and the field's Go name.
///
/// Bytes become Base64. Numbers that JSON does not have become null.
pub fn to_json_with(interface: &Interface, name: &dyn Fn(&str, &str) -> String) -> Json {
    interface.value().map_or(Json::Null, |value| value_to_json(value, name))
}

/// The JSON value of any value; see [`to_json_with`].
pub fn value_to_json(value: &Value, name: &dyn Fn(&str, &str) -> String) -> Json {
    match value {
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(value) => Json::from(*value),
        Value::Uint(value) => Json::from(*value),
        Value::Float(value) => float(*value),
        Value::Complex(real, imaginary) => Json::Array(vec![float(*real), float(*imaginary)]),
        Value::Bytes(bytes) => Json::String(BASE64.encode(bytes)),
        Value::Opaque(opaque) => Json::String(BASE64.encode(&opaque.bytes)),
        Value::String(value) => Json::String(value.clone()),
        Value::Slice(slice) | Value::Array(slice) => slice.items.iter().map(|item| value_to_json(item, name)).collect(),
        Value::Map(map) => {
            map.entries.iter().map(|(key, value)| (key_to_json(key), value_to_json(value, name))).collect()
        }
        Value::Struct(value) => Json::Object(struct_to_json(value, name)),
        Value::Interface(value) => to_json_with(value, name),
    }
}

fn struct_to_json(value: &Struct, name: &dyn Fn(&str, &str) -> String) -> Map<String, Json> {
    value.fields.iter().map(|(field, content)| (name(&value.name, field), value_to_json(content, name))).collect()
}

fn float(value: f64) -> Json {
    Number::from_f64(value).map_or(Json::Null, Json::Number)
}

fn key_to_json(key: &Value) -> String {
    match value_to_json(key, &|_, field| field.to_owned()) {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

//! JSON in interfaces.

use gob::json::{from_json, to_json, to_json_with};
use gob::{Gob, Interface, Value};
use serde_json::json;

use crate::support::{decode, encode};

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct PostAction {
    id: String,
    style: String,
}

#[test]
fn json_is_the_basic_interface_types() {
    let json = json!({"a": [1, 2.5, "s", true, null], "big": 18_446_744_073_709_551_615_u64, "o": {"k": -1}});
    let expected = Interface::object([
        (
            "a",
            Interface::list([
                Interface::int64(1),
                Interface::float64(2.5),
                Interface::string("s"),
                Interface::bool(true),
                Interface::nil(),
            ]),
        ),
        ("big", Interface::float64(18_446_744_073_709_551_615.0)),
        ("o", Interface::object([("k", Interface::int64(-1))])),
    ]);
    assert_eq!(from_json(&json), expected);
    assert_eq!(expected.name(), Some("map[string]interface {}"));
}

#[test]
fn json_survives_the_wire() {
    let json = json!({"text": "T", "actions": [{"id": "a1", "context": {"n": 1.5}}, []], "empty": {}, "none": null});
    let sent = vec![from_json(&json)];
    let received: Vec<Interface> = decode(&encode(&sent)).unwrap();
    assert_eq!(to_json(&received[0]), json);
}

#[test]
fn json_as_deep_as_the_parser_takes_it_survives_the_wire() {
    let json: serde_json::Value = serde_json::from_str(&("[".repeat(127) + &"]".repeat(127))).unwrap();
    let received: Vec<Interface> = decode(&encode(&vec![from_json(&json)])).unwrap();
    assert_eq!(to_json(&received[0]), json);
}

#[test]
fn typed_structs_are_objects_with_the_names_that_the_caller_gives() {
    let actions = vec![PostAction { id: "a1".to_owned(), ..PostAction::default() }];
    let interface = Interface::of("[]*model.PostAction", &actions).unwrap();
    assert_eq!(to_json(&interface), json!([{"Id": "a1"}]));
    let names = |of: &str, field: &str| format!("{of}.{}", field.to_lowercase());
    assert_eq!(to_json_with(&interface, &names), json!([{"PostAction.id": "a1"}]));
}

#[test]
fn what_json_lacks_becomes_text_or_null() {
    let list = Interface::list([
        Interface::float64(f64::NAN),
        Interface::new("[]uint8", Value::Bytes(vec![0, 255])),
        Interface::new("uint64", Value::Uint(u64::MAX)),
    ]);
    assert_eq!(to_json(&list), json!([null, "AP8=", u64::MAX]));
}

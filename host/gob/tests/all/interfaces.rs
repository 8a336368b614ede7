//! Interface values: nil, basic, typed, and those that cut the value around them into pieces.

use gob::{DecodeError, EncodeError, Encoder, Gob, Interface, Value};

use crate::support::{decode, encode, hex, received, to_hex};

#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "Z_LogInfoArgs")]
struct LogInfo {
    a: String,
    b: Vec<Interface>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "Z_OnActivateReturns")]
struct OnActivateReturns {
    a: Interface,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct ErrorString {
    code: i64,
    err: String,
}

const ERROR_STRING: &str = "*plugin.ErrorString";

#[test]
fn basic_values_are_name_type_length_and_value() {
    let log = LogInfo { a: "hello".to_owned(), b: vec![Interface::string("k"), Interface::string("v")] };
    let value = "24 ff98 01 05 68656c6c6f 01 02 06 737472696e67 0c 03 00 01 6b 06 737472696e67 0c 03 00 01 76 00";
    let recorded = format!(
        "28 ff97 03 01 01 0d 5a5f4c6f67496e666f41726773 01 ff98 00 01 02 01 01 41 01 0c 00 01 01 42 01 ff9a 00 00 00
         1c ff99 02 01 01 0e 5b5d696e74657266616365207b7d 01 ff9a 00 01 10 00 00 {value}"
    );
    assert_eq!(decode(&hex(&recorded)), Ok(log.clone()));
    let bytes = encode(&log);
    let expected = to_hex(&hex(&value.replace("ff98", "ff80")));
    assert!(to_hex(&bytes).ends_with(&expected), "{}", to_hex(&bytes));
}

#[test]
fn nil_is_an_empty_name() {
    let list = vec![Interface::nil(), Interface::bool(true)];
    let bytes = encode(&list);
    assert_eq!(to_hex(&bytes[bytes.len() - 15..]), to_hex(&hex("0e ff80 00 02 00 04 626f6f6c 02 02 00 01")));
    assert_eq!(decode(&bytes), Ok(list));
}

#[test]
fn a_definition_within_an_interface_splits_the_value() {
    let recorded = "27 ff99 03 01 01 13 5a5f4f6e416374697661746552657475726e73 01 ff9a 00 01 01 01 01 41 01 10 00 00 00
        41 ff9a 01 13 2a706c7567696e2e4572726f72537472696e67
           ff9b 03 01 01 0b 4572726f72537472696e67 01 ff9c 00 01 02 01 04 436f6465 01 04 00 01 03 457272 01 0c 00 00 00
        0b ff9c 07 02 04 626f6f6d 00 00";
    let returns: OnActivateReturns = decode(&hex(recorded)).unwrap();
    let boom = ErrorString { code: 0, err: "boom".to_owned() };
    assert_eq!(returns.a.name(), Some(ERROR_STRING));
    assert_eq!(returns.a.get(ERROR_STRING), Ok(Some(boom.clone())));
    assert_eq!(returns.a.get::<ErrorString>("*model.AppError"), Ok(None));
    assert_eq!(returns.a, Interface::of(ERROR_STRING, &boom).unwrap());
}

#[test]
fn we_define_all_types_before_the_value_and_never_split() {
    let boom = ErrorString { code: 7, err: "boom".to_owned() };
    let returns = OnActivateReturns { a: Interface::of(ERROR_STRING, &boom).unwrap() };
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    encoder.encode(&returns, &mut out).unwrap();
    let definitions = "26 7f 03 01 01 13 5a5f4f6e416374697661746552657475726e73 01 ff80 00 01 01 01 01 41 01 10 00 00 00
        2a ff81 03 01 01 0b 4572726f72537472696e67 01 ff82 00 01 02 01 04 436f6465 01 04 00 01 03 457272 01 0c 00 00 00";
    let value = "24 ff80 01 13 2a706c7567696e2e4572726f72537472696e67 ff82 09 01 0e 01 04 626f6f6d 00 00";
    assert_eq!(to_hex(&out), to_hex(&hex(&format!("{definitions} {value}"))));
    out.clear();
    encoder.encode(&returns, &mut out).unwrap();
    assert_eq!(to_hex(&out), to_hex(&hex(value)));
}

#[test]
fn a_split_value_waits_for_its_last_piece() {
    let recorded =
        hex("27 ff99 03 01 01 13 5a5f4f6e416374697661746552657475726e73 01 ff9a 00 01 01 01 01 41 01 10 00 00 00
         41 ff9a 01 13 2a706c7567696e2e4572726f72537472696e67
            ff9b 03 01 01 0b 4572726f72537472696e67 01 ff9c 00 01 02 01 04 436f6465 01 04 00 01 03 457272 01 0c 00 00 00
         0b ff9c 07 02 04 626f6f6d 00 00");
    let (all_but_one, last) = recorded.split_at(recorded.len() - 1);
    let mut decoder = received(&[]);
    for byte in all_but_one {
        decoder.feed(&[*byte]);
        assert_eq!(decoder.decode::<OnActivateReturns>(), Ok(None));
    }
    decoder.feed(last);
    let returns = decoder.decode::<OnActivateReturns>().unwrap().unwrap();
    assert_eq!(returns.a.to(), Ok(ErrorString { code: 0, err: "boom".to_owned() }));
}

#[test]
fn empty_lists_keep_the_type_of_their_elements() {
    let none = Interface::of("[]*plugin.ErrorString", &Vec::<ErrorString>::new()).unwrap();
    let bytes = encode(&vec![none.clone()]);
    // The elements are a struct, of whatever fields; a slice of anything else would be refused.
    assert!(to_hex(&bytes).contains("7f0201"), "{}", to_hex(&bytes));
    assert_eq!(decode(&bytes), Ok(vec![none]));
}

#[test]
fn structs_in_a_list_share_a_type_with_all_their_fields() {
    let errors = vec![
        ErrorString { code: 1, err: String::new() },
        ErrorString { code: 0, err: "two".to_owned() },
        ErrorString::default(),
    ];
    let list = vec![Interface::of("[]*plugin.ErrorString", &errors).unwrap()];
    let received: Vec<Interface> = decode(&encode(&list)).unwrap();
    assert_eq!(received[0].to(), Ok(errors));
}

#[test]
fn the_content_of_nil_is_no_value() {
    assert_eq!(Interface::nil().to::<String>(), Err(DecodeError::NilInterface));
    assert_eq!(Interface::nil().get::<String>("string"), Ok(None));
}

#[test]
fn the_content_must_be_of_the_type_that_is_asked_for() {
    let expected = DecodeError::Type { local: "string", remote: "int", field: None };
    assert_eq!(Interface::int64(1).to::<String>(), Err(expected));
}

#[test]
fn a_value_within_a_typed_value_cannot_be_sent() {
    let mut out = Vec::new();
    assert_eq!(Encoder::new().encode(&vec![Value::Bool(true)], &mut out), Err(EncodeError::Untyped));
    assert!(out.is_empty());
}

#[test]
fn elements_of_another_type_than_their_slice_says_are_refused() {
    let mixed = Value::Slice(gob::Slice { element: gob::Type::Int, items: vec![Value::Int(1), Value::Bool(true)] });
    let expected = EncodeError::Mixed { expected: "int", found: "bool" };
    assert_eq!(Encoder::new().encode(&mixed, &mut Vec::new()), Err(expected));
}

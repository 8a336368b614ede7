//! Structs and what they contain, byte by byte.

use std::collections::{BTreeMap, HashMap};

use gob::{EncodeError, Encoder, Gob};

use crate::support::{decode, encode, hex, received, to_hex};

#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "Z_OnActivateArgs")]
struct OnActivateArgs {
    #[gob(rename = "APIMuxId")]
    api_mux_id: u32,
    driver_mux_id: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Empty {}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Channel {
    shared: Option<bool>,
    scheme_id: Option<String>,
    props: Option<BTreeMap<String, i64>>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Tree {
    label: String,
    children: Vec<Tree>,
    first: Option<Box<Tree>>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct UserId(String);

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Reply<T> {
    a: T,
}

#[test]
fn a_struct_is_defined_before_its_first_value() {
    let args = OnActivateArgs { api_mux_id: 1, driver_mux_id: 2 };
    // Recorded with id 68; ours is the first type of its stream and so has id 64.
    let expected = "3b 7f 03 01 01 10 5a5f4f6e41637469766174654172677301 ff80 00 01 02
        01 08 4150494d75784964 01 06 00 01 0b 4472697665724d75784964 01 06 00 00 00
        07 ff80 01 01 01 02 00";
    let expected = expected.replacen("3b 7f", "3a 7f", 1);
    assert_eq!(to_hex(&encode(&args)), to_hex(&hex(&expected)));
    let recorded = "3b ff87 03 01 01 10 5a5f4f6e41637469766174654172677301 ff88 00 01 02
        01 08 4150494d75784964 01 06 00 01 0b 4472697665724d75784964 01 06 00 00 00
        07 ff88 01 01 01 02 00";
    assert_eq!(decode(&hex(recorded)), Ok(args));
}

#[test]
fn a_type_is_defined_once_per_stream() {
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    encoder.encode(&OnActivateArgs::default(), &mut out).unwrap();
    let first = out.len();
    encoder.encode(&OnActivateArgs { api_mux_id: 0, driver_mux_id: 9 }, &mut out).unwrap();
    assert_eq!(to_hex(&out[first..]), "05ff80020900");
}

#[test]
fn empty_structs_have_a_definition_and_no_fields() {
    assert_eq!(to_hex(&encode(&())), to_hex(&hex("09 7f 03 01 02 ff80 00 00 00 03 ff80 00")));
    assert_eq!(decode(&hex("0a ff83 03 01 02 ff84 00 00 00 03 ff84 00")), Ok(Empty {}));
}

#[test]
fn slices_of_text_are_unnamed_and_have_a_zero_before_their_count() {
    let list = vec!["a".to_owned(), "bc".to_owned()];
    assert_eq!(to_hex(&encode(&list)), to_hex(&hex("0b 7f 02 01 02 ff80 00 01 0c 00 00 09 ff80 00 02 01 61 02 62 63")));
    assert_eq!(decode(&hex("0c ff81 02 01 02 ff82 00 01 0c 00 00 09 ff82 00 02 01 61 02 62 63")), Ok(list));
}

#[test]
fn arrays_are_defined_with_their_length() {
    let definition = "16 ff8b 01 01 01 06 5b325d696e74 01 ff8c 00 01 04 01 04 00 00";
    let bytes = hex(&format!("{definition} 06 ff8c 00 02 02 06"));
    assert_eq!(decode(&bytes), Ok([1_i64, 3]));
    assert_eq!(decode(&encode(&[1_i64, 3])), Ok([1_i64, 3]));
}

#[test]
fn some_zero_is_sent_and_none_is_not() {
    let told = Channel { shared: Some(false), scheme_id: Some(String::new()), props: Some(BTreeMap::new()) };
    let bytes = encode(&told);
    assert_eq!(to_hex(&bytes[bytes.len() - 10..]), to_hex(&hex("09 ff80 01 00 01 00 01 00 00")));
    assert_eq!(decode(&bytes), Ok(told));
    let bytes = encode(&Channel::default());
    assert_eq!(to_hex(&bytes[bytes.len() - 4..]), "03ff8000");
    assert_eq!(decode(&bytes), Ok(Channel::default()));
}

#[test]
fn types_may_contain_themselves() {
    let leaf = |label: &str| Tree { label: label.to_owned(), ..Tree::default() };
    let tree = Tree {
        label: "root".to_owned(),
        children: vec![leaf("a"), Tree { children: vec![leaf("c")], ..leaf("b") }],
        first: Some(Box::new(leaf("f"))),
    };
    assert_eq!(decode(&encode(&tree)), Ok(tree));
}

#[test]
fn a_struct_of_one_unnamed_field_is_that_field() {
    let ids = vec![UserId("u1".to_owned()), UserId("u2".to_owned())];
    assert_eq!(encode(&ids), encode(&vec!["u1".to_owned(), "u2".to_owned()]));
    assert_eq!(decode(&encode(&ids)), Ok(ids));
}

#[test]
fn generic_structs_are_a_type_per_argument() {
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    let (number, text) = (Reply { a: 7_i64 }, Reply { a: "seven".to_owned() });
    encoder.encode(&number, &mut out).unwrap();
    encoder.encode(&text, &mut out).unwrap();
    let mut decoder = received(&out);
    assert_eq!(decoder.decode(), Ok(Some(number)));
    assert_eq!(decoder.decode(), Ok(Some(text)));
}

#[test]
fn maps_travel_in_any_order() {
    let map: HashMap<String, Vec<String>> =
        [("Accept".to_owned(), vec!["text/html".to_owned()]), ("Cookie".to_owned(), vec![])].into();
    assert_eq!(decode(&encode(&map)), Ok(map));
}

#[test]
fn nil_outside_a_field_is_refused_and_leaves_no_trace() {
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    let list = vec![Some(OnActivateArgs::default()), None];
    assert_eq!(encoder.encode(&list, &mut out), Err(EncodeError::Nil));
    assert!(out.is_empty());
    encoder.encode(&OnActivateArgs::default(), &mut out).unwrap();
    assert_eq!(out, encode(&OnActivateArgs::default()));
}

#[test]
fn messages_of_every_length_have_the_right_length_in_front() {
    for length in [0, 1, 120, 128, 252, 253, 254, 65_529, 65_530, 65_536, 1 << 20] {
        let value = vec![7_u8; length];
        assert_eq!(decode(&encode(&value)), Ok(value));
    }
}

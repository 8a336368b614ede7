//! Every bound, one step beyond it.

use std::collections::BTreeMap;

use gob::{DEPTH_MAX, DecodeError, Decoder, EncodeError, Encoder, Gob, Interface, Limits, Struct, Value};

use crate::support::{decode, encode, hex};

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Link {
    weight: [[u64; 8]; 8],
    label: String,
    next: Option<Box<Link>>,
}

fn decode_within<T: Gob>(limits: Limits, bytes: &[u8]) -> Result<T, DecodeError> {
    let mut decoder = Decoder::new(limits);
    decoder.feed(bytes);
    Ok(decoder.decode()?.expect("the value is complete"))
}

#[test]
fn a_message_that_claims_too_much_is_refused_before_it_arrives() {
    let mut decoder = Decoder::new(Limits { message_bytes: 1000, ..Limits::default() });
    decoder.feed(&hex("fe 03e9"));
    assert_eq!(decoder.decode::<Value>(), Err(DecodeError::Limit("bytes in one value", 1000)));
}

#[test]
fn a_message_of_just_the_limit_is_accepted() {
    let value = vec![1_u8; 994];
    let limits = Limits { message_bytes: 999, ..Limits::default() };
    assert_eq!(decode_within(limits, &encode(&value)), Ok(value));
}

#[test]
fn bodies_of_five_mebibytes_pass_in_small_pieces() {
    let body = vec![42_u8; 5 * 1024 * 1024];
    let bytes = encode(&body);
    let mut decoder = Decoder::new(Limits::default());
    let (last, pieces) =
        bytes.chunks(64 * 1024).collect::<Vec<_>>().split_last().map(|(last, all)| (*last, all.to_vec())).unwrap();
    for piece in pieces {
        decoder.feed(piece);
        assert_eq!(decoder.decode::<Vec<u8>>(), Ok(None));
    }
    decoder.feed(last);
    assert_eq!(decoder.decode(), Ok(Some(body)));
}

#[test]
fn elements_are_counted_over_the_whole_value() {
    let lists = vec![vec![1_i64; 10]; 10];
    let limits = |elements| Limits { elements, ..Limits::default() };
    assert_eq!(decode_within(limits(110), &encode(&lists)), Ok(lists.clone()));
    assert_eq!(decode_within::<Vec<Vec<i64>>>(limits(109), &encode(&lists)), Err(DecodeError::Limit("elements", 109)));
}

#[test]
fn types_are_counted_over_the_whole_stream() {
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    encoder.encode(&Vec::<i64>::new(), &mut out).unwrap();
    encoder.encode(&BTreeMap::<i64, i64>::new(), &mut out).unwrap();
    let mut decoder = Decoder::new(Limits { types: 1, ..Limits::default() });
    decoder.feed(&out);
    assert_eq!(decoder.decode(), Ok(Some(Vec::<i64>::new())));
    assert_eq!(decoder.decode::<BTreeMap<i64, i64>>(), Err(DecodeError::Limit("types", 1)));
}

#[test]
fn definitions_are_counted_in_bytes() {
    let limits = Limits { definition_bytes: 5, ..Limits::default() };
    let expected = DecodeError::Limit("bytes of type definitions", 5);
    assert_eq!(decode_within::<Vec<i64>>(limits, &encode(&Vec::<i64>::new())), Err(expected));
}

#[test]
fn what_nests_too_deep_is_neither_sent_nor_accepted() {
    let nested = |levels| (0..levels).fold(Interface::nil(), |inside, _| Interface::list([inside]));
    // A list in an interface nests twice.
    let deepest = vec![nested((DEPTH_MAX - 2) / 2)];
    assert_eq!(decode(&encode(&deepest)), Ok(deepest.clone()));
    let too_deep = vec![nested(DEPTH_MAX / 2 + 1)];
    assert_eq!(Encoder::new().encode(&too_deep, &mut Vec::new()), Err(EncodeError::TooDeep));
    let limits = Limits { depth: 10, ..Limits::default() };
    let expected = DecodeError::Limit("containers within containers", 10);
    assert_eq!(decode_within::<Vec<Interface>>(limits, &encode(&deepest)), Err(expected));
}

#[test]
fn a_chain_of_boxes_up_to_the_limit_fits_the_stack() {
    let chain =
        |links| (0..links).fold(Link::default(), |next, _| Link { next: Some(Box::new(next)), ..Link::default() });
    // The weight of the last link nests twice more.
    let longest = chain(DEPTH_MAX - 3);
    assert_eq!(decode(&encode(&longest)), Ok(longest));
    assert_eq!(Encoder::new().encode(&chain(DEPTH_MAX - 2), &mut Vec::new()), Err(EncodeError::TooDeep));
}

#[test]
fn values_of_ever_new_types_are_refused_in_the_end() {
    let mut encoder = Encoder::new();
    let refused = (1..10_000).find(|number| {
        let fields = [(format!("Field{number}").into(), Value::Bool(true))].into();
        let value = Value::Struct(Struct { fields, ..Struct::default() });
        encoder.encode(&value, &mut Vec::new()) == Err(EncodeError::TooManyTypes)
    });
    assert_eq!(refused, Some(4097));
}

//! What Go accepts and refuses when the two sides know different types, and its words.

use gob::{DecodeError, Decoder, Encoder, Gob};

use crate::support::{decode, encode, received};

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Post {
    message: String,
    create_at: i64,
    props: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "Post")]
struct NewerPost {
    create_at: i32,
    metadata: Option<Box<NewerPost>>,
    reactions: Vec<Post>,
    message: String,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "Post")]
struct NumberedPost {
    message: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Stranger {
    nickname: String,
}

fn post() -> Post {
    Post { message: "hi".to_owned(), create_at: 5, props: vec!["p".to_owned()] }
}

/// Two values on a stream: what becomes of the first, and whether the second arrives all the same.
fn decode_then_next<T: Gob>(value: &impl Gob) -> Result<T, DecodeError> {
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    encoder.encode(value, &mut out).unwrap();
    encoder.encode(&"next".to_owned(), &mut out).unwrap();
    let mut decoder = received(&out);
    let first = decoder.decode();
    assert_eq!(decoder.decode(), Ok(Some("next".to_owned())));
    first.map(Option::unwrap)
}

#[test]
fn fields_are_matched_by_name_and_unknown_ones_skipped() {
    let newer = NewerPost {
        create_at: 5,
        metadata: Some(Box::new(NewerPost { reactions: vec![post()], ..NewerPost::default() })),
        reactions: vec![post(), Post::default()],
        message: "hi".to_owned(),
    };
    assert_eq!(decode_then_next(&newer), Ok(Post { props: vec![], ..post() }));
    assert_eq!(
        decode_then_next(&post()),
        Ok(NewerPost { message: "hi".to_owned(), create_at: 5, ..NewerPost::default() })
    );
}

#[test]
fn a_field_of_another_kind_is_an_error_of_that_value_alone() {
    let error = decode_then_next::<NumberedPost>(&post()).unwrap_err();
    assert_eq!(error.to_string(), "gob: wrong type (int64) for received field Post.Message of type string");
    assert!(!error.is_fatal());
}

#[test]
fn a_value_of_another_kind_is_an_error_of_that_value_alone() {
    let error = decode_then_next::<i64>(&"text".to_owned()).unwrap_err();
    assert_eq!(error.to_string(), "gob: decoding into local type int64, received remote type string");
    let error = decode_then_next::<Post>(&vec![1_i64]).unwrap_err();
    assert_eq!(error.to_string(), "gob: decoding into local type Post, received remote type slice");
    let error = decode_then_next::<u64>(&1_i64).unwrap_err();
    assert_eq!(error.to_string(), "gob: decoding into local type uint64, received remote type int");
}

#[test]
fn a_number_that_does_not_fit_is_an_error_of_that_value_alone() {
    let error = decode_then_next::<NewerPost>(&Post { create_at: 1 << 40, ..post() }).unwrap_err();
    assert_eq!(error.to_string(), "gob: value for \"CreateAt\" out of range");
    let error = decode_then_next::<f32>(&f64::MAX).unwrap_err();
    assert_eq!(error.to_string(), "gob: value out of range");
    assert_eq!(decode_then_next::<f32>(&f64::INFINITY), Ok(f32::INFINITY));
}

#[test]
fn structs_without_a_common_field_are_taken_for_a_mistake() {
    let error = decode_then_next::<Stranger>(&post()).unwrap_err();
    assert_eq!(error.to_string(), "gob: type mismatch: no fields matched compiling decoder for Stranger");
}

#[test]
fn the_empty_struct_goes_into_any_struct_and_any_struct_into_it() {
    assert_eq!(decode_then_next(&()), Ok(post()).map(|_: Post| Post::default()));
    assert_eq!(decode_then_next(&post()), Ok(()));
}

#[test]
fn the_empty_struct_is_no_number() {
    let error = decode_then_next::<i64>(&()).unwrap_err();
    assert_eq!(error.to_string(), "gob: decoding into local type int64, received remote type struct");
}

#[test]
fn arrays_of_another_length_are_another_type() {
    assert!(!decode_then_next::<[i64; 3]>(&[1_i64, 2]).unwrap_err().is_fatal());
}

#[test]
fn after_an_error_that_ends_the_stream_every_call_repeats_it() {
    let mut decoder = Decoder::default();
    decoder.feed(&[3, 0xff, 0x90, 0]);
    let error = decoder.decode::<Post>().unwrap_err();
    assert_eq!(error.to_string(), "gob: unknown type id or corrupted data");
    assert!(error.is_fatal());
    decoder.feed(&encode(&post()));
    assert_eq!(decoder.decode::<Post>(), Err(error.clone()));
    assert_eq!(decoder.skip(), Err(error.clone()));
    assert_eq!(decoder.peek_type().map(|_| ()), Err(error));
}

#[test]
fn wider_and_narrower_numbers_of_a_kind_are_one_type() {
    assert_eq!(decode(&encode(&-7_i64)), Ok(-7_i8));
    assert_eq!(decode(&encode(&7_u16)), Ok(7_u64));
    assert_eq!(decode(&encode(&0.5_f32)), Ok(0.5_f64));
}

//! Values that need no definition, alone on a stream.

use gob::{Gob, Value};

use crate::support::{decode, encode, hex, to_hex};

#[track_caller]
fn assert_wire<T: Gob + PartialEq + std::fmt::Debug>(value: T, wire: &str) {
    assert_eq!(to_hex(&encode(&value)), to_hex(&hex(wire)));
    assert_eq!(decode::<T>(&hex(wire)), Ok(value));
}

#[test]
fn signed_numbers_carry_their_sign_in_the_lowest_bit() {
    assert_wire(3_i64, "03 04 00 06");
    assert_wire(-129_i32, "05 04 00 fe 01 01");
    assert_wire(i64::MIN, "0b 04 00 f8 ff ff ff ff ff ff ff ff");
    assert_wire(i64::MAX, "0b 04 00 f8 ff ff ff ff ff ff ff fe");
}

#[test]
fn unsigned_numbers_from_128_on_have_their_length_in_front() {
    assert_wire(127_u64, "03 06 00 7f");
    assert_wire(128_u16, "04 06 00 ff 80");
    assert_wire(256_u32, "05 06 00 fe 01 00");
    assert_wire(u64::MAX, "0b 06 00 f8 ff ff ff ff ff ff ff ff");
}

#[test]
fn floats_travel_with_their_bytes_reversed() {
    assert_wire(17.0_f64, "05 08 00 fe 31 40");
    assert_wire(1.0_f32, "05 08 00 fe f0 3f");
    assert_wire(0.0_f64, "03 08 00 00");
}

#[test]
fn booleans_are_numbers() {
    assert_wire(true, "03 02 00 01");
    assert_wire(false, "03 02 00 00");
}

#[test]
fn text_and_bytes_have_their_count_in_front() {
    assert_wire("hooks".to_owned(), "08 0c 00 05 68 6f 6f 6b 73");
    assert_wire(b"hello".to_vec(), "08 0a 00 05 68 65 6c 6c 6f");
    assert_wire(Vec::<u8>::new(), "03 0a 00 00");
}

#[test]
fn complex_numbers_are_two_floats() {
    assert_wire(Value::Complex(1.0, -2.0), "07 0e 00 fe f0 3f ff c0");
}

#[test]
fn text_that_is_not_utf_8_arrives_with_replacement_characters() {
    assert_eq!(decode::<String>(&hex("06 0c 00 03 61 ff 62")), Ok("a\u{fffd}b".to_owned()));
}

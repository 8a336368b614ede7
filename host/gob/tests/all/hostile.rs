//! Bytes from a peer that means harm: an error, quickly and in little memory.

use gob::{DecodeError, Decoder, Gob, Interface, Limits, Value};

use crate::golden_streams::gob_streams;
use crate::support::{decode, decode_all, hex, received};

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Large {
    name: String,
    values: Vec<[[u64; 8]; 8]>,
}

fn error(bytes: &str) -> String {
    decode::<Value>(&hex(bytes)).unwrap_err().to_string()
}

#[test]
fn a_type_is_not_defined_twice() {
    let definition = "0b 7f 02 01 02 ff80 00 01 0c 00 00";
    let result = decode::<Value>(&hex(&format!("{definition} {definition}")));
    assert_eq!(result, Err(DecodeError::DuplicateType));
    assert!(DecodeError::DuplicateType.is_fatal());
}

#[test]
fn types_that_every_stream_knows_are_not_redefined() {
    assert_eq!(error("0a 0b 02 01 02 0c 00 01 0c 00 00"), "gob: duplicate type received");
}

#[test]
fn counts_beyond_the_message_are_errors() {
    assert_eq!(error("05 0a 00 fd 10 00"), "gob: bad data: value exceeds its message");
    assert_eq!(error("0b 0c 00 f8 ff ff ff ff ff ff ff ff"), "gob: bad data: value exceeds its message");
    let slice = "0b 7f 02 01 02 ff80 00 01 0c 00 00";
    assert_eq!(error(&format!("{slice} 07 ff80 00 fd 01 00 00")), "gob: bad data: value exceeds its message");
    assert_eq!(error(&format!("{slice} 0c ff80 00 f8 ff ff ff ff ff ff ff ff")), "gob: more than 262144 elements");
}

#[test]
fn a_count_alone_reserves_little() {
    // A slice of 200,000 elements of 512 bytes, of which none follows.
    let bytes = hex("0d 7f 02 01 02 ff80 00 01 ff82 00 00
        0e ff81 01 01 02 ff82 00 01 ff84 01 10 00 00 0e ff83 01 01 02 ff84 00 01 06 01 10 00 00
        07 ff80 00 fd 03 0d 40");
    assert!(decode::<Vec<[[u64; 8]; 8]>>(&bytes).unwrap_err().is_fatal());
}

#[test]
fn lengths_of_more_than_eight_bytes_are_errors() {
    assert_eq!(error("f7 01 02 03 04 05 06 07 08 09"), "gob: encoded unsigned integer out of range");
    assert_eq!(error("80"), "gob: encoded unsigned integer out of range");
}

#[test]
fn empty_messages_are_errors() {
    assert_eq!(error("00"), "gob: bad data: value exceeds its message");
}

#[test]
fn bytes_after_a_value_are_errors() {
    assert_eq!(error("04 04 00 06 00"), "gob: extra data in buffer");
}

#[test]
fn fields_that_the_type_does_not_have_are_errors() {
    let definition = "11 7f 03 01 02 ff80 00 01 01 01 01 41 01 0c 00 00 00";
    assert_eq!(error(&format!("{definition} 06 ff80 02 01 61 00")), "gob: bad data: field numbers out of bounds");
    assert_eq!(
        error(&format!("{definition} 0c ff80 f8 ff ff ff ff ff ff ff ff 00")),
        "gob: bad data: field numbers out of bounds"
    );
}

#[test]
fn a_type_that_is_only_itself_ends_at_the_depth_limit() {
    // type T []T, with a T in a T in a T …
    let mut bytes = hex("0c 7f 02 01 02 ff80 00 01 ff80 00 00");
    let mut value = hex("ff80 00");
    value.extend([1; 10_000]);
    bytes.extend([0xfe, (value.len() >> 8) as u8, value.len() as u8]);
    bytes.extend(value);
    assert_eq!(decode::<Value>(&bytes), Err(DecodeError::Limit("containers within containers", 300)));
    assert_eq!(received(&bytes).skip(), Err(DecodeError::Limit("containers within containers", 300)));
}

#[test]
fn interfaces_within_interfaces_end_at_the_depth_limit() {
    // Each holds an interface again: name "x", type 8, length 0, zero.
    let mut value = hex("10 00");
    for _ in 0..5000 {
        value.extend(hex("01 78 10 00 00"));
    }
    let mut bytes = vec![0xfe, (value.len() >> 8) as u8, value.len() as u8];
    bytes.extend(value);
    assert_eq!(decode::<Interface>(&bytes), Err(DecodeError::Limit("containers within containers", 300)));
}

#[test]
fn long_names_are_shared_by_all_values_of_a_type() {
    // A struct with a name of 60,000 bytes, in a slice of 50,000: copies would take 3 GB.
    let name = vec![b'n'; 60_000];
    let mut definition = hex("ff81 03 01 01 fe ea60");
    definition.extend(name);
    definition.extend(hex("01 ff82 00 00 00"));
    let mut bytes = hex("0c 7f 02 01 02 ff80 00 01 ff82 00 00");
    bytes.extend([0xfe, (definition.len() >> 8) as u8, definition.len() as u8]);
    bytes.extend(definition);
    let mut value = hex("ff80 00 fe c350");
    value.extend([0; 50_000]);
    bytes.extend([0xfe, (value.len() >> 8) as u8, value.len() as u8]);
    bytes.extend(value);
    let Ok(Value::Slice(slice)) = decode(&bytes) else { panic!("a slice") };
    assert_eq!(slice.items.len(), 50_000);
}

#[test]
fn a_value_in_endless_pieces_is_refused() {
    // A long list of interfaces, each of a new type in a message of its own.
    let limits = Limits { message_bytes: 20_000, ..Limits::default() };
    let mut decoder = Decoder::new(limits);
    decoder.feed(&hex("0b 7f 02 01 02 ff80 00 01 10 00 00 10 ff80 00 fe 0fff"));
    let mut result = Ok(None);
    let mut id = 65_u16;
    decoder.feed(&hex("01 78"));
    while let Ok(None) = result {
        let [high, low] = (2 * id).to_be_bytes();
        let [negated_high, negated_low] = (2 * id - 1).to_be_bytes();
        decoder.feed(&[0xfe, negated_high, negated_low, 2, 1, 2, 0xfe, high, low, 0, 1]);
        decoder.feed(&hex("02 00 00"));
        decoder.feed(&[6, 0xfe, high, low, 0, 0, 0, 16, 1, b'x']);
        result = decoder.decode::<Value>();
        id += 1;
        assert!(id < 4000);
    }
    assert!(result.unwrap_err().is_fatal());
}

#[test]
fn golden_streams_with_a_flipped_bit_never_panic() {
    for bytes in gob_streams().into_values() {
        for position in (0..bytes.len()).step_by(11) {
            let mut broken = bytes.clone();
            broken[position] ^= 1 << (position % 8);
            // Values may differ or the stream may end; what follows an error tells.
            let _ = decode_all(&mut received(&broken));
            let mut decoder = received(&broken);
            while let Ok(Some(_)) | Err(DecodeError::Type { .. } | DecodeError::NoFields { .. }) =
                decoder.decode::<Large>()
            {}
        }
    }
}

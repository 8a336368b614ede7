//! Arbitrary bytes as a stream: of any values, which must survive being sent on and arriving in pieces, and of one type.
//!
//! `cargo +nightly fuzz run decode`
#![no_main]

use std::collections::BTreeMap;

use gob::{DecodeError, Decoder, Encoder, Gob, Interface, Limits, Time, Url, Value};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Default, Gob)]
struct Request {
    service_method: String,
    seq: u64,
    a: Option<Box<Request>>,
    b: Vec<u8>,
    small: i8,
    ratio: f32,
    list: Vec<Request>,
    pair: [i64; 2],
    props: BTreeMap<String, Interface>,
    time: Time,
    url: Url,
    any: Interface,
}

fuzz_target!(|input: (u8, &[u8])| {
    let (size, bytes) = input;
    let whole = decode_in_pieces(bytes, bytes.len().max(1));
    let pieces = decode_in_pieces(bytes, usize::from(size).max(1));
    // As text, because NaN is not equal to itself.
    assert_eq!(format!("{whole:?}"), format!("{pieces:?}"));
    let again = decode_in_pieces(&encode(&whole.0), usize::MAX);
    assert_eq!(format!("{:?}", whole.0), format!("{:?}", again.0));
    decode_typed(bytes);
});

/// The values of a stream and the error that ended it.
fn decode_in_pieces(bytes: &[u8], size: usize) -> (Vec<Value>, Option<DecodeError>) {
    let mut decoder = Decoder::new(Limits::default());
    let mut values = Vec::new();
    for piece in bytes.chunks(size) {
        decoder.feed(piece);
        loop {
            match decoder.decode() {
                Ok(Some(value)) => values.push(value),
                Ok(None) => break,
                Err(error) => return (values, Some(error)),
            }
        }
    }
    (values, None)
}

fn encode(values: &[Value]) -> Vec<u8> {
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    for value in values {
        encoder.encode(value, &mut out).expect("what was received can be sent");
    }
    out
}

fn decode_typed(bytes: &[u8]) {
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(bytes);
    loop {
        match decoder.decode::<Request>() {
            Ok(Some(request)) => assert_survives(&request),
            Ok(None) => return,
            Err(error) if error.is_fatal() => return,
            Err(_) => {}
        }
    }
}

fn assert_survives(request: &Request) {
    let mut bytes = Vec::new();
    Encoder::new().encode(request, &mut bytes).expect("what was received can be sent");
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(&bytes);
    let again: Option<Request> = decoder.decode().expect("what was sent can be received");
    assert_eq!(format!("{again:?}"), format!("{:?}", Some(request)));
}

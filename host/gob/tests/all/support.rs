//! Hex, and whole streams at once.

use gob::{DecodeError, Decoder, Encoder, Gob, Limits, Value};

/// The bytes of hex digits; everything else is layout.
pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect()
}

/// The hex digits of bytes.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new stream with the one value.
pub fn encode<T: Gob>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    Encoder::new().encode(value, &mut out).unwrap();
    out
}

/// A decoder that has received `bytes`.
pub fn received(bytes: &[u8]) -> Decoder {
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(bytes);
    decoder
}

/// The first value of a stream that has arrived.
pub fn decode<T: Gob>(bytes: &[u8]) -> Result<T, DecodeError> {
    Ok(received(bytes).decode()?.expect("the value is complete"))
}

/// All values that have arrived.
pub fn decode_all(decoder: &mut Decoder) -> Result<Vec<Value>, DecodeError> {
    let mut values = Vec::new();
    while let Some(value) = decoder.decode()? {
        values.push(value);
    }
    Ok(values)
}

/// `values` on one stream.
pub fn encode_all(values: &[Value]) -> Vec<u8> {
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    for value in values {
        encoder.encode(value, &mut out).unwrap();
    }
    out
}

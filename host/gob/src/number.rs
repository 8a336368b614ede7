//! Gob's variable-length numbers.

use crate::DecodeError;

/// Longest encoding of a number: the length byte and eight bytes.
const NUMBER_BYTES_MAX: usize = 9;

pub(crate) fn put_uint(out: &mut Vec<u8>, value: u64) {
    let (bytes, start) = uint_bytes(value);
    out.extend_from_slice(&bytes[start..]);
}

pub(crate) fn put_int(out: &mut Vec<u8>, value: i64) {
    put_uint(out, zigzag(value));
}

/// The encoding of `value`, right-aligned: the bytes from the returned index on.
pub(crate) fn uint_bytes(value: u64) -> ([u8; NUMBER_BYTES_MAX], usize) {
    let mut bytes = [0; NUMBER_BYTES_MAX];
    bytes[1..].copy_from_slice(&value.to_be_bytes());
    if value < 128 {
        return (bytes, NUMBER_BYTES_MAX - 1);
    }
    let count = 8 - value.leading_zeros() as usize / 8;
    let start = NUMBER_BYTES_MAX - 1 - count;
    bytes[start] = (count as u8).wrapping_neg();
    (bytes, start)
}

/// Reads a number at the front of `bytes`: its value and its length, or `None` if it is cut off.
pub(crate) fn read_uint(bytes: &[u8]) -> Result<Option<(u64, usize)>, DecodeError> {
    let Some(&first) = bytes.first() else {
        return Ok(None);
    };
    if first < 128 {
        return Ok(Some((u64::from(first), 1)));
    }
    let count = usize::from(first.wrapping_neg());
    if count > 8 {
        return Err(DecodeError::corrupt("encoded unsigned integer out of range"));
    }
    let Some(digits) = bytes.get(1..=count) else {
        return Ok(None);
    };
    let value = digits.iter().fold(0, |value, &digit| value << 8 | u64::from(digit));
    Ok(Some((value, 1 + count)))
}

pub(crate) fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63) as u64
}

pub(crate) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// A float travels as its bits with the bytes reversed, so that small numbers are short.
pub(crate) fn float_to_uint(value: f64) -> u64 {
    value.to_bits().swap_bytes()
}

pub(crate) fn uint_to_float(value: u64) -> f64 {
    f64::from_bits(value.swap_bytes())
}

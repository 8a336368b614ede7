//! Ids of our own: long ones that sort by time, short ones that people type.

use crate::ports::{Deps, Timestamp};

/// Crockford's base 32: no `i`, `l`, `o`, `u`.
const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// What nobody mistakes for something else, also on the telephone.
const LEGIBLE: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH: usize = 6;
const NAME_CHARACTERS_MAX: usize = 40;

/// A ULID in lower case: 26 characters, 48 bits of time and 80 that nobody can guess.
#[must_use]
pub fn ulid(deps: &Deps<'_>) -> String {
    let secret = deps.secret.bytes();
    let random = secret[..10].iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    spell(deps.clock.now(), random)
}

/// When a ULID was made; the beginning of time for what is none.
#[must_use]
pub fn time_of(ulid: &str) -> Timestamp {
    let digit = |byte: u8| BASE32.iter().position(|known| *known == byte).unwrap_or(0) as i64;
    Timestamp(ulid.bytes().take(10).fold(0, |time, byte| time << 5 | digit(byte)))
}

/// Six characters that a person can read out, such as `K7M2PX`.
#[must_use]
pub fn code(deps: &Deps<'_>) -> String {
    let secret = deps.secret.bytes();
    let mut bits = secret[..16].iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let mut code = String::with_capacity(CODE_LENGTH);
    for _ in 0..CODE_LENGTH {
        code.push(char::from(LEGIBLE[(bits % LEGIBLE.len() as u128) as usize]));
        bits /= LEGIBLE.len() as u128;
    }
    code
}

/// A code as somebody typed it, if it can be one: lower case and spaces around it do not matter.
#[must_use]
pub fn read_code(text: &str) -> Option<String> {
    let code = text.trim().trim_start_matches('#').to_ascii_uppercase();
    let is_code = code.len() == CODE_LENGTH && code.bytes().all(|byte| LEGIBLE.contains(&byte));
    is_code.then_some(code)
}

/// A name that people give something, in the spelling that is kept, lower case; none if it cannot be one. It becomes a part of a
/// key and is shown as it is.
#[must_use]
pub fn name(text: &str) -> Option<String> {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_name = text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.len() <= NAME_CHARACTERS_MAX
        && text.chars().all(is_fine);
    is_name.then(|| text.to_ascii_lowercase())
}

fn spell(time: Timestamp, random: u128) -> String {
    let mut bits = u128::from(time.0.unsigned_abs()) << 80 | random;
    let mut characters = [0_u8; 26];
    for character in characters.iter_mut().rev() {
        *character = BASE32[(bits & 31) as usize];
        bits >>= 5;
    }
    characters.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::{name, read_code, spell, time_of};
    use crate::ports::Timestamp;

    #[test]
    fn later_ids_sort_behind_earlier_ones() {
        assert_eq!(spell(Timestamp(1_469_918_176_385), 0), "01aryz6s410000000000000000");
        assert!(spell(Timestamp(1), u128::from(u64::MAX)) < spell(Timestamp(2), 0));
        assert_eq!(time_of("01aryz6s410000000000000000"), Timestamp(1_469_918_176_385));
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        assert_eq!(read_code(" #k7m2px "), Some("K7M2PX".into()));
        for text in ["", "K7M2P", "K7M2PXX", "K7M2P0", "K7M2PI", "K7 2PX"] {
            assert_eq!(read_code(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_is_one_plain_word() {
        assert_eq!(name("New-Lead_2.b").as_deref(), Some("new-lead_2.b"));
        let long = "x".repeat(41);
        for text in ["", "-x", ".", "a b", "a/b", "žluť", "--mine", &long] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}

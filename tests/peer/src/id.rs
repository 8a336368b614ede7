//! Mattermost ids: 26 characters of `[a-z0-9]`.

use std::sync::atomic::{AtomicU64, Ordering};

/// Characters of an id.
pub const ID_LENGTH: usize = 26;

/// The id that a name always gets: the kind's letter, the name, filled up with zeros (`uanna00000000000000000000`).
///
/// Characters other than `[a-z0-9]` are left out, so names should differ in more than those.
pub fn id_of(kind: char, name: &str) -> String {
    let mut id: String = std::iter::once(kind)
        .chain(name.chars())
        .map(|c| c.to_ascii_lowercase())
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        .take(ID_LENGTH)
        .collect();
    while id.len() < ID_LENGTH {
        id.push('0');
    }
    id
}

/// Whether the text has the shape of an id.
pub fn is_id(text: &str) -> bool {
    text.len() == ID_LENGTH && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Hands out ids that look random but are the same in every run.
#[derive(Debug)]
pub struct Ids {
    seed: u64,
    issued: AtomicU64,
}

impl Ids {
    /// Servers that share a store need different seeds.
    pub fn new(seed: u64) -> Self {
        Self { seed, issued: AtomicU64::new(0) }
    }

    /// A new id.
    pub fn next(&self) -> String {
        let number = self.issued.fetch_add(1, Ordering::Relaxed);
        let mut state = self.seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut id = String::with_capacity(ID_LENGTH);
        while id.len() < ID_LENGTH {
            let mut word = mix(&mut state);
            for _ in 0..12 {
                id.push(ALPHABET[(word % 32) as usize] as char);
                word /= 32;
            }
        }
        id.truncate(ID_LENGTH);
        id
    }
}

const ALPHABET: &[u8; 32] = b"ybndrfg8ejkmcpqxot1uwisza345h769";

/// One step of splitmix64.
fn mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_valid_ids_that_can_be_read() {
        let id = id_of('u', "anna");
        assert_eq!(id, "uanna000000000000000000000");
        assert!(is_id(&id));
        assert!(is_id(&id_of('c', "a-channel-with-a-very-long-name-indeed")));
    }

    #[test]
    fn new_ids_are_valid_and_all_different() {
        let ids = Ids::new(7);
        let issued: std::collections::BTreeSet<String> = (0..10_000).map(|_| ids.next()).collect();
        assert_eq!(issued.len(), 10_000);
        assert!(issued.iter().all(|id| is_id(id)));
    }
}

//! What an event is about decides its lane and what it waits for.

use super::{LANES, digest};

/// Of what a lane keeps; two subjects with the same number wait for each other needlessly, which does no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) lane: u32,
    pub(super) number: u32,
}

impl Subject {
    pub(super) fn of(subject: &str) -> Self {
        let number = u32::from_str_radix(&digest(&[subject])[..8], 16).unwrap_or(0);
        Self { lane: number % LANES, number }
    }
}

//! What an event is about decides its lane and what it waits for.

use super::{Event, LANES, QUESTION_LANES, Source, digest};

/// Of what a lane keeps; two subjects with the same number wait for each other needlessly, which does no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) lane: u32,
    pub(super) number: u32,
}

impl Subject {
    pub(super) fn of(event: &Event) -> Self {
        let number = number(&event.subject);
        let lane = match event.source {
            // Whoever answers slowly keeps no card waiting.
            Source::Question(_) | Source::Thread => LANES + number % QUESTION_LANES,
            Source::Hook(_) | Source::Odoo | Source::Answer(_) => number % LANES,
        };
        Self { lane, number }
    }
}

/// The same text gives the same number.
pub(super) fn number(text: &str) -> u32 {
    u32::from_str_radix(&digest(&[text])[..8], 16).unwrap_or(0)
}

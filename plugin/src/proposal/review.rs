//! Deciding on proposals.

use super::Proposal;
use crate::ports::{Button, Deps};
use crate::settings::Settings;

/// What can be done with a proposal as it is now.
#[must_use]
pub fn buttons(_: &Deps<'_>, _: &Settings, _: &Proposal) -> Vec<Button> {
    Vec::new()
}

//! The recordings that the stand-in does not answer yet, and why. One that begins to hold moves to `held.rs`.

/// Reasons, each with its file names.
pub const NOT_YET: &[(&str, &[&str])] = &[(
    "the probability of a new lead is learnt from all leads won and lost before; the rest of the answer is in writes.rs",
    &["3-lead-create-read-back.json"],
)];

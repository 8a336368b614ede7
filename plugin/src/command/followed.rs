//! Kinds of record that channels can follow, as one word each.

use super::table::{Choice, Value};

/// The nouns of [`crate::watch::WATCHED`].
pub(super) const FOLLOWED: Value = Value::Choice(&[
    Choice { item: "lead", help: "Leads and opportunities" },
    Choice { item: "task", help: "Tasks" },
    Choice { item: "project", help: "Projects" },
    Choice { item: "partner", help: "Companies and people" },
    Choice { item: "order", help: "Purchase orders" },
]);

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "tests fail by panicking")]

    use super::{FOLLOWED, Value};
    use crate::watch::WATCHED;

    #[test]
    fn every_watched_model_has_its_word() {
        let Value::Choice(choices) = FOLLOWED else { panic!("a choice") };
        let words: Vec<_> = choices.iter().map(|choice| choice.item).collect();
        assert_eq!(words, WATCHED.iter().map(|watched| watched.noun).collect::<Vec<_>>());
    }
}

//! Names that may mean the same.

use crate::odoo::Row;

/// As alike as a name and its misspelling.
const ALIKE: f64 = 0.92;
/// A shorter word is in too many names.
const WORD_RUNES_MIN: usize = 3;

/// The word of a name to look for in Odoo: the first one that says something.
pub(super) fn word(name: &str) -> &str {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.find(|word| word.chars().count() >= WORD_RUNES_MIN).unwrap_or(name)
}

/// Whether two names may mean the same: one begins like the other, or they differ in a few characters.
pub(super) fn are_similar(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let begins = short.chars().count() >= WORD_RUNES_MIN && long.starts_with(short.as_str());
    begins || strsim::jaro_winkler(&one, &other) >= ALIKE
}

/// Records with similar names, as a warning that begins with `head`.
pub(super) fn names(name: &str, rows: &[Row], names_max: usize) -> Option<String> {
    let names = rows.iter().filter_map(|row| Some((row.id()?, row.text("name")?)));
    let similar = names.filter(|(_, other)| are_similar(name, other));
    let similar: Vec<_> = similar.take(names_max).map(|(id, name)| format!("{name} ({id})")).collect();
    (!similar.is_empty()).then(|| similar.join(", "))
}

fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{are_similar, word};

    #[test]
    fn names_that_may_mean_the_same_are_similar() {
        for (one, other) in [
            ("Azure Interior", "azure interior S.L."),
            ("Azure Interior", "Azure Interiors"),
            ("Azure", "Azure Interior"),
            ("Mesa Norte SL", "Mesa-Norte, S.L."),
            ("Fit-out of 12 desks", "Fit out of 12 desk"),
        ] {
            assert!(are_similar(one, other), "{one} / {other}");
        }
        for (one, other) in [("Azure Interior", "Deco Addict"), ("Quote", "Order for chairs"), ("A", "Azure")] {
            assert!(!are_similar(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn the_first_word_that_says_something_is_looked_for() {
        assert_eq!(["Azure Interior", "A. B. Smith & Sons", "X"].map(word), ["Azure", "Smith", "X"]);
    }
}

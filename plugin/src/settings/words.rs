use serde::{Deserialize, Serialize};

const WORDS_MAX: usize = 50;
const WORD_RUNES_MAX: usize = 40;

/// Words that a message begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(Vec<String>);

impl Words {
    /// Reads what the admin typed: words between commas or spaces.
    ///
    /// # Errors
    /// What would be right, as one sentence.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        let words: Vec<_> = words.map(str::to_lowercase).collect();
        // Mattermost keeps what begins with a slash for its own commands.
        if words.iter().any(|word| word.starts_with('/') || word.chars().count() > WORD_RUNES_MAX) {
            return Err(format!(
                "must be words such as `!erp, odoo:`, without `/` at the beginning, of at most {WORD_RUNES_MAX} characters."
            ));
        }
        if words.len() > WORDS_MAX {
            return Err(format!("must be at most {WORDS_MAX} words."));
        }
        Ok(Self(words))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one that is this word, upper or lower case; as it is kept, in lower case.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<&str> {
        // Most words of most messages are none of them: nothing is copied for those that are too long.
        if self.0.is_empty() || word.len() > 4 * WORD_RUNES_MAX {
            return None;
        }
        let word = word.to_lowercase();
        self.0.iter().find(|known| **known == word).map(String::as_str)
    }

    /// Each, in lower case.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_found_in_upper_and_lower_case() {
        let words = Words::parse("!Erp, odoo:  Předmět").unwrap_or_default();
        assert_eq!(
            ["!ERP", "odoo:", "PŘEDMĚT", "odoo", ""].map(|word| words.find(word)),
            [Some("!erp"), Some("odoo:"), Some("předmět"), None, None]
        );
    }

    #[test]
    fn a_slash_belongs_to_mattermost() {
        let problem = "must be words such as `!erp, odoo:`, without `/` at the beginning, of at most 40 characters.";
        for text in ["/erp", &"x".repeat(41)] {
            assert_eq!(Words::parse(text), Err(problem.into()), "{text}");
        }
        assert_eq!(Words::parse(&"a ".repeat(51)), Err("must be at most 50 words.".into()));
    }
}

//! What is listened for: a few words, kept in the memory of the process so that a message costs no look at the settings.

use serde::{Deserialize, Serialize};

use crate::bot;
use crate::ports::Deps;
use crate::settings::{Settings, Words};

const KEY: &str = "listen/ears";
/// Until settings that were read just before a change are forgotten as well.
const KEPT_SECONDS: u32 = 60;

/// What is listened for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ears {
    trigger_words: Words,
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard<'a> {
    /// A command; what follows the word that says so.
    Command(&'a str),
}

/// The settings changed.
pub fn forget(deps: &Deps<'_>) {
    deps.cache.delete(KEY);
}

impl Ears {
    pub(super) fn of(settings: &Settings) -> Self {
        Self { trigger_words: settings.trigger_words.clone() }
    }

    /// Those of a moment ago.
    pub(super) fn remembered(deps: &Deps<'_>) -> Self {
        let kept = deps.cache.get(KEY).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        kept.unwrap_or_else(|| {
            let ears = Self::of(&Settings::current(deps).settings);
            if let Ok(bytes) = serde_json::to_vec(&ears) {
                deps.cache.set(KEY, &bytes, KEPT_SECONDS);
            }
            ears
        })
    }

    pub(super) fn hear<'a>(&self, text: &'a str) -> Option<Heard<'a>> {
        let text = text.trim_start();
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let is_command = is_bot(word) || self.trigger_words.find(word).is_some();
        is_command.then(|| Heard::Command(rest.trim_start()))
    }
}

/// `@odoo`, also `@odoo:` and `@odoo,`.
fn is_bot(word: &str) -> bool {
    let name = word.strip_prefix('@').map(|name| name.trim_end_matches([':', ',']));
    name.is_some_and(|name| name.eq_ignore_ascii_case(bot::USERNAME))
}

#[cfg(test)]
mod tests {
    use super::{Ears, Heard};
    use crate::settings::Settings;

    fn command(text: &str) -> Option<&str> {
        let settings = Settings::parse(r#"{"triggerwords": "!erp, odoo:"}"#).unwrap_or_default();
        Ears::of(&settings).hear(text).map(|Heard::Command(text)| text)
    }

    #[test]
    fn the_first_word_tells_a_command() {
        for text in ["@odoo find partner a", " @Odoo: find partner a", "!ERP\nfind partner a", "odoo: find partner a"] {
            assert_eq!(command(text), Some("find partner a"), "{text}");
        }
        assert_eq!(command("@odoo"), Some(""));
    }

    #[test]
    fn everything_else_is_a_message_like_any_other() {
        for text in ["", "find partner a", "ask @odoo find", "@odoobot find", "odoo find", "!erpfind", "`@odoo` find"] {
            assert_eq!(command(text), None, "{text}");
        }
    }
}

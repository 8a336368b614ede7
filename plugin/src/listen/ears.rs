//! What is listened for: a few words, kept in the memory of the process so that a message costs no look at the settings.

use serde::{Deserialize, Serialize};

use crate::bot;
use crate::ports::Deps;
use crate::settings::{Services, Settings, Words};

const KEY: &str = "listen/ears";
/// Until settings that were read just before a change are forgotten as well.
const KEPT_SECONDS: u32 = 60;

/// What is listened for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ears {
    trigger_words: Words,
    agent: Option<String>,
    endpoint_words: Words,
}

/// The settings changed.
pub fn forget(deps: &Deps<'_>) {
    deps.cache.delete(KEY);
}

impl Ears {
    pub(super) fn of(settings: &Settings) -> Self {
        let Services { agent, endpoint } = &settings.services;
        Self {
            trigger_words: settings.trigger_words.clone(),
            agent: agent.as_ref().map(|agent| agent.name.clone()),
            endpoint_words: endpoint.as_ref().map(|endpoint| endpoint.words.clone()).unwrap_or_default(),
        }
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

    /// Whether it is anything at all.
    pub(super) fn may_hear(&self, text: &str) -> bool {
        self.command(text).is_some() || self.endpoint_word(text).is_some() || self.is_agent_mentioned(text)
    }

    /// What follows the word that makes it a command.
    pub(super) fn command<'a>(&self, text: &'a str) -> Option<&'a str> {
        let (word, rest) = first(text);
        (is_bot(word) || self.trigger_words.find(word).is_some()).then_some(rest)
    }

    /// The word of the endpoint that it begins with.
    pub(super) fn endpoint_word(&self, text: &str) -> Option<&str> {
        self.endpoint_words.find(first(text).0)
    }

    pub(super) fn is_agent_mentioned(&self, text: &str) -> bool {
        let Some(name) = &self.agent else { return false };
        let is_named = |(start, _): (usize, &str)| {
            let end = |c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c));
            let named = text[start + 1..].split(end).next().unwrap_or_default();
            let is_address = text[..start].ends_with(|c: char| c.is_alphanumeric());
            !is_address
                && (named.eq_ignore_ascii_case(name)
                    || named.trim_end_matches(['.', '-', '_']).eq_ignore_ascii_case(name))
        };
        text.match_indices('@').any(is_named)
    }
}

/// The first word, and what follows it.
fn first(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (word, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    (word, rest.trim_start())
}

/// `@odoo`, also `@odoo:` and `@odoo,`.
fn is_bot(word: &str) -> bool {
    let name = word.strip_prefix('@').map(|name| name.trim_end_matches([':', ',']));
    name.is_some_and(|name| name.eq_ignore_ascii_case(bot::USERNAME))
}

#[cfg(test)]
mod tests {
    use super::Ears;
    use crate::settings::Settings;

    fn command(text: &str) -> Option<&str> {
        let settings = Settings::parse(r#"{"triggerwords": "!erp, odoo:"}"#).unwrap_or_default();
        Ears::of(&settings).command(text)
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

    #[test]
    fn the_agent_is_mentioned_anywhere() {
        let ears = Ears { agent: Some("agent".into()), ..Ears::default() };
        for text in ["@agent who?", "Ask @Agent.", "(@agent)", "so, @agent, who", "@agent-"] {
            assert!(ears.is_agent_mentioned(text), "{text}");
        }
        for text in ["agent", "me@agent", "@agents", "@agent.smith", "@", "@agent_2", "ž@agent"] {
            assert!(!ears.is_agent_mentioned(text), "{text}");
        }
        assert!(!Ears::default().is_agent_mentioned("@agent"));
    }
}

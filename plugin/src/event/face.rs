//! The name and picture that a sender wants to have above its message, where its hook allows that (requirement 6.1).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::text::{cut, printable};

/// Runes of a name, without the mark behind it.
const NAME_RUNES_MAX: usize = 40;
/// Characters of an emoji's name.
const EMOJI_MAX: usize = 64;

/// How a sender shows itself. The message stays one of the bot, and clients say so beside the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// Foreign; may be empty.
    pub name: String,
    /// An address of a picture; may be empty.
    pub icon_url: String,
    /// An emoji, with or without its colons; may be empty.
    pub icon_emoji: String,
}

impl Face {
    /// What Mattermost's clients look at. Behind the name stands the hook, so that nobody is taken for a member.
    pub(super) fn props(&self, hook: &str, props: &mut Map<String, Value>) {
        let name = printable(&self.name);
        let name = name.trim().trim_start_matches('@');
        if !name.is_empty() {
            props.insert("override_username".into(), json!(format!("{} ({hook})", cut(name, NAME_RUNES_MAX))));
        }
        let emoji = self.icon_emoji.trim_matches(':');
        let is_emoji = |c: char| c.is_ascii_alphanumeric() || "_+-".contains(c);
        if !self.icon_url.is_empty() {
            props.insert("override_icon_url".into(), json!(self.icon_url));
        } else if !emoji.is_empty() && emoji.len() <= EMOJI_MAX && emoji.chars().all(is_emoji) {
            props.insert("override_icon_emoji".into(), json!(emoji));
        }
        // Clients show neither without it.
        if props.keys().any(|key| key.starts_with("override_")) {
            props.insert("from_webhook".into(), json!("true"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::Face;

    fn props(name: &str, icon_url: &str, icon_emoji: &str) -> Value {
        let mut props = Map::new();
        let face = Face { name: name.into(), icon_url: icon_url.into(), icon_emoji: icon_emoji.into() };
        face.props("ci", &mut props);
        Value::Object(props)
    }

    #[test]
    fn a_name_is_marked_cut_and_free_of_tricks() {
        assert_eq!(
            props("@ben\u{202e}\u{200b}\njo", "", ""),
            json!({"override_username": "ben jo (ci)", "from_webhook": "true"})
        );
        let long = props(&"ä".repeat(100), "", "")["override_username"].as_str().map(|name| name.chars().count());
        assert!(long.is_some_and(|runes| runes <= 46), "{long:?}");
        assert_eq!(props(" @ \u{200b}", "", ""), json!({}));
    }

    #[test]
    fn one_icon_counts_and_an_emoji_is_a_name() {
        let icon = |icon: &str, value: &str| json!({icon: value, "from_webhook": "true"});
        assert_eq!(props("", "", ":robot_face:"), icon("override_icon_emoji", "robot_face"));
        assert_eq!(
            props("", "https://a.example/i.png", ":robot:"),
            icon("override_icon_url", "https://a.example/i.png")
        );
        assert_eq!(props("", "", "![x](y)"), json!({}));
    }
}

use super::{Choice, Timestamp};

/// A message of the bot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Empty in a message that is to be sent.
    pub id: String,
    /// Where it stands in time. Of an ephemeral message an update keeps the first one, or the message jumps to the end.
    pub created_at: Timestamp,
    /// The bot.
    pub author_id: String,
    /// Where it appears.
    pub channel_id: String,
    /// The thread it appears in; empty outside a thread.
    pub root_id: String,
    /// Markdown.
    pub text: String,
    /// Framed blocks below the text.
    pub cards: Vec<Card>,
    /// Below the text and the cards.
    pub buttons: Vec<Button>,
    /// A JSON object that the post carries and nobody sees; `null` for none.
    pub props: serde_json::Value,
    /// Ids of uploaded files; an update leaves them as they are.
    pub files: Vec<String>,
}

impl Message {
    /// The props of the stored post once this message stands in its place: an update is of the same origin as the post, so
    /// what is not said anew stays.
    #[must_use]
    pub fn props_over(&self, stored: serde_json::Value) -> serde_json::Value {
        let serde_json::Value::Object(new) = &self.props else { return stored };
        let mut props = stored.as_object().cloned().unwrap_or_default();
        props.extend(new.clone());
        props.into()
    }
}

/// A framed block: Mattermost's message attachment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Plain text for notifications.
    pub fallback: String,
    /// `#rrggbb`; empty for the default.
    pub color: &'static str,
    /// Markdown.
    pub title: String,
    /// Where the title leads; may be empty.
    pub title_link: String,
    /// Markdown.
    pub text: String,
    /// In a grid.
    pub fields: Vec<CardField>,
    /// Plain text in small print.
    pub footer: String,
    /// Below everything.
    pub buttons: Vec<Button>,
}

/// A titled value in a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardField {
    /// Plain text.
    pub title: String,
    /// Markdown.
    pub value: String,
    /// Two short fields stand side by side.
    pub is_short: bool,
}

/// Pressing it arrives as a POST at [`crate::http::handle`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Button {
    /// Letters and digits.
    pub id: &'static str,
    /// What it says.
    pub name: String,
    /// How it stands out.
    pub style: ButtonStyle,
    /// `/plugins/<id>/<path>`.
    pub url: String,
    /// Comes back on pressing; other people cannot read it, its presser can forge it.
    pub context: serde_json::Value,
    /// Not empty: a menu in place of a button; the chosen value comes back as `selected_option` in the context.
    pub options: Vec<Choice>,
}

/// How a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonStyle {
    /// Like any other.
    #[default]
    Default,
    /// The way forward.
    Primary,
    /// Agreement.
    Success,
    /// Cannot be taken back easily.
    Danger,
}

/// A message as Mattermost has it, whoever wrote it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post {
    /// Its id.
    pub id: String,
    /// Who wrote it.
    pub author_id: String,
    /// Where.
    pub channel_id: String,
    /// The first message of its thread; empty outside a thread.
    pub root_id: String,
    /// When.
    pub created_at: Timestamp,
    /// When its author changed it last; zero if never.
    pub edited_at: Timestamp,
    /// Markdown.
    pub text: String,
    /// A JSON object.
    pub props: serde_json::Value,
    /// Whether the server or an integration wrote it.
    pub is_system: bool,
    /// Ids of its files.
    pub files: Vec<String>,
}

/// What a program leaves in the props of its posts.
const MARKS: [&str; 4] = ["from_webhook", "from_bot", "from_plugin", "from_oauth_app"];

impl Post {
    /// Whether a program wrote it, or the server. A bot may leave no mark: its account tells.
    #[must_use]
    pub fn is_of_program(&self) -> bool {
        let is_set = |mark: &&str| match &self.props[mark] {
            serde_json::Value::Null | serde_json::Value::Bool(false) => false,
            serde_json::Value::String(text) => !["", "false"].contains(&text.as_str()),
            _ => true,
        };
        self.is_system || MARKS.iter().any(is_set)
    }

    /// The first message of the thread that an answer belongs in.
    #[must_use]
    pub fn thread(&self) -> &str {
        if self.root_id.is_empty() { &self.id } else { &self.root_id }
    }
}

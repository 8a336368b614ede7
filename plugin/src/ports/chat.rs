use super::Timestamp;
use crate::command::Registration;

/// Mattermost, with the plugin's rights.
pub trait Chat {
    /// The person behind a user id.
    fn person(&self, user_id: &str) -> Result<Person, ChatError>;
    /// Finds, updates or makes the bot; returns its user id.
    fn ensure_bot(&self, bot: &Bot) -> Result<String, ChatError>;
    /// Registers the slash command, in place of an earlier registration.
    fn register_command(&self, registration: &Registration) -> Result<(), ChatError>;
    /// Shows a message to one person only; returns its id.
    fn send_ephemeral(&self, user_id: &str, message: &Message) -> Result<String, ChatError>;
    /// Replaces such a message; `message.id` says which.
    fn update_ephemeral(&self, user_id: &str, message: &Message) -> Result<(), ChatError>;
}

/// What the logic knows of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Whether the person administers the whole server.
    pub is_system_admin: bool,
    /// Two letters or more, such as `en`, `pt-BR`; may be empty.
    pub locale: String,
    /// IANA name; empty if unknown.
    pub time_zone: String,
}

/// How the bot presents itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bot {
    /// Without `@`.
    pub username: &'static str,
    /// Shown above its messages.
    pub display_name: &'static str,
    /// Shown on its profile.
    pub description: &'static str,
}

/// A message of the bot to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Empty in a message that is to be sent.
    pub id: String,
    /// Where it stands in time; an update keeps the first one, or the message jumps to the end.
    pub created_at: Timestamp,
    /// The bot.
    pub author_id: String,
    /// Where it appears.
    pub channel_id: String,
    /// The thread it appears in; empty outside a thread.
    pub root_id: String,
    /// Markdown.
    pub text: String,
    /// Below the text.
    pub buttons: Vec<Button>,
}

/// Pressing it arrives as a POST at [`crate::http::handle`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Letters and digits.
    pub id: &'static str,
    /// What it says.
    pub name: &'static str,
    /// `/plugins/<id>/<path>`.
    pub url: String,
    /// Comes back on pressing; other people cannot read it, its presser can forge it.
    pub context: serde_json::Value,
}

/// Why Mattermost did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    /// There is no such object.
    #[error("not found")]
    NotFound,
    /// The server refuses.
    #[error("forbidden")]
    Forbidden,
    /// No answer: the effect is unknown.
    #[error("no answer from Mattermost")]
    Unavailable,
    /// For the log.
    #[error("{0}")]
    Other(String),
}

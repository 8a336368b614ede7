use super::{Dialog, Message, Post, Timestamp};
use crate::command::Registration;

/// Mattermost, with the plugin's rights: who acts for a person asks for that person's permission first.
pub trait Chat {
    /// The person behind a user id.
    fn person(&self, user_id: &str) -> Result<Person, ChatError>;
    /// The person with this name, without `@`.
    fn person_by_name(&self, username: &str) -> Result<Person, ChatError>;
    /// The person whose account has this address; see [`Person::is_email_verified`].
    fn person_by_email(&self, email: &str) -> Result<Person, ChatError>;
    /// How a session was opened; [`ChatError::NotFound`] for one that has ended.
    fn session(&self, session_id: &str) -> Result<SessionKind, ChatError>;
    /// Finds, updates or makes the bot; returns its user id.
    fn ensure_bot(&self, bot: &Bot) -> Result<String, ChatError>;
    /// Registers the slash command, in place of an earlier registration.
    fn register_command(&self, registration: &Registration) -> Result<(), ChatError>;

    /// The channel behind an id.
    fn channel(&self, channel_id: &str) -> Result<Channel, ChatError>;
    /// The channel of a team by the name in its address.
    fn channel_by_name(&self, team_id: &str, name: &str) -> Result<Channel, ChatError>;
    /// The channels that a person is in, of one team.
    fn channels_of(&self, team_id: &str, user_id: &str) -> Result<Vec<Channel>, ChatError>;
    /// The direct channel of two people; made when there is none.
    fn direct_channel(&self, user_id: &str, other_user_id: &str) -> Result<Channel, ChatError>;
    /// Somebody's membership in a channel; [`ChatError::NotFound`] if there is none.
    fn channel_member(&self, channel_id: &str, user_id: &str) -> Result<ChannelMember, ChatError>;
    /// Members of a channel, at most 200: all of them in direct and group channels.
    fn first_members(&self, channel_id: &str) -> Result<Vec<ChannelMember>, ChatError>;
    /// Makes somebody a member of a channel and of its team; a member stays one.
    fn join_channel(&self, channel_id: &str, user_id: &str) -> Result<(), ChatError>;
    /// The teams that somebody is in.
    fn teams_of(&self, user_id: &str) -> Result<Vec<Team>, ChatError>;
    /// Whether a person may do something in a channel, such as `read_channel`; false for who is no member.
    fn may_in_channel(&self, user_id: &str, channel_id: &str, permission: &str) -> bool;

    /// Posts a message; returns its id.
    fn create_post(&self, message: &Message) -> Result<String, ChatError>;
    /// Replaces the message `message.id`: text, cards, buttons and props.
    fn update_post(&self, message: &Message) -> Result<(), ChatError>;
    /// A message as it is; deleted ones are [`ChatError::NotFound`].
    fn post(&self, post_id: &str) -> Result<Post, ChatError>;
    /// The messages of a thread, its first one included, the oldest first; deleted ones are left out.
    fn thread(&self, root_id: &str) -> Result<Vec<Post>, ChatError>;
    /// Messages of a channel that were written or changed since then, the oldest first; deleted ones are left out.
    fn posts_since(&self, channel_id: &str, time: Timestamp) -> Result<Vec<Post>, ChatError>;
    /// Shows a message to one person only; returns its id.
    fn send_ephemeral(&self, user_id: &str, message: &Message) -> Result<String, ChatError>;
    /// Replaces such a message; `message.id` says which.
    fn update_ephemeral(&self, user_id: &str, message: &Message) -> Result<(), ChatError>;
    /// Keeps a file for a message in the channel; returns the id for [`Message::files`].
    fn upload(&self, channel_id: &str, name: &str, data: &[u8]) -> Result<String, ChatError>;
    /// What a file is, without its content.
    fn file(&self, file_id: &str) -> Result<File, ChatError>;
    /// The content of a file, at most 8 MiB.
    fn read_file(&self, file_id: &str) -> Result<Vec<u8>, ChatError>;
    /// Bytes of one file that the administrators of the server allow.
    fn file_bytes_max(&self) -> Result<u64, ChatError>;
    /// Shows a form to whoever caused its trigger.
    fn open_dialog(&self, dialog: &Dialog) -> Result<(), ChatError>;
}

/// How somebody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// A person at a client.
    Browser,
    /// A program with a token: a personal access token, or one of an OAuth app.
    Token,
}

/// What the logic knows of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The user id.
    pub id: String,
    /// Without `@`.
    pub username: String,
    /// May be empty when the server hides it.
    pub email: String,
    /// Whether the server knows that the address is theirs.
    pub is_email_verified: bool,
    /// Whether the person administers the whole server.
    pub is_system_admin: bool,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Whether the account was deactivated.
    pub is_deactivated: bool,
    /// Two letters or more, such as `en`, `pt-BR`; may be empty.
    pub locale: String,
    /// IANA name; empty if unknown.
    pub time_zone: String,
}

/// A channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its id.
    pub id: String,
    /// Empty for direct and group channels.
    pub team_id: String,
    /// Who can see it.
    pub kind: ChannelKind,
    /// In its address.
    pub name: String,
    /// On the screen.
    pub display_name: String,
    /// Whether it was archived.
    pub is_archived: bool,
}

/// Who can see a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// The whole team.
    Open,
    /// Its members.
    Private,
    /// Two people.
    Direct,
    /// A few people.
    Group,
    /// A kind newer than this plugin.
    Other,
}

/// A membership in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelMember {
    /// Administers the channel.
    pub is_admin: bool,
    /// A guest on this server.
    pub is_guest: bool,
}

/// A file of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// As it was uploaded.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// The channel that it was uploaded to.
    pub channel_id: String,
    /// Its message; empty until it is posted.
    pub post_id: String,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: String,
    /// In its address.
    pub name: String,
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

//! Mattermost behind the contract's imports.

use super::bindings::mattermost::plugin::types::{self, ApiError};
use super::bindings::mattermost::plugin::{
    bots, channels, commands, dialogs, files, members, permissions, posts, sessions, teams, users,
};
use super::{dialog, post, registration};
use crate::command::Registration;
use crate::ports::{
    Bot, Channel, ChannelKind, ChannelMember, Chat, ChatError, Dialog, File, Message, Person, Post, SessionKind, Team,
    Timestamp,
};

/// Of one page.
const MEMBERS_MAX: u32 = 200;

pub(super) struct Mattermost;

impl Chat for Mattermost {
    fn person(&self, user_id: &str) -> Result<Person, ChatError> {
        Ok(users::get(user_id)?.into())
    }

    fn person_by_name(&self, username: &str) -> Result<Person, ChatError> {
        Ok(users::by_username(username)?.into())
    }

    fn person_by_email(&self, email: &str) -> Result<Person, ChatError> {
        Ok(users::by_email(email)?.into())
    }

    fn session(&self, session_id: &str) -> Result<SessionKind, ChatError> {
        Ok(match sessions::get(session_id)?.kind {
            sessions::SessionKind::Browser => SessionKind::Browser,
            // What is newer than this plugin gets no more than a token.
            _ => SessionKind::Token,
        })
    }

    fn ensure_bot(&self, bot: &Bot) -> Result<String, ChatError> {
        Ok(bots::ensure(&bots::Bot {
            username: bot.username.into(),
            display_name: bot.display_name.into(),
            description: bot.description.into(),
        })?)
    }

    fn register_command(&self, registration: &Registration) -> Result<(), ChatError> {
        Ok(commands::register(&registration::of(registration))?)
    }

    fn channel(&self, channel_id: &str) -> Result<Channel, ChatError> {
        Ok(channels::get(channel_id)?.into())
    }

    fn channel_by_name(&self, team_id: &str, name: &str) -> Result<Channel, ChatError> {
        Ok(channels::by_name(team_id, name)?.into())
    }

    fn channels_of(&self, team_id: &str, user_id: &str) -> Result<Vec<Channel>, ChatError> {
        Ok(channels::of_user(team_id, user_id)?.into_iter().map(Channel::from).collect())
    }

    fn direct_channel(&self, user_id: &str, other_user_id: &str) -> Result<Channel, ChatError> {
        Ok(channels::direct(user_id, other_user_id)?.into())
    }

    fn channel_member(&self, channel_id: &str, user_id: &str) -> Result<ChannelMember, ChatError> {
        Ok(members::get_channel_member(channel_id, user_id)?.into())
    }

    fn first_members(&self, channel_id: &str) -> Result<Vec<ChannelMember>, ChatError> {
        Ok(members::of_channel(channel_id, 0, MEMBERS_MAX)?.into_iter().map(ChannelMember::from).collect())
    }

    fn join_channel(&self, channel_id: &str, user_id: &str) -> Result<(), ChatError> {
        // Mattermost takes only members of the team, and a new bot is in none.
        let team_id = channels::get(channel_id)?.team_id;
        if !team_id.is_empty() {
            members::add_to_team(&team_id, user_id)?;
        }
        Ok(members::add_to_channel(channel_id, user_id).map(drop)?)
    }

    fn teams_of(&self, user_id: &str) -> Result<Vec<Team>, ChatError> {
        let teams = teams::of_user(user_id)?.into_iter().filter(|team| team.delete_at == 0);
        Ok(teams.map(|team| Team { id: team.id, name: team.name }).collect())
    }

    fn may_in_channel(&self, user_id: &str, channel_id: &str, permission: &str) -> bool {
        permissions::in_channel(user_id, channel_id, permission)
    }

    fn create_post(&self, message: &Message) -> Result<String, ChatError> {
        Ok(posts::create(&post::of(message))?.id)
    }

    fn update_post(&self, message: &Message) -> Result<(), ChatError> {
        let stored = posts::get(&message.id)?;
        Ok(posts::update(&post::replacing(stored, message)).map(drop)?)
    }

    fn post(&self, post_id: &str) -> Result<Post, ChatError> {
        Ok(posts::get(post_id)?.into())
    }

    fn thread(&self, root_id: &str) -> Result<Vec<Post>, ChatError> {
        let posts = posts::thread(root_id)?.into_iter().filter(|post| post.delete_at == 0);
        Ok(posts.map(Post::from).collect())
    }

    fn posts_since(&self, channel_id: &str, time: Timestamp) -> Result<Vec<Post>, ChatError> {
        let changed = posts::since(channel_id, time.0)?.into_iter().filter(|post| post.delete_at == 0);
        Ok(changed.map(Post::from).collect())
    }

    fn send_ephemeral(&self, user_id: &str, message: &Message) -> Result<String, ChatError> {
        Ok(posts::send_ephemeral(user_id, &post::of(message))?.id)
    }

    fn update_ephemeral(&self, user_id: &str, message: &Message) -> Result<(), ChatError> {
        Ok(posts::update_ephemeral(user_id, &post::of(message)).map(drop)?)
    }

    fn upload(&self, channel_id: &str, name: &str, data: &[u8]) -> Result<String, ChatError> {
        Ok(files::upload(channel_id, name, data)?.id)
    }

    fn file(&self, file_id: &str) -> Result<File, ChatError> {
        let file = files::info(file_id)?;
        Ok(File { name: file.name, size: file.size, channel_id: file.channel_id, post_id: file.post_id })
    }

    fn read_file(&self, file_id: &str) -> Result<Vec<u8>, ChatError> {
        Ok(files::read(file_id)?)
    }

    fn file_bytes_max(&self) -> Result<u64, ChatError> {
        Ok(files::limit()?)
    }

    fn open_dialog(&self, form: &Dialog) -> Result<(), ChatError> {
        Ok(dialogs::open(&dialog::of(form))?)
    }
}

impl From<ApiError> for ChatError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::NotFound => Self::NotFound,
            ApiError::Forbidden => Self::Forbidden,
            ApiError::Unavailable => Self::Unavailable,
            ApiError::Unsupported => Self::Other("this server is too old for that".into()),
            ApiError::Invalid(text) | ApiError::Other(text) => Self::Other(text),
        }
    }
}

impl From<types::User> for Person {
    fn from(user: types::User) -> Self {
        Self {
            is_system_admin: user.roles.iter().any(|role| role == "system_admin"),
            is_deactivated: user.delete_at != 0,
            id: user.id,
            username: user.username,
            email: user.email,
            is_email_verified: user.email_verified,
            is_bot: user.is_bot,
            locale: user.locale,
            time_zone: user.timezone,
        }
    }
}

impl From<types::Post> for Post {
    fn from(post: types::Post) -> Self {
        Self {
            id: post.id,
            author_id: post.user_id,
            channel_id: post.channel_id,
            root_id: post.root_id,
            created_at: Timestamp(post.create_at),
            edited_at: Timestamp(post.edit_at),
            text: post.message,
            props: serde_json::from_str(&post.props).unwrap_or_default(),
            is_system: !post.kind.is_empty(),
            files: post.file_ids,
        }
    }
}

impl From<types::ChannelMember> for ChannelMember {
    fn from(member: types::ChannelMember) -> Self {
        Self { is_admin: member.is_admin, is_guest: member.is_guest }
    }
}

impl From<types::Channel> for Channel {
    fn from(channel: types::Channel) -> Self {
        Self {
            id: channel.id,
            team_id: channel.team_id,
            kind: match channel.kind {
                types::ChannelKind::Open => ChannelKind::Open,
                types::ChannelKind::Private => ChannelKind::Private,
                types::ChannelKind::Direct => ChannelKind::Direct,
                types::ChannelKind::Group => ChannelKind::Group,
                types::ChannelKind::Other => ChannelKind::Other,
            },
            name: channel.name,
            display_name: channel.display_name,
            is_archived: channel.delete_at != 0,
        }
    }
}

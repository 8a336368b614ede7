//! Mattermost in memory.

use odoo_plugin::command::Registration;
use odoo_plugin::listen;
use odoo_plugin::ports::{
    Bot, Channel, ChannelKind, ChannelMember, Chat, ChatError, Clock, Dialog, File, Message, Person, Post, SessionKind,
    Team, Timestamp,
};
use serde_json::Value;

use super::{BOT, World};

/// What happens to new posts of the bot in `town`.
pub struct Refusal {
    /// What the bot is told.
    pub error: ChatError,
    /// Whether the post is there all the same.
    pub is_posted: bool,
}

/// The team of a channel; empty for direct and group channels.
pub fn team_of(channel_id: &str) -> &'static str {
    match channel_id {
        "town" | "deals" => "team",
        "garden" => "other",
        _ => "",
    }
}

impl World {
    /// A person writes a post; returns its id.
    pub fn write(&self, user_id: &str, channel_id: &str, root_id: &str, text: &str) -> String {
        let message = Message {
            author_id: user_id.into(),
            channel_id: channel_id.into(),
            root_id: root_id.into(),
            text: text.into(),
            ..Message::default()
        };
        self.keep(message)
    }

    /// A person writes a post and the server tells the plugin; returns its id.
    pub fn say(&self, user_id: &str, channel_id: &str, text: &str) -> String {
        let id = self.write(user_id, channel_id, "", text);
        self.hear(&self.post(&id).expect("the post"));
        id
    }

    /// The server tells the plugin of a post.
    pub fn hear(&self, post: &Post) {
        if listen::may_concern(&self.deps(), &post.text) {
            listen::posted(&self.deps(), post);
        }
    }

    /// What the bot posted in a thread, in order.
    pub fn answers_in(&self, root_id: &str) -> Vec<Message> {
        let posts = self.posts.borrow();
        posts.iter().filter(|post| post.root_id == root_id && post.author_id == BOT).cloned().collect()
    }

    /// A person sends a file.
    pub fn send_file(&self, user_id: &str, channel_id: &str, name: &str, data: &[u8]) {
        self.share_file(user_id, channel_id, "", name, data);
    }

    /// A person sends a file in a thread; returns its id.
    pub fn share_file(&self, user_id: &str, channel_id: &str, root_id: &str, name: &str, data: &[u8]) -> String {
        let file_id = self.upload(channel_id, name, data).expect("a file");
        self.keep(Message {
            author_id: user_id.into(),
            channel_id: channel_id.into(),
            root_id: root_id.into(),
            files: vec![file_id.clone()],
            ..Message::default()
        });
        file_id
    }

    /// The channel of a file, its name, and what is in it.
    pub fn file_of(&self, file_id: &str) -> Option<(String, String, Vec<u8>)> {
        let number = file_id.strip_prefix("file")?.parse::<usize>().ok()?;
        self.files.borrow().get(number.checked_sub(1)?).cloned()
    }

    /// Somebody deletes a post.
    pub fn remove(&self, post_id: &str) {
        self.posts.borrow_mut().retain(|post| post.id != post_id);
    }

    fn keep(&self, message: Message) -> String {
        let mut posts = self.posts.borrow_mut();
        let number = posts.iter().filter_map(|post| post.id.strip_prefix("post")?.parse::<usize>().ok()).max();
        let id = format!("post{}", number.unwrap_or(0) + 1);
        posts.push(Message { id: id.clone(), created_at: self.now(), ..message });
        id
    }

    fn found(&self, fits: impl Fn(&Person) -> bool) -> Result<Person, ChatError> {
        if let Some(error) = &self.lookup {
            return Err(error.clone());
        }
        self.people.borrow().values().find(|person| fits(person)).cloned().ok_or(ChatError::NotFound)
    }
}

impl Chat for World {
    fn person(&self, user_id: &str) -> Result<Person, ChatError> {
        self.found(|person| person.id == user_id)
    }

    fn person_by_name(&self, username: &str) -> Result<Person, ChatError> {
        self.found(|person| person.username == username)
    }

    fn person_by_email(&self, email: &str) -> Result<Person, ChatError> {
        self.found(|person| person.email == email)
    }

    fn session(&self, session_id: &str) -> Result<SessionKind, ChatError> {
        let is_token = session_id.starts_with("token");
        Ok(if is_token { SessionKind::Token } else { SessionKind::Browser })
    }

    fn ensure_bot(&self, _: &Bot) -> Result<String, ChatError> {
        self.bot.clone()
    }

    fn register_command(&self, registration: &Registration) -> Result<(), ChatError> {
        self.registered.borrow_mut().push(registration.clone());
        Ok(())
    }

    fn channel(&self, channel_id: &str) -> Result<Channel, ChatError> {
        let kind = match channel_id {
            "town" | "garden" => ChannelKind::Open,
            "deals" => ChannelKind::Private,
            direct if direct.starts_with("dm-") => ChannelKind::Direct,
            group if group.starts_with("gm-") => ChannelKind::Group,
            _ => return Err(ChatError::NotFound),
        };
        Ok(Channel {
            id: channel_id.into(),
            team_id: team_of(channel_id).into(),
            kind,
            name: channel_id.into(),
            display_name: channel_id.into(),
            is_archived: self.archived.borrow().contains(channel_id),
        })
    }

    fn channel_by_name(&self, team_id: &str, name: &str) -> Result<Channel, ChatError> {
        self.channel(name).and_then(|found| if found.team_id == team_id { Ok(found) } else { Err(ChatError::NotFound) })
    }

    fn channels_of(&self, team_id: &str, user_id: &str) -> Result<Vec<Channel>, ChatError> {
        let channels = ["deals", "town", "garden"].into_iter().filter(|id| self.channel_member(id, user_id).is_ok());
        let channels = channels.filter_map(|id| self.channel(id).ok());
        Ok(channels.filter(|channel| channel.team_id == team_id).collect())
    }

    fn direct_channel(&self, user_id: &str, other_user_id: &str) -> Result<Channel, ChatError> {
        let mut names = [user_id, other_user_id];
        names.sort_unstable();
        let id = format!("dm-{}-{}", names[0], names[1]);
        for user_id in names {
            self.join(&id, user_id, ChannelMember { is_admin: false, is_guest: false });
        }
        self.channel(&id)
    }

    fn channel_member(&self, channel_id: &str, user_id: &str) -> Result<ChannelMember, ChatError> {
        let key = (channel_id.to_owned(), user_id.to_owned());
        self.members.borrow().get(&key).copied().ok_or(ChatError::NotFound)
    }

    fn first_members(&self, channel_id: &str) -> Result<Vec<ChannelMember>, ChatError> {
        let members = self.members.borrow();
        Ok(members.iter().filter(|((channel, _), _)| channel == channel_id).map(|(_, member)| *member).collect())
    }

    fn join_channel(&self, channel_id: &str, user_id: &str) -> Result<(), ChatError> {
        self.join(channel_id, user_id, ChannelMember { is_admin: false, is_guest: false });
        Ok(())
    }

    fn teams_of(&self, user_id: &str) -> Result<Vec<Team>, ChatError> {
        let acme = Team { id: "team".into(), name: "acme".into() };
        let other = Team { id: "other".into(), name: "rivals".into() };
        let is_in_other = self.channel_member("garden", user_id).is_ok();
        Ok([acme].into_iter().chain(is_in_other.then_some(other)).collect())
    }

    fn may_in_channel(&self, user_id: &str, channel_id: &str, _: &str) -> bool {
        self.channel_member(channel_id, user_id).is_ok()
    }

    fn create_post(&self, message: &Message) -> Result<String, ChatError> {
        self.effects.happen(self, || match &*self.refusal.borrow() {
            Some(refusal) if message.channel_id == "town" => {
                if refusal.is_posted {
                    self.keep(message.clone());
                }
                Err(refusal.error.clone())
            }
            _ => Ok(self.keep(message.clone())),
        })
    }

    fn update_post(&self, message: &Message) -> Result<(), ChatError> {
        self.effects.happen(self, || {
            let mut posts = self.posts.borrow_mut();
            let post = posts.iter_mut().find(|post| post.id == message.id).ok_or(ChatError::NotFound)?;
            let stored = post.clone();
            *post = Message {
                created_at: stored.created_at,
                author_id: stored.author_id,
                channel_id: stored.channel_id,
                root_id: stored.root_id,
                props: message.props_over(stored.props),
                ..message.clone()
            };
            Ok(())
        })
    }

    fn post(&self, post_id: &str) -> Result<Post, ChatError> {
        let posts = self.posts.borrow();
        posts.iter().find(|post| post.id == post_id).map(stored).ok_or(ChatError::NotFound)
    }

    fn posts_since(&self, channel_id: &str, time: Timestamp) -> Result<Vec<Post>, ChatError> {
        let posts = self.posts.borrow();
        let since = posts.iter().filter(|post| post.channel_id == channel_id && post.created_at >= time);
        Ok(since.map(stored).collect())
    }

    fn thread(&self, root_id: &str) -> Result<Vec<Post>, ChatError> {
        let posts = self.posts.borrow();
        let thread = posts.iter().filter(|post| post.id == root_id || post.root_id == root_id);
        Ok(thread.map(stored).collect())
    }

    fn send_ephemeral(&self, _: &str, message: &Message) -> Result<String, ChatError> {
        self.shown.borrow_mut().push(message.clone());
        Ok("ephemeral".into())
    }

    fn update_ephemeral(&self, _: &str, message: &Message) -> Result<(), ChatError> {
        self.shown.borrow_mut().push(message.clone());
        Ok(())
    }

    fn upload(&self, channel_id: &str, name: &str, data: &[u8]) -> Result<String, ChatError> {
        let mut files = self.files.borrow_mut();
        files.push((channel_id.into(), name.into(), data.into()));
        Ok(format!("file{}", files.len()))
    }

    fn file(&self, file_id: &str) -> Result<File, ChatError> {
        let (channel_id, name, data) = self.file_of(file_id).ok_or(ChatError::NotFound)?;
        let posts = self.posts.borrow();
        let post = posts.iter().find(|post| post.files.iter().any(|id| id == file_id));
        let post_id = post.map_or_else(String::new, |post| post.id.clone());
        Ok(File { name, size: data.len() as u64, channel_id, post_id })
    }

    fn read_file(&self, file_id: &str) -> Result<Vec<u8>, ChatError> {
        self.file_of(file_id).map(|(_, _, data)| data).ok_or(ChatError::NotFound)
    }

    fn file_bytes_max(&self) -> Result<u64, ChatError> {
        Ok(self.file_bytes_max.get())
    }

    fn open_dialog(&self, dialog: &Dialog) -> Result<(), ChatError> {
        if dialog.trigger_id.is_empty() {
            return Err(ChatError::Other("the trigger is not valid".into()));
        }
        self.dialogs.borrow_mut().push(dialog.clone());
        Ok(())
    }
}

fn stored(post: &Message) -> Post {
    Post {
        id: post.id.clone(),
        author_id: post.author_id.clone(),
        channel_id: post.channel_id.clone(),
        root_id: post.root_id.clone(),
        created_at: post.created_at,
        edited_at: Timestamp(0),
        text: post.text.clone(),
        props: if post.props.is_null() { Value::Object(serde_json::Map::new()) } else { post.props.clone() },
        is_system: false,
        files: post.files.clone(),
    }
}

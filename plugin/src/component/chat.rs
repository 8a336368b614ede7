//! Mattermost behind the contract's imports.

use super::bindings::mattermost::plugin::types::{Action, ActionKind, ApiError, Attachment, Post};
use super::bindings::mattermost::plugin::{bots, commands, posts, users};
use crate::command::{RegisteredArgument, RegisteredWord, Registration, Source};
use crate::ports::{Bot, Button, Chat, ChatError, Message, Person};

pub(super) struct Mattermost;

impl Chat for Mattermost {
    fn person(&self, user_id: &str) -> Result<Person, ChatError> {
        let user = users::get(user_id)?;
        Ok(Person {
            is_system_admin: user.roles.iter().any(|role| role == "system_admin"),
            locale: user.locale,
            time_zone: user.timezone,
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
        Ok(commands::register(&commands::Registration {
            trigger: registration.trigger.into(),
            display_name: "Odoo".into(),
            description: registration.description.into(),
            hint: registration.hint.clone(),
            words: registration.words.iter().map(word).collect(),
            icon_data: String::new(),
        })?)
    }

    fn send_ephemeral(&self, user_id: &str, message: &Message) -> Result<String, ChatError> {
        Ok(posts::send_ephemeral(user_id, &post(message))?.id)
    }

    fn update_ephemeral(&self, user_id: &str, message: &Message) -> Result<(), ChatError> {
        Ok(posts::update_ephemeral(user_id, &post(message)).map(drop)?)
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

fn word(word: &RegisteredWord) -> commands::Word {
    commands::Word {
        parent: word.parent,
        trigger: word.trigger.into(),
        hint: word.hint.clone(),
        help_text: word.help.into(),
        role_id: String::new(),
        arguments: word.arguments.iter().map(argument).collect(),
    }
}

fn argument(argument: &RegisteredArgument) -> commands::Argument {
    let source = match &argument.source {
        Source::Text { hint, pattern } => commands::ArgumentSource::Text((hint.clone(), (*pattern).into())),
        Source::Choices(choices) => {
            let items = choices.iter().map(|(item, help)| commands::ListItem {
                item: item.clone(),
                hint: String::new(),
                help_text: (*help).into(),
            });
            commands::ArgumentSource::Choices(items.collect())
        }
    };
    commands::Argument {
        name: argument.name.into(),
        help_text: argument.help.into(),
        required: argument.is_required,
        source,
    }
}

fn post(message: &Message) -> Post {
    let actions: Vec<_> = message.buttons.iter().map(action).collect();
    let attachments = if actions.is_empty() { Vec::new() } else { vec![attachment(actions)] };
    Post {
        id: message.id.clone(),
        create_at: message.created_at.0,
        update_at: 0,
        edit_at: 0,
        delete_at: 0,
        user_id: message.author_id.clone(),
        channel_id: message.channel_id.clone(),
        root_id: message.root_id.clone(),
        message: message.text.clone(),
        kind: String::new(),
        is_pinned: false,
        file_ids: Vec::new(),
        attachments,
        props: String::new(),
    }
}

fn attachment(actions: Vec<Action>) -> Attachment {
    Attachment {
        fallback: String::new(),
        color: String::new(),
        pretext: String::new(),
        author_name: String::new(),
        author_link: String::new(),
        author_icon: String::new(),
        title: String::new(),
        title_link: String::new(),
        text: String::new(),
        fields: Vec::new(),
        image_url: String::new(),
        thumb_url: String::new(),
        footer: String::new(),
        footer_icon: String::new(),
        actions,
    }
}

fn action(button: &Button) -> Action {
    Action {
        id: button.id.into(),
        kind: ActionKind::Button,
        name: button.name.into(),
        style: "default".into(),
        disabled: false,
        url: button.url.clone(),
        context: button.context.to_string(),
        data_source: String::new(),
        options: Vec::new(),
        default_option: String::new(),
    }
}

//! Messages in the contract's shape.

use super::bindings::mattermost::plugin::types::{Action, ActionKind, ActionOption, Attachment, AttachmentField, Post};
use crate::ports::{Button, ButtonStyle, Card, Message};

pub(super) fn of(message: &Message) -> Post {
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
        file_ids: message.files.clone(),
        attachments: attachments(message),
        props: props(message),
    }
}

/// The stored post with the text, cards and buttons of a message, and its props over those that are there.
pub(super) fn replacing(stored: Post, message: &Message) -> Post {
    let props = message.props_over(serde_json::from_str(&stored.props).unwrap_or_default());
    let props = if props.is_null() { String::new() } else { props.to_string() };
    Post { message: message.text.clone(), attachments: attachments(message), props, ..stored }
}

fn props(message: &Message) -> String {
    if message.props.is_object() { message.props.to_string() } else { String::new() }
}

fn attachments(message: &Message) -> Vec<Attachment> {
    let mut attachments: Vec<_> = message.cards.iter().map(attachment).collect();
    if !message.buttons.is_empty() {
        attachments.push(attachment(&Card { buttons: message.buttons.clone(), ..Card::default() }));
    }
    attachments
}

fn attachment(card: &Card) -> Attachment {
    let fields = card.fields.iter().map(|field| AttachmentField {
        title: field.title.clone(),
        value: field.value.clone(),
        short: field.is_short,
    });
    Attachment {
        fallback: card.fallback.clone(),
        color: card.color.into(),
        pretext: String::new(),
        author_name: String::new(),
        author_link: String::new(),
        author_icon: String::new(),
        title: card.title.clone(),
        title_link: card.title_link.clone(),
        text: card.text.clone(),
        fields: fields.collect(),
        image_url: String::new(),
        thumb_url: String::new(),
        footer: card.footer.clone(),
        footer_icon: String::new(),
        actions: card.buttons.iter().map(action).collect(),
    }
}

fn action(button: &Button) -> Action {
    let options =
        button.options.iter().map(|option| ActionOption { text: option.text.clone(), value: option.value.clone() });
    Action {
        id: button.id.into(),
        kind: if button.options.is_empty() { ActionKind::Button } else { ActionKind::Select },
        name: button.name.clone(),
        style: match button.style {
            ButtonStyle::Default => "default",
            ButtonStyle::Primary => "primary",
            ButtonStyle::Success => "success",
            ButtonStyle::Danger => "danger",
        }
        .into(),
        disabled: false,
        url: button.url.clone(),
        context: button.context.to_string(),
        data_source: String::new(),
        options: options.collect(),
        default_option: String::new(),
    }
}

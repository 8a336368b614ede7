//! Attachments with their buttons and menus.

use mattermost::model::{
    JsonMap, MessageAttachment, MessageAttachmentField, PostAction, PostActionIntegration, PostActionOptions,
};
use serde_json::Value;

use super::json;
use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<wit::Attachment> for MessageAttachment {
    fn from(attachment: wit::Attachment) -> Self {
        Self {
            fallback: attachment.fallback,
            color: attachment.color,
            pretext: attachment.pretext,
            author_name: attachment.author_name,
            author_link: attachment.author_link,
            author_icon: attachment.author_icon,
            title: attachment.title,
            title_link: attachment.title_link,
            text: attachment.text,
            fields: attachment.fields.into_iter().map(Into::into).collect(),
            image_url: attachment.image_url,
            thumb_url: attachment.thumb_url,
            footer: attachment.footer,
            footer_icon: attachment.footer_icon,
            actions: attachment.actions.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }
}

impl From<MessageAttachment> for wit::Attachment {
    fn from(attachment: MessageAttachment) -> Self {
        Self {
            fallback: attachment.fallback,
            color: attachment.color,
            pretext: attachment.pretext,
            author_name: attachment.author_name,
            author_link: attachment.author_link,
            author_icon: attachment.author_icon,
            title: attachment.title,
            title_link: attachment.title_link,
            text: attachment.text,
            fields: attachment.fields.into_iter().map(Into::into).collect(),
            image_url: attachment.image_url,
            thumb_url: attachment.thumb_url,
            footer: attachment.footer,
            footer_icon: attachment.footer_icon,
            actions: attachment.actions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<wit::AttachmentField> for MessageAttachmentField {
    fn from(field: wit::AttachmentField) -> Self {
        Self { title: field.title, value: Value::String(field.value).into(), short: field.short }
    }
}

impl From<MessageAttachmentField> for wit::AttachmentField {
    fn from(field: MessageAttachmentField) -> Self {
        let value = match field.value.0 {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        Self { title: field.title, value, short: field.short }
    }
}

impl From<wit::Action> for PostAction {
    fn from(action: wit::Action) -> Self {
        let kind = match action.kind {
            wit::ActionKind::Button => "button",
            wit::ActionKind::Select => "select",
        };
        Self {
            id: action.id,
            kind: kind.into(),
            name: action.name,
            disabled: action.disabled,
            style: action.style,
            data_source: action.data_source,
            options: action.options.into_iter().map(Into::into).collect(),
            default_option: action.default_option,
            integration: Some(PostActionIntegration {
                url: action.url,
                context: JsonMap(json::object(&action.context)),
            }),
            ..Self::default()
        }
    }
}

impl From<PostAction> for wit::Action {
    fn from(action: PostAction) -> Self {
        let integration = action.integration.unwrap_or_default();
        Self {
            id: action.id,
            kind: if action.kind == "select" { wit::ActionKind::Select } else { wit::ActionKind::Button },
            name: action.name,
            style: action.style,
            disabled: action.disabled,
            url: integration.url,
            context: json::text(&integration.context),
            data_source: action.data_source,
            options: action.options.into_iter().map(Into::into).collect(),
            default_option: action.default_option,
        }
    }
}

impl From<wit::ActionOption> for PostActionOptions {
    fn from(option: wit::ActionOption) -> Self {
        Self { text: option.text, value: option.value }
    }
}

impl From<PostActionOptions> for wit::ActionOption {
    fn from(option: PostActionOptions) -> Self {
        Self { text: option.text, value: option.value }
    }
}

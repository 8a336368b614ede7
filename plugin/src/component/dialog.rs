//! Forms in the contract's shape.

use super::bindings::mattermost::plugin::dialogs;
use super::bindings::mattermost::plugin::types::ActionOption;
use crate::ports::{Dialog, Element, ElementKind};

pub(super) fn of(dialog: &Dialog) -> dialogs::Dialog {
    dialogs::Dialog {
        trigger_id: dialog.trigger_id.clone(),
        url: dialog.url.clone(),
        callback_id: dialog.callback_id.clone(),
        title: dialog.title.clone(),
        introduction: dialog.introduction.clone(),
        elements: dialog.elements.iter().map(element).collect(),
        submit_label: dialog.submit_label.clone(),
        notify_on_cancel: false,
        state: dialog.state.clone(),
    }
}

fn element(element: &Element) -> dialogs::Element {
    let (kind, subtype, data_source) = match element.kind {
        ElementKind::Text => (dialogs::ElementKind::Text, "", ""),
        ElementKind::Password => (dialogs::ElementKind::Text, "password", ""),
        ElementKind::Email => (dialogs::ElementKind::Text, "email", ""),
        ElementKind::Number => (dialogs::ElementKind::Text, "number", ""),
        ElementKind::TextArea => (dialogs::ElementKind::Textarea, "", ""),
        ElementKind::Select => (dialogs::ElementKind::Select, "", ""),
        ElementKind::Users => (dialogs::ElementKind::Select, "", "users"),
        ElementKind::Channels => (dialogs::ElementKind::Select, "", "channels"),
        ElementKind::Checkbox => (dialogs::ElementKind::Checkbox, "", ""),
        ElementKind::Radio => (dialogs::ElementKind::Radio, "", ""),
    };
    let options =
        element.options.iter().map(|option| ActionOption { text: option.text.clone(), value: option.value.clone() });
    dialogs::Element {
        name: element.name.clone(),
        label: element.label.clone(),
        kind,
        subtype: subtype.into(),
        default_value: element.default.clone(),
        placeholder: element.placeholder.clone(),
        help_text: element.help.clone(),
        optional: element.is_optional,
        min_length: 0,
        max_length: element.max_length,
        data_source: data_source.into(),
        options: options.collect(),
    }
}

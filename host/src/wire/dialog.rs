//! Modal forms.

use mattermost::model::{Dialog, DialogElement, OpenDialogRequest};

use crate::runtime::bindings::mattermost::plugin::dialogs as wit;

impl From<wit::Dialog> for OpenDialogRequest {
    fn from(dialog: wit::Dialog) -> Self {
        Self {
            trigger_id: dialog.trigger_id,
            url: dialog.url,
            dialog: Dialog {
                callback_id: dialog.callback_id,
                title: dialog.title,
                introduction_text: dialog.introduction,
                elements: dialog.elements.into_iter().map(Into::into).collect(),
                submit_label: dialog.submit_label,
                notify_on_cancel: dialog.notify_on_cancel,
                state: dialog.state,
                ..Dialog::default()
            },
        }
    }
}

impl From<wit::Element> for DialogElement {
    fn from(element: wit::Element) -> Self {
        let kind = match element.kind {
            wit::ElementKind::Text => "text",
            wit::ElementKind::Textarea => "textarea",
            wit::ElementKind::Select => "select",
            wit::ElementKind::Checkbox => "bool",
            wit::ElementKind::Radio => "radio",
        };
        Self {
            display_name: element.label,
            name: element.name,
            kind: kind.into(),
            sub_type: element.subtype,
            default: element.default_value,
            placeholder: element.placeholder,
            help_text: element.help_text,
            optional: element.optional,
            min_length: element.min_length.into(),
            max_length: element.max_length.into(),
            data_source: element.data_source,
            options: element.options.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }
}

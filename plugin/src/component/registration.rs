//! The command's registration in the contract's shape.

use super::bindings::mattermost::plugin::commands;
use crate::command::{RegisteredArgument, RegisteredWord, Registration, Source};

pub(super) fn of(registration: &Registration) -> commands::Registration {
    commands::Registration {
        trigger: registration.trigger.into(),
        display_name: "Odoo".into(),
        description: registration.description.clone(),
        hint: registration.hint.clone(),
        words: registration.words.iter().map(word).collect(),
        icon_data: String::new(),
    }
}

fn word(word: &RegisteredWord) -> commands::Word {
    commands::Word {
        parent: word.parent,
        trigger: word.trigger.into(),
        hint: word.hint.clone(),
        help_text: word.help.clone(),
        role_id: if word.is_for_admins { "system_admin".into() } else { String::new() },
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
                help_text: help.clone(),
            });
            commands::ArgumentSource::Choices(items.collect())
        }
        Source::Dynamic(path) => commands::ArgumentSource::Dynamic(path.clone()),
    };
    commands::Argument {
        name: argument.name.into(),
        help_text: argument.help.clone(),
        required: argument.is_required,
        source,
    }
}

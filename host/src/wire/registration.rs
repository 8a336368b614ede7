//! A slash command's registration: the contract's flat list of words becomes the server's tree.

use mattermost::model::{
    AutocompleteArg, AutocompleteData, AutocompleteDynamicListArg, AutocompleteListItem, AutocompleteSource,
    AutocompleteStaticListArg, AutocompleteTextArg, Command,
};

use crate::runtime::bindings::mattermost::plugin::commands::{Argument, ArgumentSource, ListItem, Registration, Word};
use crate::runtime::bindings::mattermost::plugin::types::ApiError;

/// The server compares the typing user's role with the word's by name: an empty one would be the admins' alone.
const EVERYBODY: &str = "system_user";

impl TryFrom<Registration> for Command {
    type Error = ApiError;

    fn try_from(registration: Registration) -> Result<Self, ApiError> {
        Ok(Self {
            trigger: registration.trigger,
            display_name: registration.display_name,
            description: registration.description.clone(),
            auto_complete: true,
            auto_complete_desc: registration.description,
            auto_complete_hint: registration.hint,
            autocomplete_data: tree(registration.words)?,
            autocomplete_icon_data: registration.icon_data,
            ..Self::default()
        })
    }
}

/// Hangs every word below its parent. Parents stand before their children, so going backwards a word is complete
/// when it is hung up.
fn tree(words: Vec<Word>) -> Result<Option<AutocompleteData>, ApiError> {
    let parents: Vec<_> = words.iter().map(|word| word.parent.map(|parent| parent as usize)).collect();
    let mut nodes: Vec<_> = words.into_iter().map(AutocompleteData::from).collect();
    for position in (1..nodes.len()).rev() {
        let node = nodes.remove(position);
        match parents[position] {
            Some(parent) if parent < position => nodes[parent].sub_commands.insert(0, node),
            _ => {
                return Err(ApiError::Invalid(format!(
                    "word {position} ({}) has no word before it as parent",
                    node.trigger
                )));
            }
        }
    }
    Ok(nodes.pop())
}

impl From<Word> for AutocompleteData {
    fn from(word: Word) -> Self {
        Self {
            trigger: word.trigger,
            hint: word.hint,
            help_text: word.help_text,
            role_id: if word.role_id.is_empty() { EVERYBODY.into() } else { word.role_id },
            arguments: word.arguments.into_iter().map(Into::into).collect(),
            sub_commands: Vec::new(),
        }
    }
}

impl From<Argument> for AutocompleteArg {
    fn from(argument: Argument) -> Self {
        let (kind, data) = match argument.source {
            ArgumentSource::Text((hint, pattern)) => {
                ("TextInput", AutocompleteSource::Text(AutocompleteTextArg { hint, pattern }))
            }
            ArgumentSource::Choices(items) => {
                let possible_arguments = items.into_iter().map(Into::into).collect();
                ("StaticList", AutocompleteSource::StaticList(AutocompleteStaticListArg { possible_arguments }))
            }
            ArgumentSource::Dynamic(fetch_url) => {
                ("DynamicList", AutocompleteSource::DynamicList(AutocompleteDynamicListArg { fetch_url }))
            }
        };
        Self {
            name: argument.name,
            help_text: argument.help_text,
            kind: kind.into(),
            required: argument.required,
            data: Some(data),
        }
    }
}

impl From<ListItem> for AutocompleteListItem {
    fn from(item: ListItem) -> Self {
        Self { item: item.item, hint: item.hint, help_text: item.help_text }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use mattermost::model::AutocompleteData;

    use super::{Word, tree};

    fn word(parent: Option<u32>, trigger: &str) -> Word {
        Word {
            parent,
            trigger: trigger.into(),
            hint: String::new(),
            help_text: String::new(),
            role_id: String::new(),
            arguments: vec![],
        }
    }

    fn shown(data: &AutocompleteData) -> String {
        let below: Vec<_> = data.sub_commands.iter().map(shown).collect();
        format!("{}[{}]", data.trigger, below.join(" "))
    }

    #[test]
    fn words_hang_below_their_parents_in_their_order() {
        let words = vec![
            word(None, "demo"),
            word(Some(0), "help"),
            word(Some(0), "find"),
            word(Some(2), "partner"),
            word(Some(2), "lead"),
            word(Some(0), "about"),
        ];
        assert_eq!(shown(&tree(words).unwrap().unwrap()), "demo[help[] find[partner[] lead[]] about[]]");
    }

    #[test]
    fn a_word_without_role_is_for_everybody() {
        let admin = Word { role_id: "system_admin".into(), ..word(Some(0), "purge") };
        let root = tree(vec![word(None, "demo"), admin]).unwrap().unwrap();
        assert_eq!((root.role_id.as_str(), root.sub_commands[0].role_id.as_str()), ("system_user", "system_admin"));
    }

    #[test]
    fn a_word_that_points_forward_is_refused() {
        let error = tree(vec![word(None, "demo"), word(Some(1), "self")]).unwrap_err();
        assert_eq!(format!("{error:?}"), r#"ApiError::Invalid("word 1 (self) has no word before it as parent")"#);
    }
}

//! Autocompletion of slash commands.

use gob::{EncodeError, Fault, Gob, Input, Interface, Output, TypeRef, WireRef};
use serde::{Deserialize, Serialize};

use super::error::read;
use super::json::or_default;

/// One word of a slash command: what may follow is either arguments or words, not both.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteData {
    /// Lower case, without `/`.
    pub trigger: String,
    pub hint: String,
    pub help_text: String,
    /// `system_admin` hides the word from everybody else; empty shows it to all.
    #[gob(rename = "RoleID")]
    #[serde(rename = "RoleID")]
    pub role_id: String,
    #[serde(deserialize_with = "or_default")]
    pub arguments: Vec<AutocompleteArg>,
    #[serde(deserialize_with = "or_default")]
    pub sub_commands: Vec<AutocompleteData>,
}

/// One argument of a slash command.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteArg {
    /// Empty for a positional argument, else the name of a `--flag`.
    pub name: String,
    pub help_text: String,
    /// `TextInput`, `StaticList` or `DynamicList`, fitting `data`.
    #[gob(rename = "Type")]
    #[serde(rename = "Type")]
    pub kind: String,
    pub required: bool,
    pub data: Option<AutocompleteSource>,
}

/// Where the values of an argument come from.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum AutocompleteSource {
    /// The user's keyboard.
    Text(AutocompleteTextArg),
    /// A fixed list.
    StaticList(AutocompleteStaticListArg),
    /// A list that the plugin serves.
    DynamicList(AutocompleteDynamicListArg),
}

/// An argument of free text.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AutocompleteTextArg {
    pub hint: String,
    pub pattern: String,
}

/// An argument that is one of a fixed list.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AutocompleteStaticListArg {
    #[serde(deserialize_with = "or_default")]
    pub possible_arguments: Vec<AutocompleteListItem>,
}

/// One choice of a list.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteListItem {
    pub item: String,
    pub hint: String,
    pub help_text: String,
}

/// An argument that is one of a list that the plugin serves.
#[derive(Clone, Debug, Default, PartialEq, Gob, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AutocompleteDynamicListArg {
    /// The server GETs it and expects a JSON list of [`AutocompleteListItem`].
    #[gob(rename = "FetchURL")]
    #[serde(rename = "FetchURL")]
    pub fetch_url: String,
}

/// One line that the client shows while a command is typed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct AutocompleteSuggestion {
    pub complete: String,
    pub suggestion: String,
    pub hint: String,
    pub description: String,
    pub icon_data: String,
}

impl Default for AutocompleteSource {
    fn default() -> Self {
        Self::Text(AutocompleteTextArg::default())
    }
}

const TEXT: &str = "*model.AutocompleteTextArg";
const STATIC_LIST: &str = "*model.AutocompleteStaticListArg";
const DYNAMIC_LIST: &str = "*model.AutocompleteDynamicListArg";

/// An interface with one of three registered types.
impl Gob for AutocompleteSource {
    fn gob_type() -> TypeRef {
        Interface::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        false
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        match self {
            Self::Text(source) => out.interface(TEXT, source),
            Self::StaticList(source) => out.interface(STATIC_LIST, source),
            Self::DynamicList(source) => out.interface(DYNAMIC_LIST, source),
        }
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let source = input.read_interface(wire, |name, wire, input| match name {
            STATIC_LIST => read(wire, input).map(Self::StaticList),
            DYNAMIC_LIST => read(wire, input).map(Self::DynamicList),
            _ => read(wire, input).map(Self::Text),
        })?;
        *self = source.unwrap_or_default();
        Ok(())
    }
}

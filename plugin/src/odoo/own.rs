//! Names that administrators put on their own list of documents: a model, a button. Every other name is one of this program's.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::denied;

const NAME_LENGTH_MAX: usize = 64;
const BUTTON_PREFIXES: [&str; 2] = ["action_", "button_"];
/// What a button must not say: it would be the end of a record.
const BUTTON_WORDS_DENIED: [&str; 3] = ["delete", "remove", "unlink"];
/// More names than an instance ever meets; a list has a few of them.
const NAMES_MAX: usize = 1000;

/// A model that no other name of this program stands for, and that may be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct OwnModel(&'static str);

/// A button on documents of such a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Spelling")]
pub struct OwnButton {
    model: OwnModel,
    name: &'static str,
}

/// A button as it is stored.
#[derive(Serialize, Deserialize)]
struct Spelling {
    model: String,
    name: String,
}

impl OwnModel {
    /// A model's name, unless this plugin never writes there.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c);
        if !text.contains('.') || text.len() > NAME_LENGTH_MAX || !text.chars().all(is_fine) {
            return Err("`model` must be a name such as `sale.order`".into());
        }
        if denied::is_denied_model(text) {
            return Err(format!("`{text}` is never written to from here"));
        }
        kept(text).map(Self).ok_or_else(|| "there are too many names".into())
    }

    /// Odoo's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl OwnButton {
    /// The method behind a button of Odoo's screens.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence.
    pub fn parse(model: OwnModel, name: &str) -> Result<Self, String> {
        let is_button = BUTTON_PREFIXES.iter().any(|prefix| name.len() > prefix.len() && name.starts_with(prefix));
        let is_fine = name.len() <= NAME_LENGTH_MAX && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        if !is_button || !is_fine {
            return Err("`method` must be a button such as `action_confirm` or `button_approve`".into());
        }
        if BUTTON_WORDS_DENIED.iter().any(|word| name.contains(word)) {
            return Err(format!("`{name}` is never called from here"));
        }
        kept(name).map(|name| Self { model, name }).ok_or_else(|| "there are too many names".into())
    }

    /// Odoo's name for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The model that has it.
    #[must_use]
    pub fn model(self) -> OwnModel {
        self.model
    }
}

impl<'de> Deserialize<'de> for OwnModel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl From<OwnModel> for String {
    fn from(model: OwnModel) -> Self {
        model.0.into()
    }
}

impl<'de> Deserialize<'de> for OwnButton {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spelling { model, name } = Spelling::deserialize(deserializer)?;
        OwnModel::parse(&model).and_then(|model| Self::parse(model, &name)).map_err(D::Error::custom)
    }
}

impl From<OwnButton> for Spelling {
    fn from(button: OwnButton) -> Self {
        Self { model: button.model.into(), name: button.name.into() }
    }
}

/// The name for as long as the instance lives, as names of this program do. It is the same name however often it is read, so
/// that nothing depends on what was kept before.
fn kept(name: &str) -> Option<&'static str> {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Some(known);
    }
    if names.len() >= NAMES_MAX {
        return None;
    }
    let name: &'static str = Box::leak(name.into());
    names.insert(name);
    Some(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::json;

    use super::{OwnButton, OwnModel};

    #[test]
    fn models_that_are_never_written_to_cannot_be_named() {
        for model in ["ir.cron", "base.automation", "res.users", "res.groups", "mail.template", "payment.token"] {
            assert_eq!(OwnModel::parse(model), Err(format!("`{model}` is never written to from here")));
        }
        for text in ["", "sale", "sale order", "Sale.Order", "sale.order;"] {
            assert_eq!(OwnModel::parse(text), Err("`model` must be a name such as `sale.order`".into()), "{text}");
        }
    }

    #[test]
    fn a_method_is_a_button_that_ends_no_record() {
        let model = OwnModel::parse("sale.order").unwrap();
        assert_eq!(OwnButton::parse(model, "action_confirm").unwrap().name(), "action_confirm");
        for name in ["unlink", "write", "action_", "_action_x", "action_x2", "action_confirm()", "sudo"] {
            assert!(OwnButton::parse(model, name).unwrap_err().starts_with("`method` must be"), "{name}");
        }
        for name in ["action_unlink", "button_delete_all", "action_remove"] {
            assert_eq!(OwnButton::parse(model, name), Err(format!("`{name}` is never called from here")));
        }
    }

    #[test]
    fn what_is_stored_is_checked_when_it_is_read() {
        let button = OwnButton::parse(OwnModel::parse("sale.order").unwrap(), "action_confirm").unwrap();
        let stored = json!(button);
        assert_eq!(stored, json!({"model": "sale.order", "name": "action_confirm"}));
        assert_eq!(serde_json::from_value::<OwnButton>(stored).unwrap(), button);
        assert!(serde_json::from_value::<OwnButton>(json!({"model": "ir.cron", "name": "action_confirm"})).is_err());
    }
}

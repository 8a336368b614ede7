use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::Problem;

/// Takes settings out of the document and gathers what is wrong with them.
pub(super) struct Reader {
    settings: Map<String, Value>,
    problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn new(document: &str) -> Self {
        let mut reader = Self { settings: Map::new(), problems: Vec::new() };
        match serde_json::from_str(document) {
            Ok(Value::Object(settings)) => reader.settings = settings,
            Ok(Value::Null) => {}
            _ if document.trim().is_empty() => {}
            _ => reader.refuse("all settings", "are not a JSON object."),
        }
        reader
    }

    /// A text without the space around it; empty if absent.
    pub(super) fn text(&mut self, setting: &'static str) -> String {
        match self.settings.get(&setting.to_ascii_lowercase()) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(_) => {
                self.refuse(setting, "must be a text.");
                String::new()
            }
        }
    }

    /// A text that `parse` understands; none if it is empty or refused.
    pub(super) fn parsed<T>(
        &mut self,
        setting: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(setting);
        if text.is_empty() {
            return None;
        }
        parse(&text).map_err(|problem| self.refuse(setting, problem)).ok()
    }

    /// True or false, also as text; false if absent.
    pub(super) fn switch(&mut self, setting: &'static str) -> bool {
        self.switch_or(setting, false)
    }

    /// True or false, also as text; `default` if absent.
    pub(super) fn switch_or(&mut self, setting: &'static str, default: bool) -> bool {
        match self.settings.get(&setting.to_ascii_lowercase()) {
            None | Some(Value::Null) => default,
            Some(Value::Bool(value)) => *value,
            Some(Value::String(text)) if text.trim().is_empty() => default,
            Some(Value::String(text)) if text == "true" => true,
            Some(Value::String(text)) if text == "false" => false,
            Some(_) => {
                self.refuse(setting, "must be true or false.");
                default
            }
        }
    }

    /// One of these words; `default` if absent.
    pub(super) fn choice<T: Copy>(&mut self, setting: &'static str, choices: &[(&str, T)], default: T) -> T {
        let text = self.text(setting);
        if text.is_empty() {
            return default;
        }
        choices.iter().find(|(word, _)| *word == text).map_or_else(
            || {
                let words: Vec<_> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
                self.refuse(setting, format!("must be {}.", words.join(" or ")));
                default
            },
            |(_, choice)| *choice,
        )
    }

    /// A whole number in `range`, also as text; `default` if absent.
    pub(super) fn number(&mut self, setting: &'static str, range: RangeInclusive<u64>, default: u64) -> u64 {
        let number = match self.settings.get(&setting.to_ascii_lowercase()) {
            None | Some(Value::Null) => return default,
            Some(Value::String(text)) if text.trim().is_empty() => return default,
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(value) => value.as_u64(),
        };
        number.filter(|number| range.contains(number)).unwrap_or_else(|| {
            self.refuse(setting, format!("must be a number from {} to {}.", range.start(), range.end()));
            default
        })
    }

    /// `settings` if nothing was wrong.
    pub(super) fn finish<T>(self, settings: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() { Ok(settings) } else { Err(self.problems) }
    }

    pub(super) fn refuse(&mut self, setting: &'static str, text: impl Into<String>) {
        self.problems.push(Problem { setting, text: text.into() });
    }
}

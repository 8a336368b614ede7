//! Rules that administrators write as a JSON list in a setting. A mistake is told with its place.

mod inside;
mod survey;

pub use inside::Inside;
pub use survey::{RuleError, Survey, model};

use chrono::NaiveTime;
use serde_json::{Map, Value};

use crate::ids;
use crate::odoo::{Written, is_field, is_model};
use crate::text::{Zone, time_of_day};

/// Rules of one setting.
const RULES_MAX: usize = 50;
/// Things of one list in a rule.
const LIST_MAX: usize = 20;

/// One rule as it was written.
pub struct Rule<'a> {
    place: String,
    values: &'a Map<String, Value>,
}

/// Reads a list of rules with these keys; their names are other ones each.
///
/// # Errors
/// The first mistake, as the end of a sentence that begins with the setting.
pub fn read<T>(
    text: &str,
    keys: &[&str],
    parse: impl Fn(&Rule<'_>) -> Result<T, String>,
    name: impl Fn(&T) -> &str,
) -> Result<Vec<T>, String> {
    let Ok(Value::Array(rules)) = serde_json::from_str(text) else {
        return Err("must be a JSON list of rules, such as `[{\"model\": \"project.task\"}]`.".into());
    };
    if rules.len() > RULES_MAX {
        return Err(format!("has more than {RULES_MAX} rules."));
    }
    let mut read: Vec<T> = Vec::new();
    for (number, rule) in rules.iter().enumerate() {
        let place = format!("[{number}]");
        let wrong = |what: String| format!("has a mistake at `{place}`: {what}.");
        let Value::Object(values) = rule else { return Err(wrong("it must be an object".into())) };
        if let Some(key) = values.keys().find(|key| !keys.contains(&key.as_str())) {
            let known: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
            return Err(wrong(format!("there is no `{key}`; there are {}", known.join(", "))));
        }
        let rule = parse(&Rule { place: place.clone(), values })?;
        if read.iter().any(|known| name(known) == name(&rule)) {
            return Err(wrong(format!("there are two rules `{}`; give them a `name` each", name(&rule))));
        }
        read.push(rule);
    }
    Ok(read)
}

impl Rule<'_> {
    /// A mistake at one of the keys.
    pub fn wrong(&self, key: &str, what: &str) -> String {
        format!("has a mistake at `{}.{key}`: {what}.", self.place)
    }

    /// As it was written.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    /// A text; none if absent.
    ///
    /// # Errors
    /// Something else.
    pub fn text(&self, key: &str) -> Result<Option<&str>, String> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim())),
            Some(_) => Err(self.wrong(key, "it must be a text")),
        }
    }

    /// A text that has to be there.
    ///
    /// # Errors
    /// It is not.
    pub fn needed(&self, key: &str) -> Result<&str, String> {
        self.text(key)?.ok_or_else(|| self.wrong(key, "it is missing"))
    }

    /// What the rule is called; `otherwise` if it does not say.
    ///
    /// # Errors
    /// Something that is no name.
    pub fn name(&self, otherwise: &str) -> Result<String, String> {
        let Some(text) = self.text("name")? else { return Ok(otherwise.to_owned()) };
        ids::name(text)
            .ok_or_else(|| self.wrong("name", "it has letters, digits, `.`, `-` and `_`, at most 40 of them"))
    }

    /// A model, such as `account.move`.
    ///
    /// # Errors
    /// It is missing, or none.
    pub fn model(&self) -> Result<String, String> {
        let text = self.needed("model")?;
        if is_model(text) { Ok(text.to_owned()) } else { Err(self.wrong("model", "it must be like `account.move`")) }
    }

    /// A field of the model itself.
    ///
    /// # Errors
    /// Something else.
    pub fn field(&self, key: &str) -> Result<Option<String>, String> {
        let is_own = |text: &&str| is_field(text) && !text.contains('.');
        let Some(text) = self.text(key)? else { return Ok(None) };
        Some(text)
            .filter(is_own)
            .map(|text| Some(text.to_owned()))
            .ok_or_else(|| self.wrong(key, "it must be a field of the model, such as `date_deadline`"))
    }

    /// A list of texts, or one; empty if absent.
    ///
    /// # Errors
    /// Something else.
    pub fn texts(&self, key: &str) -> Result<Vec<&str>, String> {
        let wrong = || self.wrong(key, "it must be a list of texts");
        let values = match self.get(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(values)) if values.len() <= LIST_MAX => values.as_slice(),
            Some(Value::Array(_)) => return Err(self.wrong(key, &format!("it has more than {LIST_MAX} entries"))),
            Some(one) => std::slice::from_ref(one),
        };
        values.iter().map(|value| value.as_str().ok_or_else(wrong)).collect()
    }

    /// Times of day.
    ///
    /// # Errors
    /// Something else.
    pub fn times(&self, key: &str) -> Result<Vec<NaiveTime>, String> {
        let read = |text: &str| {
            time_of_day(text).ok_or_else(|| self.wrong(key, &format!("`{text}` is no time such as `09:00`")))
        };
        self.texts(key)?.into_iter().map(read).collect()
    }

    /// A whole number; none if absent.
    ///
    /// # Errors
    /// Something else.
    pub fn number(&self, key: &str, max: u32) -> Result<Option<u32>, String> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| *number <= max);
        number.map(Some).ok_or_else(|| self.wrong(key, &format!("it must be a number from 0 to {max}")))
    }

    /// A domain; every record if absent.
    ///
    /// # Errors
    /// Something else.
    pub fn domain(&self, key: &str) -> Result<Written, String> {
        let Some(value) = self.get(key) else { return Ok(Written::default()) };
        Written::parse(value).map_err(|mistake| self.wrong(key, &mistake))
    }

    /// A time zone that has to be there.
    ///
    /// # Errors
    /// It is missing, or none.
    pub fn zone(&self) -> Result<Zone, String> {
        let text = self.needed("zone")?;
        Zone::named(text).ok_or_else(|| self.wrong("zone", "it must be a name such as `Europe/Prague`"))
    }
}

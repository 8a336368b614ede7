use serde_json::{Map, Value};

use super::Invalid;
use crate::event::TEXT_RUNES_MAX;

/// Bytes of a text of several lines that are kept, as they are stored: a post shows the beginning, the whole is a file below it.
const TEXT_BYTES_MAX: usize = 128 << 10;
/// Runes of any other text that are kept.
const SHORT_RUNES_MAX: usize = 200;
/// Items of a list that are kept; with all texts at their longest an event stays below what the store takes.
const ITEMS_MAX: usize = 25;

/// The fields of an object: which of them mean something shows in what is asked for.
pub(in crate::hook) struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    path: String,
    known: Vec<&'static str>,
    pub(in crate::hook) warnings: Vec<String>,
}

impl<'a> Fields<'a> {
    /// Of a value at that path; what is no object has none.
    pub(in crate::hook) fn of(value: &'a Value, path: &str) -> Self {
        Self { object: value.as_object(), path: path.to_owned(), known: Vec::new(), warnings: Vec::new() }
    }

    /// Whether there is one of that name.
    pub(in crate::hook) fn has(&self, name: &str) -> bool {
        self.object.is_some_and(|object| object.contains_key(name))
    }

    /// The field, unless it is `null`; from then on it is known.
    pub(in crate::hook) fn value(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.object?.get(name).filter(|value| !value.is_null())
    }

    /// A text on one line; empty if absent.
    pub(in crate::hook) fn short(&mut self, name: &'static str) -> Result<String, Invalid> {
        let text = self.given(name)?;
        if text.chars().nth(SHORT_RUNES_MAX).is_some() {
            self.warnings.push(format!("`{}` is cut after {SHORT_RUNES_MAX} characters.", self.path(name)));
        }
        Ok(crate::text::cut(text, SHORT_RUNES_MAX))
    }

    /// A text of several lines; empty if absent.
    pub(in crate::hook) fn text(&mut self, name: &'static str) -> Result<String, Invalid> {
        let text = self.given(name)?;
        let kept = kept(text);
        if kept.len() < text.len() {
            self.warnings.push(format!("`{}` is cut after {} characters.", self.path(name), kept.chars().count()));
        } else if text.chars().nth(TEXT_RUNES_MAX).is_some() {
            let path = self.path(name);
            self.warnings
                .push(format!("Of `{path}` a post shows {TEXT_RUNES_MAX} characters, and a file below it all."));
        }
        Ok(kept.to_owned())
    }

    /// A text, a number or a truth value, as text; empty if absent.
    pub(in crate::hook) fn printed(&mut self, name: &'static str) -> Result<String, Invalid> {
        match self.value(name) {
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(Value::Bool(flag)) => Ok(if *flag { "yes" } else { "no" }.to_owned()),
            _ => self.short(name),
        }
    }

    /// A whole number from 0 on.
    pub(in crate::hook) fn count(&mut self, name: &'static str) -> Result<Option<u64>, Invalid> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let count = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
        count.map(Some).ok_or_else(|| self.invalid(name, "malformed", "has to be a whole number."))
    }

    /// A number from 0 on.
    pub(in crate::hook) fn number(&mut self, name: &'static str) -> Result<Option<f64>, Invalid> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
        let number = number.filter(|number: &f64| number.is_finite() && *number >= 0.0);
        number.map(Some).ok_or_else(|| self.invalid(name, "malformed", "has to be a number."))
    }

    /// The objects of a list, the first ones of a long list.
    pub(in crate::hook) fn objects(&mut self, name: &'static str) -> Result<Vec<Self>, Invalid> {
        let Some(value) = self.value(name) else { return Ok(Vec::new()) };
        let Some(items) = value.as_array() else {
            return Err(self.invalid(name, "malformed", "has to be a list."));
        };
        if items.len() > ITEMS_MAX {
            self.warnings.push(format!("Of `{}` only the first {ITEMS_MAX} are shown.", self.path(name)));
        }
        let path = self.path(name);
        items
            .iter()
            .take(ITEMS_MAX)
            .enumerate()
            .map(|(n, item)| Self::object_at(item, &format!("{path}[{n}]")))
            .collect()
    }

    /// An object; one without fields if absent.
    pub(in crate::hook) fn object(&mut self, name: &'static str) -> Result<Self, Invalid> {
        let path = self.path(name);
        match self.value(name) {
            Some(value) => Self::object_at(value, &path),
            None => Ok(Self::of(&Value::Null, &path)),
        }
    }

    /// One of these words, whatever its capitals; none if absent.
    pub(in crate::hook) fn word<T: Copy>(
        &mut self,
        name: &'static str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, Invalid> {
        let text = self.short(name)?;
        if text.is_empty() {
            return Ok(None);
        }
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text)).map(|(_, value)| *value);
        let all: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        found.map(Some).ok_or_else(|| self.invalid(name, "unknown", &format!("has to be {}.", all.join(" or "))))
    }

    /// An address that a browser opens; empty if absent.
    pub(in crate::hook) fn link(&mut self, name: &'static str) -> Result<String, Invalid> {
        let Some(value) = self.value(name) else { return Ok(String::new()) };
        let link = value.as_str().map(str::trim).unwrap_or_default();
        let is_link = (link.starts_with("https://") || link.starts_with("http://"))
            && link.len() <= LINK_BYTES_MAX
            && !link.chars().any(|c| c.is_whitespace() || c.is_control());
        if link.is_empty() && value.is_string() || is_link {
            return Ok(link.to_owned());
        }
        Err(self.invalid(name, "malformed", "has to be an address that begins with `https://` or `http://`."))
    }

    /// Paths of the fields that nobody asked for.
    pub(in crate::hook) fn ignored(&self) -> Vec<String> {
        let names = self.object.into_iter().flat_map(Map::keys);
        names.filter(|name| !self.known.contains(&name.as_str())).take(ITEMS_MAX).map(|name| self.path(name)).collect()
    }

    /// Something is wrong with a field.
    pub(in crate::hook) fn invalid(&self, name: &str, code: &'static str, problem: &str) -> Invalid {
        let field = self.path(name);
        let detail = format!("`{field}` {problem}");
        Invalid { field, code, detail }
    }

    fn object_at(value: &'a Value, path: &str) -> Result<Self, Invalid> {
        if value.is_object() {
            return Ok(Self::of(value, path));
        }
        let detail = format!("`{path}` has to be an object.");
        Err(Invalid { field: path.to_owned(), code: "malformed", detail })
    }

    /// The text as it was sent; empty if absent.
    fn given(&mut self, name: &'static str) -> Result<&'a str, Invalid> {
        match self.value(name) {
            // Odoo's word for nothing.
            None | Some(Value::Bool(false)) => Ok(""),
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(self.invalid(name, "malformed", "has to be a text.")),
        }
    }

    fn path(&self, name: &str) -> String {
        // A name that its sender chose goes back to them, and no further.
        let name: String = name.chars().take(SHORT_RUNES_MAX).collect();
        if self.path.is_empty() { name } else { format!("{}.{name}", self.path) }
    }
}

const LINK_BYTES_MAX: usize = 2_000;

/// As much of a text as an event keeps.
pub(super) fn kept(text: &str) -> &str {
    let mut bytes = 0;
    let end = text.char_indices().find(|(_, c)| {
        // As JSON writes it.
        bytes += match c {
            '"' | '\\' | '\n' | '\r' | '\t' => 2,
            c if c.is_ascii_control() => 6,
            c => c.len_utf8(),
        };
        bytes > TEXT_BYTES_MAX
    });
    end.map_or(text, |(end, _)| &text[..end])
}

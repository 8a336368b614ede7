//! What somebody typed into a command or a form, by the name of the argument.

use crate::command::parse::Input;
use crate::command::token::quoted;

/// Typed texts in the order they were typed; none of them is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(String, String)>);

impl Values {
    /// Of a command. A value that is given several times has several lines.
    pub(super) fn typed(input: &Input) -> Self {
        let mut values = Self::default();
        for (name, text) in input.given() {
            match values.0.iter_mut().find(|(known, _)| known == name) {
                Some((_, lines)) => lines.push_str(&format!("\n{text}")),
                None => values.put(name, text),
            }
        }
        values
    }

    /// One value more; an empty one is none.
    pub(super) fn put(&mut self, name: &str, text: &str) {
        self.0.retain(|(known, _)| known != name);
        if !text.trim().is_empty() {
            self.0.push((name.to_owned(), text.to_owned()));
        }
    }

    /// Takes a value away.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let position = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(position).1)
    }

    /// A value; empty if it was not typed.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These values, and in their place where there are `others` those.
    pub(super) fn under(mut self, others: Self) -> Self {
        for (name, text) in others.0 {
            self.put(&name, &text);
        }
        self
    }

    /// The command that says the same.
    pub(super) fn command(&self, word: &str) -> String {
        self.0.iter().fold(format!("/odoo propose {word}"), |mut command, (name, text)| {
            if name == "tasks" {
                text.lines().for_each(|task| command.push_str(&format!(" {}", quoted(task))));
            } else {
                command.push_str(&format!(" --{name} {}", quoted(text)));
            }
            command
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Values;

    #[test]
    fn a_command_says_the_same_again() {
        let mut values = Values::default();
        values.put("name", "Say \"hi\" \\o/");
        values.put("tasks", "a\nb c");
        values.put("empty", " ");
        assert_eq!(values.command("tasks"), r#"/odoo propose tasks --name "Say \"hi\" \\o/" "a" "b c""#);
    }
}

use std::fmt;

use super::html::to_markdown;
use super::neutral::neutralise_label;
use super::{cut, neutralise, printable};

/// Runes of a name or another short text.
const FOREIGN_RUNES_MAX: usize = 120;
/// Runes of a message.
const MESSAGE_RUNES_MAX: usize = 600;

/// Text that Mattermost may render: no foreign word in it formats, links or mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown(String);

impl Markdown {
    /// Somebody else's words, on one line, at most 120 runes.
    #[must_use]
    pub fn foreign(text: &str) -> Self {
        Self(neutralise(&cut(&printable(text), FOREIGN_RUNES_MAX)))
    }

    /// [`Markdown::foreign`], or nothing.
    #[must_use]
    pub fn some(text: Option<&str>) -> Self {
        text.map(Self::foreign).unwrap_or_default()
    }

    /// Somebody else's message, on one line, at most 600 runes.
    #[must_use]
    pub fn message(text: &str) -> Self {
        Self(neutralise(&cut(&printable(text), MESSAGE_RUNES_MAX)))
    }

    /// One of Odoo's HTML texts, over several lines, at most `runes_max` runes of it.
    #[must_use]
    pub fn html(html: &str, runes_max: usize) -> Self {
        Self(to_markdown(html, runes_max))
    }

    /// Somebody else's text of several lines, whole, with `↵` between the lines.
    #[must_use]
    pub fn lines(text: &str) -> Self {
        let lines: Vec<_> = text.lines().map(|line| neutralise(&printable(line))).collect();
        Self(lines.join(" ↵ "))
    }

    /// Somebody else's text of several lines, at most `runes_max` runes of it.
    #[must_use]
    pub fn paragraphs(text: &str, runes_max: usize) -> Self {
        let lines: Vec<_> = cut(text, runes_max).lines().map(|line| neutralise(&printable(line))).collect();
        Self(lines.join("\n"))
    }

    /// A link with a foreign label. `address` is our own, made of the configuration and numbers.
    #[must_use]
    pub fn link(label: &str, address: &str) -> Self {
        let label = neutralise_label(&cut(&printable(label), FOREIGN_RUNES_MAX));
        Self(format!("[{label}]({address})"))
    }

    /// A text in code type, so that it can be copied, on one line; one that could leave it is a message.
    #[must_use]
    pub fn code(text: &str) -> Self {
        let shown = cut(&printable(text), MESSAGE_RUNES_MAX);
        if shown.is_empty() || shown.contains(['`', '|']) { Self::message(text) } else { Self(format!("`{shown}`")) }
    }

    /// An e-mail address, in code type so that it can be copied; anything else is foreign text.
    ///
    /// Code never mentions anybody, and these characters cannot end it.
    #[must_use]
    pub fn email(text: &str) -> Self {
        let is_plain =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "._%+-".contains(c));
        match printable(text).split_once('@') {
            Some((name, host)) if text.len() <= 254 && is_plain(name) && is_plain(host) => {
                Self(format!("`{name}@{host}`"))
            }
            _ => Self::foreign(text),
        }
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Markdown;

    #[test]
    fn a_plain_address_can_be_copied() {
        assert_eq!(Markdown::email("azure.interior24@example.com").to_string(), "`azure.interior24@example.com`");
    }

    #[test]
    fn an_address_that_could_end_the_code_is_foreign_text() {
        assert_eq!(Markdown::email("a`@all").to_string(), "a\\`@\u{2060}all");
        assert_eq!(Markdown::email("a@b@all").to_string(), "a@\u{2060}b@\u{2060}all");
        assert_eq!(Markdown::email("a|b@c").to_string(), "a\\|b@\u{2060}c");
    }

    #[test]
    fn code_is_as_it_was_typed() {
        assert_eq!(
            Markdown::code("find lead {who:text}\n--mine @all").to_string(),
            "`find lead {who:text} --mine @all`"
        );
        assert_eq!(Markdown::code("a`@all").to_string(), "a\\`@\u{2060}all");
        assert_eq!(Markdown::code(" ").to_string(), "");
    }

    #[test]
    fn a_label_cannot_leave_its_link() {
        assert_eq!(
            Markdown::link("x](http://evil.example) [y", "https://erp.example.com/1").to_string(),
            "[x\\](http:\u{2060}//evil.example) \\[y](https://erp.example.com/1)"
        );
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(Markdown::foreign(&"ž".repeat(200)).to_string(), format!("{}…", "ž".repeat(119)));
    }
}

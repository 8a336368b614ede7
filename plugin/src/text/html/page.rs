use html5gum::{HtmlString, StartTag};

use super::line::{Run, Style, line, words};

/// What has been written so far, and in what we stand.
#[derive(Default)]
pub(super) struct Page {
    lines: Vec<String>,
    runs: Vec<Run>,
    /// In front of the line that is being written.
    bullet: String,
    lists: Vec<List>,
    quotes: usize,
    bold: usize,
    italic: usize,
    hidden: usize,
    preformatted: usize,
    /// The address of the link that is open, and its words so far.
    link: Option<(String, String)>,
    runes_left: usize,
    is_full: bool,
    /// Words are written as they are: nobody formats them.
    is_plain: bool,
}

struct List {
    /// Of the next entry; none for bullets.
    number: Option<u32>,
    is_checklist: bool,
}

impl Page {
    /// An empty one that holds so many runes.
    pub(super) fn of(runes_max: usize) -> Self {
        Self { runes_left: runes_max, ..Self::default() }
    }

    /// An empty one for a file, which holds everything.
    pub(super) fn plain() -> Self {
        Self { is_plain: true, ..Self::of(usize::MAX) }
    }

    /// Whether what follows does not matter any more.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    pub(super) fn open(&mut self, tag: &StartTag<()>) {
        let name = text_of(&tag.name);
        let name = name.as_str();
        if is_hidden(name) {
            self.hidden += usize::from(!tag.self_closing);
        }
        if is_block(name) {
            self.end_line();
        }
        match name {
            "br" => self.break_line(),
            "b" | "strong" | "th" => self.bold += 1,
            "i" | "em" => self.italic += 1,
            "pre" => self.preformatted += 1,
            "blockquote" => self.quotes += 1,
            "ul" | "ol" => {
                self.end_line();
                let is_checklist = attribute(tag, "class").contains("o_checklist");
                self.lists.push(List { number: (name == "ol").then_some(1), is_checklist });
            }
            "li" => self.open_entry(attribute(tag, "class").contains("o_checked")),
            "a" => self.link = Some((attribute(tag, "href"), String::new())),
            "img" => self.say(&attribute(tag, "alt")),
            _ if is_heading(name) => self.bold += 1,
            _ => {}
        }
        if matches!(name, "td" | "th") && !self.runs.is_empty() {
            self.say(" · ");
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        if is_hidden(name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        if is_block(name) || name == "li" {
            self.end_line();
        }
        let counter = match name {
            "b" | "strong" | "th" => &mut self.bold,
            "i" | "em" => &mut self.italic,
            "pre" => &mut self.preformatted,
            "blockquote" => &mut self.quotes,
            "ul" | "ol" => {
                self.end_line();
                self.lists.pop();
                return;
            }
            "a" => return self.close_link(),
            _ if is_heading(name) => &mut self.bold,
            _ => return,
        };
        *counter = counter.saturating_sub(1);
    }

    fn open_entry(&mut self, is_checked: bool) {
        self.end_line();
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        let mark = match self.lists.last_mut() {
            Some(List { number: Some(number), .. }) => {
                *number += 1;
                format!("{}.", *number - 1)
            }
            Some(List { is_checklist: true, .. }) => if is_checked { "- ☑" } else { "- ☐" }.into(),
            _ => "-".to_owned(),
        };
        self.bullet = format!("{indent}{mark} ");
    }

    fn close_link(&mut self) {
        let Some((address, label)) = self.link.take() else { return };
        let is_web = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
        if is_web && label.trim() != address.trim() {
            self.say(&format!(" ({address})"));
        }
    }

    pub(super) fn say(&mut self, text: &str) {
        if self.hidden > 0 || self.is_full {
            return;
        }
        if let Some((_, label)) = &mut self.link {
            label.push_str(text);
        }
        if self.preformatted == 0 {
            return self.say_words(text);
        }
        for (position, line) in text.split('\n').enumerate() {
            if position > 0 {
                self.break_line();
            }
            self.say_words(line);
        }
    }

    fn say_words(&mut self, text: &str) {
        let runes = text.chars().count();
        let text = match self.runes_left.checked_sub(runes) {
            Some(left) => {
                self.runes_left = left;
                text.to_owned()
            }
            None => {
                self.is_full = true;
                text.chars().take(self.runes_left).chain(['…']).collect()
            }
        };
        let style = Style { is_bold: self.bold > 0, is_italic: self.italic > 0 };
        match self.runs.last_mut() {
            Some(run) if run.style == style => run.text.push_str(&text),
            _ => self.runs.push(Run { style, text }),
        }
    }

    /// Ends the line that is being written, if there is one.
    fn end_line(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let line = if self.is_plain { words(&runs) } else { line(&runs) };
        if line.is_empty() {
            return;
        }
        let bullet = std::mem::take(&mut self.bullet);
        self.lines.push(format!("{}{bullet}{line}", "> ".repeat(self.quotes)));
    }

    /// Ends the line; where nothing was written one line stays empty.
    fn break_line(&mut self) {
        let lines = self.lines.len();
        self.end_line();
        if self.lines.len() == lines && self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.end_line();
        self.lines.join("\n").trim_end().to_owned()
    }
}

/// Elements whose text is not for readers.
fn is_hidden(name: &str) -> bool {
    matches!(name, "head" | "script" | "style" | "template" | "title")
}

/// Elements that stand on lines of their own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "blockquote"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "footer"
            | "header"
            | "hr"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "tr"
    ) || is_heading(name)
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

pub(super) fn text_of(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}

fn attribute(tag: &StartTag<()>, name: &str) -> String {
    tag.attributes.get(name.as_bytes()).map(|value| text_of(&value.value)).unwrap_or_default()
}

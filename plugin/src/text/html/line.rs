use crate::text::{neutralise, printable};

/// Breaks words and codes without being seen, see [`neutralise`].
const WORD_JOINER: char = '\u{2060}';

/// A piece of a line in one style, as the author wrote it.
pub(super) struct Run {
    pub(super) style: Style,
    pub(super) text: String,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
}

/// The runs as one line of Markdown that is no list, rule or heading by its words.
pub(super) fn line(runs: &[Run]) -> String {
    let shown: Vec<_> =
        runs.iter().map(|run| (run.style, spaced(&run.text))).filter(|(_, text)| !text.is_empty()).collect();
    let mut line = String::new();
    for (position, (style, text)) in shown.iter().enumerate() {
        let before = line.chars().next_back();
        let after = shown.get(position + 1).and_then(|(_, text)| text.chars().next());
        let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let first = text.chars().next();
        // What two runs make together was looked at in neither: `:` and `smile:`, `http` and `://`.
        if touches(before) && touches(first) && !is_closing(first) {
            line.push(WORD_JOINER);
        }
        let core = neutralise(text.trim());
        let marks = match (style.is_bold, style.is_italic) {
            _ if core.is_empty() || core.contains("://") || (touches(before) && !text.starts_with(' ')) => "",
            _ if touches(after) && !text.ends_with(' ') && !is_closing(after) => "",
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        if text.starts_with(' ') && !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
        line.push_str(&format!("{marks}{core}{marks}"));
        if text.ends_with(' ') && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    unmarked(line.trim())
}

/// The runs as one line, as the author wrote them.
pub(super) fn words(runs: &[Run]) -> String {
    printable(&runs.iter().map(|run| run.text.as_str()).collect::<String>())
}

/// Whether it may touch the mark that ends bold or italic words.
fn is_closing(character: Option<char>) -> bool {
    character.is_some_and(|c| ".,;!?)".contains(c))
}

/// [`printable`], with one space for that at either end.
fn spaced(text: &str) -> String {
    let shown = printable(text);
    let space = |is_there: bool| if is_there { " " } else { "" };
    if shown.is_empty() {
        return space(!text.is_empty()).into();
    }
    format!("{}{shown}{}", space(text.starts_with(char::is_whitespace)), space(text.ends_with(char::is_whitespace)))
}

/// What would make a line a list, a rule or a heading loses that.
fn unmarked(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let at = if line.starts_with(['-', '+', '=']) {
        0
    } else if digits > 0 && line[digits..].starts_with(['.', ')']) {
        digits
    } else {
        return line.to_owned();
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

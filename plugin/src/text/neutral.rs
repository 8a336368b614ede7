//! Foreign text loses every power: it mentions nobody, formats nothing, links only to http(s), hides nothing.
//!
//! Powers are taken in two steps. [`printable`] removes what cannot be seen, so that nobody can smuggle in what the
//! second step puts there. [`neutralise`] then breaks the rest: Markdown is escaped with a backslash, and where a
//! backslash does not help, a word joiner (U+2060) follows the character. Mattermost's server looks for mentions after
//! it has removed backslashes, splits words at everything but letters, digits and `:.-_@`, and knows `@all` only as one
//! word; its clients want a letter right after `@`, `#` and `~`. The joiner fails all of them, is invisible, and unlike
//! the full-width `＠` does not turn back into `@` under compatibility normalisation. `<` and `>` become `‹` and `›`,
//! because the server rewrites `<!all>` and `<address|text>` before it reads Markdown.

/// Breaks words and codes without being seen.
const WORD_JOINER: char = '\u{2060}';

/// Asks for the coloured form of the character before it.
const EMOJI_STYLE: char = '\u{FE0F}';

/// Removes what cannot be seen; whitespace of any kind becomes one space.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_whitespace() {
            if !shown.ends_with(' ') {
                shown.push(' ');
            }
        } else if is_joining(character) {
            // Persian, Indic scripts and many emoji need these between their characters.
            if is_joinable(shown.chars().next_back()) && is_joinable(characters.peek().copied()) {
                shown.push(character);
            }
        } else if character == EMOJI_STYLE {
            if is_joinable(shown.chars().next_back()) {
                shown.push(character);
            }
        } else if !character.is_control() && !is_invisible(character) {
            shown.push(character);
        }
    }
    shown.trim().to_owned()
}

/// Makes text harmless inside a line. Addresses with http(s) stay links, shown in full.
#[must_use]
pub fn neutralise(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some(start) = address_start(rest) {
        break_powers(&rest[..start], &mut safe);
        let address = &rest[start..start + address_length(&rest[start..])];
        push_address(address, &mut safe);
        rest = &rest[start + address.len()..];
    }
    break_powers(rest, &mut safe);
    safe
}

/// The addresses with http(s) in a text, without the punctuation of the sentence around them.
#[must_use]
pub fn addresses(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = address_start(rest) {
        let address = &rest[start..start + address_length(&rest[start..])];
        found.push(address);
        rest = &rest[start + address.len()..];
    }
    found
}

/// Makes text harmless inside a line and inside the label of a link, where an address would be a second link.
#[must_use]
pub(super) fn neutralise_label(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 4);
    break_powers(text, &mut safe);
    safe.replace("www.", "www\u{2060}.")
}

fn break_powers(text: &str, safe: &mut String) {
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((position, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' => safe.extend(['\\', character]),
            '<' => safe.push('‹'),
            '>' => safe.push('›'),
            '@' | '#' | '~' | '＠' | '＃' => safe.extend([character, WORD_JOINER]),
            '&' if next.is_some_and(|next| next.is_alphanumeric() || next == '#') => safe.extend(['&', WORD_JOINER]),
            ':' if next.is_some_and(|next| !next.is_whitespace()) && !is_time(before, &text[position + 1..]) => {
                safe.extend([':', WORD_JOINER]);
            }
            _ => safe.push(character),
        }
        before = Some(character);
    }
}

/// `10:30`, and not the emoji code `:30:`.
fn is_time(before: Option<char>, after: &str) -> bool {
    let behind_digits = after.trim_start_matches(|c: char| c.is_ascii_digit());
    before.is_some_and(|c| c.is_ascii_digit()) && behind_digits.len() < after.len() && !behind_digits.starts_with(':')
}

fn address_start(text: &str) -> Option<usize> {
    let starts = |scheme: &str| {
        text.char_indices()
            .map(|(start, _)| start)
            .find(|start| text.get(*start..start + scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)))
    };
    [starts("https://"), starts("http://")].into_iter().flatten().min()
}

/// Bytes of the address at the start of `text`, the punctuation of the sentence around it left out.
fn address_length(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || "\"<>|`\\".contains(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| ".,;:!?'()[]{}*_~".contains(c)).len()
}

fn push_address(address: &str, safe: &mut String) {
    let host_start = address.find("//").map_or(0, |start| start + 2);
    let host_end = address[host_start..].find('/').map_or(address.len(), |end| host_start + end);
    for (position, byte) in address.bytes().enumerate() {
        let may_stay =
            byte.is_ascii_alphanumeric() || b"-._/?=&%#+,".contains(&byte) || (byte == b':' && position < host_end);
        if may_stay {
            safe.push(char::from(byte));
        } else {
            safe.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// The zero-width joiner and non-joiner.
fn is_joining(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

fn is_joinable(character: Option<char>) -> bool {
    character.is_some_and(|character| !character.is_ascii() && !character.is_whitespace())
}

/// Direction marks and overrides, zero-width and filler characters, tags, variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0E}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{neutralise, neutralise_label, printable};

    /// What each text of the corpus becomes.
    #[derive(serde::Deserialize)]
    struct Case {
        about: String,
        foreign: String,
        shown: String,
    }

    fn corpus() -> Vec<Case> {
        serde_json::from_str(include_str!("neutral_corpus.json")).unwrap()
    }

    #[test]
    fn the_corpus_is_shown_without_power() {
        for case in corpus() {
            assert_eq!(neutralise(&printable(&case.foreign)), case.shown, "{}", case.about);
        }
    }

    #[test]
    fn no_text_of_the_corpus_keeps_a_mention_a_hashtag_or_a_channel() {
        for case in corpus() {
            for shown in [neutralise(&printable(&case.foreign)), neutralise_label(&printable(&case.foreign))] {
                let powers = shown.char_indices().filter(|(_, c)| "@#~＠".contains(*c));
                for (position, power) in powers {
                    let in_address = shown[..position].rsplit(' ').next().unwrap().contains("://");
                    let next = shown[position + power.len_utf8()..].chars().next();
                    assert!(in_address || next == Some('\u{2060}'), "{}: {shown}", case.about);
                }
                assert!(!shown.contains(['<', '>', '\u{202E}', '\u{200B}', '\n']), "{}: {shown}", case.about);
            }
        }
    }

    #[test]
    fn neutral_text_twice_is_printable_once() {
        for case in corpus() {
            let once = printable(&case.foreign);
            assert_eq!(printable(&once), once, "{}", case.about);
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_mentions_nobody(text in "[@#~:&<>\\\\a-z /.]{0,40}|\\PC{0,80}") {
            for shown in [neutralise(&printable(&text)), neutralise_label(&printable(&text))] {
                for word in shown.split(' ').filter(|word| !word.contains("://")) {
                    let after_sign = word.split(['@', '#', '~']).skip(1).filter_map(|rest| rest.chars().next());
                    proptest::prop_assert!(after_sign.into_iter().all(|c| c == '\u{2060}'), "{}", shown);
                    proptest::prop_assert!(!word.contains(['<', '>', '\n']), "{}", shown);
                }
            }
        }
    }

    #[test]
    fn a_label_holds_no_second_link() {
        assert_eq!(
            neutralise_label("see https://a.example or www.b.example"),
            "see https:\u{2060}//a.example or www\u{2060}.b.example"
        );
    }
}

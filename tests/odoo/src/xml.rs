//! As much XML as XML-RPC needs: elements without attributes, and text.

use std::fmt;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// An element begins.
    Start(String),
    /// An element ends.
    End(String),
    /// Text, its entities resolved.
    Text(String),
}

/// Why it is not XML, as Python's parser puts it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: line {line}, column {column}")]
pub struct NotXml {
    what: &'static str,
    line: usize,
    column: usize,
}

/// Reads a whole document into its pieces; tags are known to match.
///
/// # Errors
/// The first place where it is not XML.
pub fn tokens(text: &str) -> Result<Vec<Token>, NotXml> {
    let (mut tokens, mut open) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = if let Some(after) = rest.strip_prefix("<![CDATA[") {
            let inside = after.split_once("]]>").ok_or_else(|| NotXml::at("unclosed CDATA section", text, at))?.0;
            tokens.push(Token::Text(inside.to_owned()));
            "<![CDATA[]]>".len() + inside.len()
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            closed(text, at)?
        } else if rest.starts_with('<') {
            let length = closed(text, at)?;
            element(text, at, &rest[1..length - 1], &mut tokens, &mut open)?;
            length
        } else {
            let length = rest.find('<').unwrap_or(rest.len());
            if open.is_empty() && !rest[..length].trim().is_empty() {
                return Err(NotXml::at("syntax error", text, at));
            }
            tokens.push(Token::Text(resolved(&rest[..length])));
            length
        };
        at += length;
    }
    if tokens.iter().any(|token| matches!(token, Token::Start(_))) && open.is_empty() {
        return Ok(tokens);
    }
    Err(NotXml::at("no element found", text, text.len()))
}

/// Text as it stands in a document. Control characters, which XML does not have, are left out.
pub fn escaped(text: &str) -> impl fmt::Display {
    let allowed =
        |character: &char| !character.is_ascii_control() || matches!(character, '\t' | '\n' | '\r' | '\u{7f}');
    let kept: String = text.chars().filter(allowed).collect();
    kept.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl NotXml {
    fn at(what: &'static str, text: &str, at: usize) -> Self {
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self { what, line: before.matches('\n').count() + 1, column: text[line_start..at].chars().count() }
    }
}

fn closed(text: &str, at: usize) -> Result<usize, NotXml> {
    match text[at..].find('>') {
        Some(end) => Ok(end + 1),
        None => Err(NotXml::at("unclosed token", text, at)),
    }
}

fn element(text: &str, at: usize, inside: &str, tokens: &mut Vec<Token>, open: &mut Vec<String>) -> Result<(), NotXml> {
    let name = inside.trim_matches('/').split_whitespace().next().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Err(NotXml::at("not well-formed (invalid token)", text, at + 1));
    }
    if inside.starts_with('/') {
        if open.pop().as_ref() != Some(&name) {
            return Err(NotXml::at("mismatched tag", text, at + "</".len()));
        }
        tokens.push(Token::End(name));
        return Ok(());
    }
    tokens.push(Token::Start(name.clone()));
    if inside.ends_with('/') {
        tokens.push(Token::End(name));
    } else {
        open.push(name);
    }
    Ok(())
}

fn resolved(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        plain.push_str(&rest[..start]);
        let (name, after) = rest[start + 1..].split_once(';').unwrap_or((&rest[start + 1..], ""));
        plain.push(character(name).unwrap_or('\u{fffd}'));
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// The character that an entity stands for, such as `lt` or `#x42`.
pub fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        other => {
            let number = other.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn a_document_is_read_piece_by_piece() {
        let document = "<?xml version='1.0'?>\n<!-- call --><a><b/>x &lt;&amp;&#65;&#x42;<![CDATA[<c>]]></a>\n";
        let names = |name: &str| name.to_owned();
        assert_eq!(
            tokens(document).unwrap(),
            [
                Token::Text("\n".to_owned()),
                Token::Start(names("a")),
                Token::Start(names("b")),
                Token::End(names("b")),
                Token::Text("x <&AB".to_owned()),
                Token::Text("<c>".to_owned()),
                Token::End(names("a")),
                Token::Text("\n".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_no_xml_is_told_with_its_place() {
        for (text, expected) in [
            ("<methodCall><broken", "unclosed token: line 1, column 12"),
            ("<a>\n</b>", "mismatched tag: line 2, column 2"),
            ("not xml", "syntax error: line 1, column 0"),
            ("<a>", "no element found: line 1, column 3"),
            ("", "no element found: line 1, column 0"),
            ("<>", "not well-formed (invalid token): line 1, column 1"),
        ] {
            assert_eq!(tokens(text).unwrap_err().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn control_characters_are_left_out() {
        assert_eq!(escaped("a\u{7}<b>\t&\n").to_string(), "a&lt;b&gt;\t&amp;\n");
    }
}

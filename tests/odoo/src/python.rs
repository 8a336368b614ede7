//! How Python prints things: Odoo's error texts and its JSON are full of it.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use serde_json::Value as Json;
use serde_json::ser::{CharEscape, Formatter, Serializer};

/// Writes JSON the way `json.dumps` does: a blank after `:` and `,`, and nothing but ASCII.
pub fn dumps(value: &Json) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, PythonFormatter);
    // Writing a JSON value to memory has no way to fail.
    let _ = value.serialize(&mut serializer);
    bytes
}

/// The `repr` of a value, lists in `()` where `tuple` says so at the outermost level.
pub fn repr(value: &Json) -> String {
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => repr_text(text),
        Json::Array(items) => format!("[{}]", repr_items(items)),
        Json::Object(members) => {
            let items: Vec<_> =
                members.iter().map(|(key, value)| format!("{}: {}", repr_text(key), repr(value))).collect();
            format!("{{{}}}", items.join(", "))
        }
    }
}

/// The `repr` of a tuple of these items.
pub fn repr_tuple(items: &[Json]) -> String {
    match items {
        [only] => format!("({},)", repr(only)),
        items => format!("({})", repr_items(items)),
    }
}

/// The `repr` of a text: single quotes unless the text holds one and no double quote.
pub fn repr_text(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// The text of the `TypeError` for arguments that were left out; `None` if none was.
pub fn missing_arguments(function: &str, names: &[&str]) -> Option<String> {
    let quoted: Vec<_> = names.iter().map(|name| format!("'{name}'")).collect();
    let list = match quoted.as_slice() {
        [] => return None,
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [head @ .., last] => format!("{}, and {last}", head.join(", ")),
    };
    let plural = if names.len() == 1 { "" } else { "s" };
    Some(format!("{function} missing {} required positional argument{plural}: {list}", names.len()))
}

fn repr_items(items: &[Json]) -> String {
    items.iter().map(repr).collect::<Vec<_>>().join(", ")
}

struct PythonFormatter;

impl Formatter for PythonFormatter {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.is_ascii() {
            return writer.write_all(fragment.as_bytes());
        }
        let mut ascii = String::with_capacity(fragment.len());
        for unit in fragment.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte) if byte.is_ascii() => ascii.push(char::from(byte)),
                _ => {
                    let _ = write!(ascii, "\\u{unit:04x}");
                }
            }
        }
        writer.write_all(ascii.as_bytes())
    }

    fn write_char_escape<W: ?Sized + io::Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        match escape {
            CharEscape::Quote => writer.write_all(b"\\\""),
            CharEscape::ReverseSolidus => writer.write_all(b"\\\\"),
            CharEscape::Solidus => writer.write_all(b"/"),
            CharEscape::Backspace => writer.write_all(b"\\b"),
            CharEscape::FormFeed => writer.write_all(b"\\f"),
            CharEscape::LineFeed => writer.write_all(b"\\n"),
            CharEscape::CarriageReturn => writer.write_all(b"\\r"),
            CharEscape::Tab => writer.write_all(b"\\t"),
            CharEscape::AsciiControl(byte) => write!(writer, "\\u{byte:04x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_ascii_with_blanks_after_separators() {
        let text = String::from_utf8_lossy(&dumps(&json!({"a": [1, 2.0], "b": "Ñ😀\u{7}\n"}))).into_owned();
        assert_eq!(text, r#"{"a": [1, 2.0], "b": "\u00d1\ud83d\ude00\u0007\n"}"#);
    }

    #[test]
    fn a_tuple_of_one_keeps_its_comma() {
        assert_eq!(repr_tuple(&[json!(7)]), "(7,)");
        assert_eq!(repr_tuple(&[json!("it's"), json!("="), json!(false)]), "(\"it's\", '=', False)");
    }

    #[test]
    fn missing_arguments_are_counted_and_joined() {
        assert_eq!(missing_arguments("f()", &[]), None);
        assert_eq!(
            missing_arguments("f()", &["a", "b", "c"]).as_deref(),
            Some("f() missing 3 required positional arguments: 'a', 'b', and 'c'")
        );
    }
}

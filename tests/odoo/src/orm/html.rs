//! What Odoo keeps of markup: it is parsed, cleaned and written anew.

use crate::xml::character;

/// Elements that never get in, with all that is in them.
const FORBIDDEN: [&str; 3] = ["script", "style", "iframe"];

/// Markup as it is kept; text alone becomes one paragraph. Empty if nothing is left.
pub fn sanitized(markup: &str) -> String {
    let mut clean = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        clean.push_str(&rewritten(&rest[..start]));
        rest = &rest[start..];
        match tag(rest) {
            None => {
                clean.push_str("&lt;");
                rest = &rest[1..];
            }
            Some((tag, after)) => match FORBIDDEN.iter().find(|name| name_of(tag) == **name) {
                Some(name) => rest = after_element(after, name),
                None => {
                    clean.push_str(&without_handlers(tag));
                    rest = after;
                }
            },
        }
    }
    clean.push_str(&rewritten(rest));
    match clean.trim() {
        "" => String::new(),
        kept if kept.starts_with('<') => clean,
        _ => format!("<p>{clean}</p>"),
    }
}

/// Text with what would be markup in it escaped, as `message_post` does with a body.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;").replace('"', "&#34;")
}

/// The tag that a text starts with, and what comes after; `None` for a `<` that starts none.
fn tag(text: &str) -> Option<(&str, &str)> {
    let first = text[1..].chars().next()?;
    if !first.is_ascii_alphabetic() && !matches!(first, '/' | '!') {
        return None;
    }
    text.find('>').map(|end| text.split_at(end + 1))
}

fn name_of(tag: &str) -> String {
    let letters = tag[1..].chars().take_while(char::is_ascii_alphanumeric);
    letters.collect::<String>().to_lowercase()
}

fn after_element<'a>(text: &'a str, name: &str) -> &'a str {
    let end = text.to_ascii_lowercase().find(&format!("</{name}"));
    let after = end.map_or("", |end| &text[end..]);
    after.split_once('>').map_or("", |(_, after)| after)
}

/// A tag without the attributes that run code; `<br/>` is written `<br>`.
fn without_handlers(tag: &str) -> String {
    let inside = tag[1..tag.len() - 1].trim_end_matches('/').trim_end();
    let parts: Vec<&str> =
        inside.split_inclusive(' ').filter(|part| !part.trim_start().to_ascii_lowercase().starts_with("on")).collect();
    format!("<{}>", parts.concat().trim_end())
}

/// Text with entities that need none written as they are, and those that do as entities.
fn rewritten(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        match entity(rest) {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{a0}', "&nbsp;")
}

fn entity(text: &str) -> Option<(char, &str)> {
    let (name, after) = text[1..].split_once(';')?;
    let character = if name == "nbsp" { Some('\u{a0}') } else { character(name) };
    Some((character?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_written_as_odoo_writes_it() {
        for (given, kept) in [
            ("From Mattermost", "<p>From Mattermost</p>"),
            ("First line\nsecond <b>line</b>", "<p>First line\nsecond <b>line</b></p>"),
            ("<p>one<br/>two<br />three</p>", "<p>one<br>two<br>three</p>"),
            ("it&#39;s &quot;so&quot; &lt;b&gt; &amp; &#x41;", "<p>it's \"so\" &lt;b&gt; &amp; A</p>"),
            ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
            ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
            ("Two<script>x</SCRIPT > coats", "<p>Two coats</p>"),
            ("<a href=\"https://x.example.com\" onclick=\"steal()\">x</a>", "<a href=\"https://x.example.com\">x</a>"),
            ("a&nbsp;b", "<p>a&nbsp;b</p>"),
            ("<script>", ""),
            ("  ", ""),
        ] {
            assert_eq!(sanitized(given), kept, "{given}");
        }
    }

    #[test]
    fn an_escaped_text_is_shown_as_it_was_written() {
        assert_eq!(
            sanitized(&escaped("<p>Bold</p> & it's \"so\"")),
            "<p>&lt;p&gt;Bold&lt;/p&gt; &amp; it's \"so\"</p>"
        );
    }
}

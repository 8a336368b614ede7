//! Markdown as Mattermost's clients show it, made into HTML that can not act.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

/// Renders a message: raw HTML stays text, links lead to http(s), mail or this server, pictures become links, a line
/// break breaks the line, and `@names` stand out as they would where they notify somebody.
pub fn render(message: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut in_code = false;
    let events = Parser::new_ext(message, options).flat_map(move |event| {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
        match harmless(event) {
            Event::Text(text) if !in_code => mark_mentions(&text),
            other => vec![other],
        }
    });
    let mut page = String::with_capacity(message.len() * 2);
    html::push_html(&mut page, events);
    page
}

fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::SoftBreak => Event::HardBreak,
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Event::Start(link(dest_url)),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        other => other,
    }
}

fn link(address: CowStr<'_>) -> Tag<'_> {
    let lower = address.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let local = lower.starts_with('/') && !lower.starts_with("//");
    let dest_url = if known || local { address } else { CowStr::Borrowed("#") };
    Tag::Link { link_type: LinkType::Inline, dest_url, title: CowStr::Borrowed(""), id: CowStr::Borrowed("") }
}

/// Splits a text before and after every `@name`.
fn mark_mentions<'a>(text: &str) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = next_mention(rest) {
        events.push(Event::Text(before.to_owned().into()));
        events.push(Event::InlineHtml(CowStr::Borrowed("<span class=\"mention\">")));
        events.push(Event::Text(name.to_owned().into()));
        events.push(Event::InlineHtml(CowStr::Borrowed("</span>")));
        rest = after;
    }
    events.push(Event::Text(rest.to_owned().into()));
    events
}

/// The text before the first `@name`, the name with its `@`, and the text after it.
fn next_mention(text: &str) -> Option<(&str, &str, &str)> {
    let starts = text.match_indices('@').map(|(at, _)| at);
    starts.into_iter().find_map(|at| {
        let free = !text[..at].ends_with(|c: char| c.is_alphanumeric());
        let after = &text[at + 1..];
        let length = after.find(|c: char| !is_name(c)).unwrap_or(after.len());
        (free && length > 0).then(|| (&text[..at], &text[at..=at + length], &after[length..]))
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_bold_text_code_and_links_are_rendered() {
        let message = "| Name | City |\n| --- | --- |\n| [Azure](https://odoo.example/1) | **Fremont** |";
        let expected = "<table><thead><tr><th>Name</th><th>City</th></tr></thead><tbody>\n\
            <tr><td><a href=\"https://odoo.example/1\">Azure</a></td><td><strong>Fremont</strong></td></tr>\n\
            </tbody></table>\n";
        assert_eq!(render(message), expected);
        assert_eq!(render("a `@b` c\nd"), "<p>a <code>@b</code> c<br />\nd</p>\n");
    }

    #[test]
    fn html_and_scripts_stay_text() {
        let shown = render("<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](data:text/html,c)");
        let expected = "<p>&lt;img src=x onerror=alert(1)&gt; <a href=\"#\">a</a> <a href=\"#\">b</a></p>\n";
        assert_eq!(shown, expected);
    }

    #[test]
    fn names_stand_out_but_mail_addresses_do_not() {
        let shown = render("Ask @anna.b, not ben@example.com or @");
        let expected = "<p>Ask <span class=\"mention\">@anna.b</span>, not ben@example.com or @</p>\n";
        assert_eq!(shown, expected);
    }
}

//! Odoo's rich texts: HTML becomes Markdown on the way in, plain text becomes HTML on the way out.

mod line;
mod page;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use page::{Page, text_of};

/// Plain text for one of Odoo's HTML fields: it says there what it says here.
#[must_use]
pub fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for character in text.trim().chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("<br/>"),
            '\r' => {}
            _ => html.push(character),
        }
    }
    html
}

/// Lines of Markdown that say what the HTML says, at most `runes_max` runes of it. Lists, bold and italic words and links
/// stay; links are shown in full. No foreign word formats, links or mentions by itself.
pub(super) fn to_markdown(html: &str, runes_max: usize) -> String {
    read(html, Page::of(runes_max)).finish()
}

/// All words of an HTML text in its lines, for a file, if no more than `runes_max` runes of them are shown and that is not all; they
/// are harmless only where nobody formats them.
#[must_use]
pub fn whole_html(html: &str, runes_max: usize) -> Option<String> {
    read(html, Page::of(runes_max)).is_full().then(|| read(html, Page::plain()).finish())
}

fn read(html: &str, mut page: Page) -> Page {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => page.open(&tag),
            Token::EndTag(tag) => page.close(&text_of(&tag.name)),
            Token::String(text) => page.say(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
        if page.is_full() {
            break;
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::{to_html, to_markdown, whole_html};

    fn shown(html: &str) -> String {
        to_markdown(html, 1000)
    }

    #[test]
    fn paragraphs_and_breaks_are_lines() {
        assert_eq!(shown("<p>Call  him\nback.</p><p>Then<br>write.</p>"), "Call him back.\nThen\nwrite.");
        assert_eq!(shown("<div>a</div><p><br/></p><p><br></p><p>b</p>"), "a\n\nb");
        assert_eq!(shown("no html at all"), "no html at all");
        assert_eq!(shown("<p><br></p>"), "");
    }

    #[test]
    fn of_what_is_cut_all_words_are_there_as_they_were_written() {
        let html = "<p>Ask <b>@all</b>: 2 * 3</p><ul><li>one  [x](y)</li></ul><style>p{}</style><pre>- a\n- b</pre>";
        assert_eq!(whole_html(html, 1000), None);
        let whole = "Ask @all: 2 * 3\n- one [x](y)\n- a\n- b";
        assert_eq!(whole_html(html, 10).as_deref(), Some(whole));
        let runes = html.split(['<', '>']).count();
        assert!((0..runes).all(|max| whole_html(html, max).is_none_or(|text| text == whole)));
    }

    #[test]
    fn lists_stay_lists() {
        assert_eq!(
            shown("<ul><li>one</li><li><p>two</p><ol><li>deep</li><li>deeper</li></ol></li></ul><p>x</p>"),
            "- one\n- two\n  1. deep\n  2. deeper\nx"
        );
        assert_eq!(
            shown("<ul class=\"o_checklist\"><li class=\"o_checked\">done</li><li>open</li></ul>"),
            "- ☑ done\n- ☐ open"
        );
    }

    #[test]
    fn words_stay_bold_and_italic() {
        assert_eq!(
            shown("<p>An <b>urgent</b>, <em>very</em> <strong><i>urgent </i></strong>matter</p>"),
            "An **urgent**, *very* ***urgent*** matter"
        );
        assert_eq!(shown("<h2>Title</h2>text"), "**Title**\ntext");
        assert_eq!(shown("un<b>believ</b>able"), "un\u{2060}believ\u{2060}able");
    }

    #[test]
    fn links_are_shown_in_full() {
        assert_eq!(shown("<a href=\"https://a.example/x\">here</a>!"), "here (https://a.example/x)!");
        assert_eq!(shown("<a href=\"https://a.example/x\">https://a.example/x</a>"), "https://a.example/x");
        assert_eq!(
            shown("<a href=\"https://evil.example\">https://bank.example</a>"),
            "https://bank.example (https://evil.example)"
        );
        assert_eq!(shown("<a href=\"javascript:alert(1)\">here</a> <a href=\"#\">@Ann</a>"), "here @\u{2060}Ann");
    }

    #[test]
    fn tables_quotes_and_preformatted_text_keep_their_lines() {
        assert_eq!(
            shown("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"),
            "**a · b**\n1 · 2"
        );
        assert_eq!(shown("<blockquote>said<p>and done</p></blockquote>mine"), "> said\n> and done\nmine");
        assert_eq!(shown("<pre>a\n  b</pre>"), "a\nb");
    }

    #[test]
    fn what_readers_do_not_see_is_left_out() {
        assert_eq!(
            shown("<head><title>t</title></head><style>p{}</style><script>alert('<p>')</script><!-- c --><p>x</p>"),
            "x"
        );
        assert_eq!(shown("<img src=\"x\" alt=\"the plan\"><img src=\"y\">"), "the plan");
    }

    #[test]
    fn entities_are_characters_without_power() {
        assert_eq!(shown("&lt;b&gt; &amp; &#64;all caf&eacute; 5&nbsp;kg"), "‹b› & @\u{2060}all café 5 kg");
    }

    #[test]
    fn no_line_becomes_a_list_a_heading_or_a_mention_by_its_words() {
        assert_eq!(
            shown("<p>- a</p><p>1. b</p><p># c</p><p>&gt; d</p><p>===</p><p>2026) e</p>"),
            "\\- a\n1\\. b\n#\u{2060} c\n› d\n\\===\n2026\\) e"
        );
        assert_eq!(shown("@<span>all</span> :<b>smile:</b> *x* `y`"), "@\u{2060}all :\u{2060}smile: \\*x\\* \\`y\\`");
        assert_eq!(shown("ht<b>tps://evil.example</b>"), "ht\u{2060}tps:\u{2060}//evil.example");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(to_markdown("<p>abcdef</p><p>ghi</p>", 4), "abcd…");
        assert_eq!(to_markdown("<p>abcd</p><p>ghi</p>", 4), "abcd\n…");
        assert_eq!(to_markdown("<p>abcd</p>", 4), "abcd");
    }

    #[test]
    fn text_says_the_same_in_odoo() {
        assert_eq!(to_html("a < b & \"c\"\r\nnext "), "a &lt; b &amp; &quot;c&quot;<br/>next");
        assert_eq!(shown(&to_html("<script>\n5 > 3")), "‹script›\n5 › 3");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_there_mentions_nobody(html in "([@#~:&]|<(b|/b|i|br|p|li|ul|a href=x|/a|span|pre)>|[a-z \\n-]){0,40}|\\PC{0,80}") {
            for word in shown(&html).split([' ', '\n']).filter(|word| !word.contains("://")) {
                let after_sign = word.split(['@', '#', '~']).skip(1).filter_map(|rest| rest.chars().next());
                proptest::prop_assert!(after_sign.into_iter().all(|c| c == '\u{2060}'), "{}", shown(&html));
            }
        }
    }
}

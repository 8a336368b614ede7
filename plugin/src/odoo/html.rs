/// Text for an html field of Odoo: no character of it is markup, and its lines stay lines.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&#34;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push_str("<br/>"),
            '\r' => {}
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::escape_html;

    #[test]
    fn markup_becomes_characters_and_lines_stay_lines() {
        assert_eq!(
            escape_html("<b onclick=\"x\">Ñ & 'y'</b>\r\nnext"),
            "&lt;b onclick=&#34;x&#34;&gt;Ñ &amp; &#39;y&#39;&lt;/b&gt;<br/>next"
        );
    }
}

//! Slack's link syntax, which the server turns into Markdown in what plugins answer.

use serde_json::Value;

use crate::model::{MessageAttachment, Post};

/// `Post.Type` of a command's answer with attachments.
const ATTACHMENT_TYPE: &str = "slack_attachment";

/// `<https://example.com|text>` as `[text](https://example.com)`.
pub(crate) fn links_to_markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        markdown.push_str(before);
        match link(after) {
            Some((address, label, behind)) => {
                markdown.push_str(&format!("[{label}]({address})"));
                rest = behind;
            }
            None => {
                markdown.push('<');
                rest = after;
            }
        }
    }
    markdown + rest
}

/// Puts a command's attachments onto its post.
pub(crate) fn attach(post: &mut Post, mut attachments: Vec<MessageAttachment>) {
    if post.kind.is_empty() {
        ATTACHMENT_TYPE.clone_into(&mut post.kind);
    }
    for attachment in &mut attachments {
        attachment.text = links_to_markdown(&attachment.text);
        attachment.pretext = links_to_markdown(&attachment.pretext);
        for field in &mut attachment.fields {
            if let Value::String(text) = &mut field.value.0 {
                *text = links_to_markdown(text);
            }
        }
    }
    post.props.attachments = attachments;
}

/// Address, label and what follows, if this is the inside of a link.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (address, after) = text.split_once('|')?;
    let (label, behind) = after.split_once('>')?;
    let is_link = !address.is_empty() && !address.contains('<') && !label.is_empty();
    is_link.then_some((address, label, behind))
}

#[cfg(test)]
mod tests {
    use super::links_to_markdown;

    #[test]
    fn links_with_a_label_become_markdown() {
        let text = "See <https://a.example/x|the order>, 1 < 2, <<http://c|c> and <https://b.example>";
        let markdown = "See [the order](https://a.example/x), 1 < 2, <[c](http://c) and <https://b.example>";
        assert_eq!(links_to_markdown(text), markdown);
    }
}

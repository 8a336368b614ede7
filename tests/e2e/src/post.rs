//! Parts of a post.

use serde_json::Value;

/// The attachments of a post.
pub fn attachments(post: &Value) -> &[Value] {
    post["props"]["attachments"].as_array().map_or(&[], Vec::as_slice)
}

/// The button or menu with this label.
///
/// # Panics
/// When the post has none.
pub fn action_named<'a>(post: &'a Value, name: &str) -> &'a Value {
    let actions = attachments(post).iter().filter_map(|attachment| attachment["actions"].as_array()).flatten();
    let mut named = actions.filter(|action| action["name"] == name);
    named.next().unwrap_or_else(|| panic!("no action `{name}` in {post}"))
}

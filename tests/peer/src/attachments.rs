//! Buttons and menus below posts.

use crate::id::Ids;
use crate::model::{Post, PostAction};

/// Gives each action an id that has none, as before a post is stored.
pub(crate) fn generate_action_ids(post: &mut Post, ids: &Ids) {
    for action in actions_mut(post).filter(|action| action.id.is_empty()) {
        action.id = ids.next();
    }
}

/// The first action that the condition likes.
pub(crate) fn find_action(post: &Post, condition: impl Fn(&PostAction) -> bool) -> Option<&PostAction> {
    let actions = post.props.attachments.iter().flat_map(|attachment| &attachment.actions);
    actions.into_iter().find(|action| condition(action))
}

/// The post as clients get it: without the addresses and contexts behind its actions. An ephemeral post's actions get
/// a cookie, which clients send back on pressing.
pub fn client_view(post: &Post) -> Post {
    let mut view = post.clone();
    let with_cookie = post.kind == crate::ephemeral::TYPE;
    for action in actions_mut(&mut view) {
        action.integration = None;
        action.cookie = if with_cookie { format!("{}{}", post.id, action.id) } else { String::new() };
    }
    view
}

fn actions_mut(post: &mut Post) -> impl Iterator<Item = &mut PostAction> {
    post.props.attachments.iter_mut().flat_map(|attachment| &mut attachment.actions)
}

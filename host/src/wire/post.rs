//! Messages. In the contract the attachments stand beside the props; on the wire they are one of them.

use mattermost::model::{Post, Props};

use super::json;
use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<Post> for wit::Post {
    fn from(post: Post) -> Self {
        Self {
            id: post.id,
            create_at: post.create_at,
            update_at: post.update_at,
            edit_at: post.edit_at,
            delete_at: post.delete_at,
            user_id: post.user_id,
            channel_id: post.channel_id,
            root_id: post.root_id,
            message: post.message,
            kind: post.kind,
            is_pinned: post.is_pinned,
            file_ids: post.file_ids,
            attachments: post.props.attachments.into_iter().map(Into::into).collect(),
            props: json::text(&post.props.others),
        }
    }
}

impl From<wit::Post> for Post {
    fn from(post: wit::Post) -> Self {
        let attachments = post.attachments.into_iter().map(Into::into).collect();
        Self {
            id: post.id,
            create_at: post.create_at,
            update_at: post.update_at,
            edit_at: post.edit_at,
            delete_at: post.delete_at,
            user_id: post.user_id,
            channel_id: post.channel_id,
            root_id: post.root_id,
            message: post.message,
            kind: post.kind,
            is_pinned: post.is_pinned,
            file_ids: post.file_ids,
            props: Props { attachments, others: json::object(&post.props) },
            ..Self::default()
        }
    }
}

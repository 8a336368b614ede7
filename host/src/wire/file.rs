//! Files.

use mattermost::model::FileInfo;

use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<FileInfo> for wit::FileInfo {
    fn from(info: FileInfo) -> Self {
        Self {
            id: info.id,
            post_id: info.post_id,
            channel_id: info.channel_id,
            name: info.name,
            size: info.size.try_into().unwrap_or(0),
            mime_type: info.mime_type,
        }
    }
}

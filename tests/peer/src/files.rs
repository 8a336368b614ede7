//! Uploaded files.

use crate::error::app_error;
use crate::model::{AppError, FileInfo, Post};
use crate::world::World;

/// Who uploads for a plugin.
pub(crate) const NOBODY: &str = "nouser";

impl World {
    pub(crate) fn upload_file(
        &self,
        data: Vec<u8>,
        channel_id: &str,
        name: String,
        creator_id: &str,
    ) -> Result<FileInfo, AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let channel_id = state.channel(channel_id)?.id.clone();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
        let info = FileInfo {
            id: self.ids.next(),
            creator_id: creator_id.to_owned(),
            channel_id,
            create_at: now_ms,
            update_at: now_ms,
            mime_type: mime_type(&extension).to_owned(),
            extension,
            size: i64::try_from(data.len()).unwrap_or(i64::MAX),
            name,
            ..FileInfo::default()
        };
        state.files.insert(info.id.clone(), (info.clone(), data));
        Ok(info)
    }

    /// The files of a new post are its own from now on; those of other people and of other posts are left out.
    pub(crate) fn attach_files(&self, post: &mut Post) {
        let mut state = self.state();
        post.file_ids.retain(|id| {
            let Some((info, _)) = state.files.get_mut(id) else { return false };
            let is_free =
                info.post_id.is_empty() && [post.user_id.as_str(), NOBODY].contains(&info.creator_id.as_str());
            if is_free {
                info.post_id.clone_from(&post.id);
            }
            is_free
        });
    }

    pub(crate) fn file(&self, id: &str) -> Result<(FileInfo, Vec<u8>), AppError> {
        let found = self.state().files.get(id).cloned();
        found.ok_or_else(|| app_error("GetFileInfo", "app.file_info.get.app_error", 404))
    }
}

fn mime_type(extension: &str) -> &'static str {
    match extension {
        "csv" => "text/csv",
        "html" => "text/html",
        "jpg" | "jpeg" => "image/jpeg",
        "json" => "application/json",
        "md" => "text/markdown",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

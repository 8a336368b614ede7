//! `files`.

use super::{Answer, answer, api, found};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::files::{FileInfo, Host};
use crate::runtime::bindings::mattermost::plugin::types::ApiError;

/// Bytes of a file that reach a component: what its memory holds several times over.
const FILE_BYTES_MAX: u64 = 8 << 20;
/// What the server takes where nobody has set anything.
const LIMIT_DEFAULT: u64 = 100 << 20;

impl Host for State {
    async fn info(&mut self, id: String) -> Answer<FileInfo> {
        found(api!(self, |api| api.get_file_info(id).await))
    }

    async fn read(&mut self, id: String) -> Answer<Vec<u8>> {
        // Asked first: an answer above the RPC's own limit would end the connection, not just this call.
        let info: FileInfo = match found(api!(self, |api| api.get_file_info(id.clone()).await))? {
            Ok(info) => info,
            Err(error) => return Ok(Err(error)),
        };
        if info.size > FILE_BYTES_MAX {
            let text = format!("the file has {} bytes; at most {FILE_BYTES_MAX} can be read", info.size);
            return Ok(Err(ApiError::Invalid(text)));
        }
        answer(api!(self, |api| api.get_file(id).await), Into::into)
    }

    async fn upload(&mut self, channel_id: String, name: String, data: Vec<u8>) -> Answer<FileInfo> {
        found(api!(self, |api| api.upload_file(data, channel_id, name).await))
    }

    async fn limit(&mut self) -> Answer<u64> {
        answer(api!(self, |api| api.get_config().await), |config| {
            config.file_settings.max_file_size.and_then(|bytes| bytes.try_into().ok()).unwrap_or(LIMIT_DEFAULT)
        })
    }
}

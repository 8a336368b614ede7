//! `files`.

use super::{Answer, answer, api, found};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::files::{FileInfo, Host};

impl Host for State {
    async fn info(&mut self, id: String) -> Answer<FileInfo> {
        found(api!(self, |api| api.get_file_info(id).await))
    }

    async fn read(&mut self, id: String) -> Answer<Vec<u8>> {
        answer(api!(self, |api| api.get_file(id).await), Into::into)
    }

    async fn upload(&mut self, channel_id: String, name: String, data: Vec<u8>) -> Answer<FileInfo> {
        found(api!(self, |api| api.upload_file(data.into(), channel_id, name).await))
    }
}

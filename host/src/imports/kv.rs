//! `kv`: the server's key-value store.

use mattermost::model::KvSetOptions;

use super::{Answer, answer, api};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::kv::Host;
use crate::runtime::bindings::mattermost::plugin::types::ApiError;

impl Host for State {
    async fn get(&mut self, key: String) -> Answer<Option<Vec<u8>>> {
        // A missing key and an empty value are one on the wire, and empty values cannot be stored.
        answer(api!(self, |api| api.kv_get(key).await), |value| (!value.is_empty()).then_some(value))
    }

    async fn set(&mut self, key: String, value: Vec<u8>, expire_in_seconds: Option<u32>) -> Answer<()> {
        if value.is_empty() {
            return Ok(Err(no_empty_value()));
        }
        let seconds = expire_in_seconds.unwrap_or(0).into();
        answer(api!(self, |api| api.kv_set_with_expiry(key, value, seconds).await), |()| ())
    }

    async fn delete(&mut self, key: String) -> Answer<()> {
        answer(api!(self, |api| api.kv_delete(key).await), |()| ())
    }

    async fn compare_and_set(
        &mut self,
        key: String,
        old: Option<Vec<u8>>,
        new: Vec<u8>,
        expire_in_seconds: Option<u32>,
    ) -> Answer<bool> {
        if new.is_empty() {
            return Ok(Err(no_empty_value()));
        }
        let options = KvSetOptions {
            atomic: true,
            old_value: old.unwrap_or_default(),
            expire_in_seconds: expire_in_seconds.unwrap_or(0).into(),
        };
        answer(api!(self, |api| api.kv_set_with_options(key, new, options).await), |written| written)
    }

    async fn compare_and_delete(&mut self, key: String, old: Vec<u8>) -> Answer<bool> {
        answer(api!(self, |api| api.kv_compare_and_delete(key, old).await), |deleted| deleted)
    }

    async fn list_keys(&mut self, page: u32, per_page: u32) -> Answer<Vec<String>> {
        answer(api!(self, |api| api.kv_list(page.into(), per_page.into()).await), |keys| keys)
    }
}

fn no_empty_value() -> ApiError {
    ApiError::Invalid("an empty value cannot be stored: the server would delete the key".into())
}

//! Configuration, cache, key-value store and log of the host.

use super::bindings::mattermost::plugin::types::ApiError;
use super::bindings::mattermost::plugin::{cache, config, kv, log, schedule};
use crate::ports::{Cache, ChatError, Config, Jobs, Kv, KvError, Level, Log, Server, Turn};

pub(super) struct HostConfig;

impl Config for HostConfig {
    fn settings(&self) -> String {
        config::settings()
    }

    fn set(&self, key: &str, value: &serde_json::Value) -> Result<(), ChatError> {
        Ok(config::set(key, &value.to_string())?)
    }

    fn server(&self) -> Server {
        let config::ServerInfo { version, site_url, locale, plugin_id, plugin_version, .. } = config::server();
        Server { version, site_url, locale, plugin_id, plugin_version }
    }
}

/// Longer than a call of the store takes, and nothing that anybody notices.
const TURN_MILLISECONDS: u32 = 1000;

pub(super) struct HostCache;

impl Cache for HostCache {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        cache::get(key)
    }

    fn set(&self, key: &str, value: &[u8], ttl_seconds: u32) {
        cache::set(key, value, ttl_seconds);
    }

    fn add(&self, key: &str, delta: i64, ttl_seconds: u32) -> i64 {
        cache::add(key, delta, ttl_seconds)
    }

    fn delete(&self, key: &str) {
        cache::delete(key);
    }

    fn turn(&self, name: &str) -> Turn {
        Box::new(cache::take_turn(name, TURN_MILLISECONDS))
    }
}

pub(super) struct HostJobs;

impl Jobs for HostJobs {
    fn wake(&self, job: &str) {
        schedule::wake(job);
    }
}

pub(super) struct HostKv;

impl Kv for HostKv {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, KvError> {
        Ok(kv::get(key)?)
    }

    fn compare_and_set(
        &self,
        key: &str,
        old: Option<&[u8]>,
        new: &[u8],
        expire_in_seconds: Option<u32>,
    ) -> Result<bool, KvError> {
        Ok(kv::compare_and_set(key, old, new, expire_in_seconds)?)
    }

    fn compare_and_delete(&self, key: &str, old: &[u8]) -> Result<bool, KvError> {
        Ok(kv::compare_and_delete(key, old)?)
    }

    fn list(&self, page: u32, per_page: u32) -> Result<Vec<String>, KvError> {
        Ok(kv::list_keys(page, per_page)?)
    }
}

impl From<ApiError> for KvError {
    fn from(error: ApiError) -> Self {
        Self(error.to_string())
    }
}

pub(super) struct HostLog;

impl Log for HostLog {
    fn write(&self, level: Level, message: &str, fields: &[(&str, String)]) {
        let level = match level {
            Level::Info => log::Level::Info,
            Level::Warn => log::Level::Warn,
            Level::Error => log::Level::Error,
        };
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        log::write(level, message, &fields);
    }

    fn audit(&self, event: &str, is_success: bool, user_id: &str, fields: &[(&str, String)]) {
        let parameters = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let entry = log::AuditEntry { event: event.into(), is_success, user_id: user_id.into(), parameters };
        match log::audit(&entry) {
            Ok(()) | Err(ApiError::Unsupported) => {}
            Err(error) => {
                let fields = [("error".to_owned(), error.to_string())];
                log::write(log::Level::Warn, "The server's audit log did not take an entry", &fields);
            }
        }
    }
}

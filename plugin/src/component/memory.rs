//! Configuration, cache and log of the host.

use super::bindings::mattermost::plugin::{cache, config, log};
use crate::ports::{Cache, Config, Level, Log, Server};

pub(super) struct HostConfig;

impl Config for HostConfig {
    fn settings(&self) -> String {
        config::settings()
    }

    fn server(&self) -> Server {
        let config::ServerInfo { version, site_url, locale, plugin_id, plugin_version, .. } = config::server();
        Server { version, site_url, locale, plugin_id, plugin_version }
    }
}

pub(super) struct HostCache;

impl Cache for HostCache {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        cache::get(key)
    }

    fn set(&self, key: &str, value: &[u8], ttl_seconds: u32) {
        cache::set(key, value, ttl_seconds);
    }

    fn delete(&self, key: &str) {
        cache::delete(key);
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
}

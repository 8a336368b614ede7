//! `log`.

use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::log::{Host, Level};

impl Host for State {
    async fn write(&mut self, level: Level, message: String, fields: Vec<(String, String)>) -> wasmtime::Result<()> {
        let level = match level {
            Level::Debug => mattermost::log::Level::Debug,
            Level::Info => mattermost::log::Level::Info,
            Level::Warn => mattermost::log::Level::Warn,
            Level::Error => mattermost::log::Level::Error,
        };
        let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        self.host.log().write(level, &message, &fields);
        Ok(())
    }
}

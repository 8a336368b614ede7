//! `log`.

use mattermost::model::{AuditEventActor, AuditEventData, AuditRecord};

use super::{Answer, answer, api};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::log::{AuditEntry, Host, Level};

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

    async fn audit(&mut self, entry: AuditEntry) -> Answer<()> {
        let record = AuditRecord {
            event_name: entry.event,
            status: if entry.is_success { "success" } else { "fail" }.into(),
            event_data: AuditEventData {
                parameters: entry.parameters.into_iter().collect(),
                ..AuditEventData::default()
            },
            actor: AuditEventActor { user_id: entry.user_id, ..AuditEventActor::default() },
            ..AuditRecord::default()
        };
        answer(api!(self, |api| api.log_audit_rec(record).await), |()| ())
    }
}

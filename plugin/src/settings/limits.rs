use std::time::Duration;

use super::reader::Reader;

const DAY_SECONDS: u64 = 24 * 3600;
const AUDIT_DAYS: u64 = 90;
/// Ten years.
const AUDIT_DAYS_MAX: u64 = 3650;
const READS_PER_MINUTE: u64 = 30;
const WRITES_PER_MINUTE: u64 = 10;
const HOOK_EVENTS_PER_MINUTE: u64 = 120;
const PER_MINUTE_MAX: u64 = 10_000;
/// What the host hands over at once.
const ATTACHMENT_BYTES_MAX: u64 = crate::file::BYTES_MAX;
const POLL_SECONDS: u64 = 20;
const POLL_RANGE: std::ops::RangeInclusive<u64> = 5..=3600;

/// How much and how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// `AuditRetentionDays`: how long the audit and decided proposals are kept.
    pub audit_retention: Duration,
    /// `ReadsPerMinute` of one person or key.
    pub reads_per_minute: u32,
    /// `WritesPerMinute` of one person or key.
    pub writes_per_minute: u32,
    /// `PollSeconds`: how often Odoo is asked what changed.
    pub poll_seconds: u32,
    /// `HookEventsPerMinute` of one hook.
    pub hook_events_per_minute: u32,
    /// `MaxAttachmentBytes`: how large a file may be that goes to Odoo or comes from it.
    pub attachment_bytes_max: u64,
}

impl Limits {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let days = reader.number("AuditRetentionDays", 1..=AUDIT_DAYS_MAX, AUDIT_DAYS);
        let mut per_minute =
            |setting, default| u32::try_from(reader.number(setting, 1..=PER_MINUTE_MAX, default)).unwrap_or(u32::MAX);
        Self {
            audit_retention: Duration::from_secs(days * DAY_SECONDS),
            reads_per_minute: per_minute("ReadsPerMinute", READS_PER_MINUTE),
            writes_per_minute: per_minute("WritesPerMinute", WRITES_PER_MINUTE),
            hook_events_per_minute: per_minute("HookEventsPerMinute", HOOK_EVENTS_PER_MINUTE),
            attachment_bytes_max: reader.number("MaxAttachmentBytes", 1..=ATTACHMENT_BYTES_MAX, ATTACHMENT_BYTES_MAX),
            poll_seconds: u32::try_from(reader.number("PollSeconds", POLL_RANGE, POLL_SECONDS)).unwrap_or(u32::MAX),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::read(&mut Reader::new(""))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Limits;
    use crate::settings::Settings;

    #[test]
    fn limits_are_read_and_have_defaults() {
        let limits = Settings::parse(r#"{"readsperminute": "60"}"#).unwrap_or_default().limits;
        assert_eq!(limits, Limits { reads_per_minute: 60, ..Limits::default() });
        assert_eq!(
            Limits::default(),
            Limits {
                audit_retention: Duration::from_secs(90 * 86_400),
                reads_per_minute: 30,
                writes_per_minute: 10,
                poll_seconds: 20,
                hook_events_per_minute: 120,
                attachment_bytes_max: 8_388_608,
            }
        );
    }
}

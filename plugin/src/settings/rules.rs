use super::reader::Reader;
use crate::approval::ApprovalRule;
use crate::org_event::OrgEvent;
use crate::reminder::Reminder;

/// Rules that administrators write, each setting a JSON list as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// `Reminders`.
    pub reminders: String,
    /// `ApprovalRules`.
    pub approvals: String,
    /// `OrgEvents`.
    pub org_events: String,
}

impl Rules {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let mut list = |setting, check: fn(&str) -> Result<(), String>| {
            let read = |text: &str| check(text).map(|()| text.to_owned());
            reader.parsed(setting, read).unwrap_or_else(|| "[]".into())
        };
        Self {
            reminders: list("Reminders", |text| Reminder::all(text).map(drop)),
            approvals: list("ApprovalRules", |text| ApprovalRule::all(text).map(drop)),
            org_events: list("OrgEvents", |text| OrgEvent::all(text).map(drop)),
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::read(&mut Reader::new(""))
    }
}

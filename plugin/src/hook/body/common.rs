//! What every event may have.

use chrono::DateTime;

use super::fields::Fields;
use super::{Invalid, Said, Wanted};
use crate::event::{Field, Notice, Severity};
use crate::ports::Timestamp;
use crate::settings::OdooAddress;
use crate::text::utc;

/// A first line that is longer is no title.
const TITLE_RUNES_MAX: usize = 100;

const SEVERITIES: [(&str, Severity); 4] = [
    ("info", Severity::Info),
    ("warning", Severity::Warning),
    ("error", Severity::Error),
    ("critical", Severity::Critical),
];

/// The fields of the canonical body.
pub(super) struct Common {
    pub(super) title: String,
    pub(super) text: String,
    /// None if it does not say.
    pub(super) severity: Option<Severity>,
    pub(super) fields: Vec<Field>,
    pub(super) link: String,
    pub(super) thread_key: String,
    /// `<model>,<id>`; empty if it does not say.
    pub(super) record: String,
    wanted: Wanted,
    next_step: String,
    footer: Vec<String>,
    ignored: Vec<String>,
    warnings: Vec<String>,
}

impl Common {
    pub(super) fn read(fields: &mut Fields<'_>, odoo: Option<&OdooAddress>) -> Result<Self, Invalid> {
        let mut common = Self {
            title: fields.short("title")?,
            text: fields.text("text")?,
            severity: fields.word("severity", &SEVERITIES)?,
            fields: Vec::new(),
            link: fields.link("link")?,
            thread_key: fields.short("thread_key")?,
            record: String::new(),
            wanted: wanted(fields)?,
            next_step: fields.short("next_step")?,
            footer: Vec::new(),
            ignored: Vec::new(),
            warnings: Vec::new(),
        };
        for mut field in fields.objects("fields")? {
            let one = Field {
                title: field.short("title")?,
                value: field.printed("value")?,
                short: field.value("short").is_some_and(|short| short == true),
            };
            common.ignored.extend(field.ignored());
            common.warnings.append(&mut field.warnings);
            common.fields.push(one);
        }
        common.about(fields, odoo)?;
        for name in ["module", "environment"] {
            common.footer.extend(Some(fields.short(name)?).filter(|text| !text.is_empty()));
        }
        common.footer.extend(occurred_at(fields)?);
        Ok(common)
    }

    /// With a field that is shown if it says something.
    pub(super) fn add(&mut self, title: &str, value: String) {
        if !value.is_empty() {
            self.fields.push(Field { title: title.to_owned(), value, short: true });
        }
    }

    /// Names the record, and leads there unless the event says where it leads.
    pub(super) fn name_record(&mut self, model: &str, id: i64, odoo: Option<&OdooAddress>) {
        self.record = format!("{model},{id}");
        if let Some(odoo) = odoo.filter(|_| self.link.is_empty()) {
            self.link = odoo.record(model, id);
        }
    }

    pub(super) fn into_said(mut self) -> Said {
        let severity = self.severity.unwrap_or_default();
        if severity >= Severity::Error && self.next_step.is_empty() {
            self.warnings.push("An event that is an `error` should say in `next_step` what to do about it.".into());
        }
        if self.title.is_empty() {
            (self.title, self.text) = split(&self.text);
        }
        if self.title.is_empty() && !self.link.is_empty() {
            // A link has to be on something.
            self.title = if self.text.is_empty() { String::new() } else { "Open".to_owned() };
        }
        if !self.next_step.is_empty() {
            self.fields.push(Field { title: "Next step".into(), value: self.next_step, short: false });
        }
        let notice = Notice {
            title: self.title,
            text: self.text,
            severity,
            fields: self.fields,
            link: self.link,
            footer: self.footer.join(" · "),
            thread_key: self.thread_key,
        };
        // Colour, thread, link and small print alone say nothing.
        let is_empty = notice.title.is_empty() && notice.text.is_empty() && notice.fields.is_empty();
        Said {
            notice: if is_empty { Notice::default() } else { notice },
            wanted: self.wanted,
            record: self.record,
            is_success: false,
            face: None,
            ignored: self.ignored,
            warnings: self.warnings,
        }
    }

    fn about(&mut self, fields: &mut Fields<'_>, odoo: Option<&OdooAddress>) -> Result<(), Invalid> {
        let (model, record) = (fields.short("model")?, fields.count("record")?);
        let is_model = model.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c));
        if !is_model {
            return Err(fields.invalid("model", "malformed", "has to be a model such as `crm.lead`."));
        }
        match record.and_then(|id| i64::try_from(id).ok()) {
            Some(id) if !model.is_empty() => self.name_record(&model, id, odoo),
            Some(_) => return Err(fields.invalid("model", "required", "is missing: a `record` has one.")),
            None => {}
        }
        Ok(())
    }
}

/// The first line as title, if it can be one, and the rest.
fn split(text: &str) -> (String, String) {
    let text = text.trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.chars().nth(TITLE_RUNES_MAX).is_some() {
        return (String::new(), text.to_owned());
    }
    (first.trim().to_owned(), rest.trim().to_owned())
}

/// Where it is wanted.
pub(in crate::hook) fn wanted(fields: &mut Fields<'_>) -> Result<Wanted, Invalid> {
    let [channel, channel_id, email] =
        [fields.short("channel")?, fields.short("channel_id")?, fields.short("user_email")?];
    let given = [&channel, &channel_id, &email].iter().filter(|text| !text.is_empty()).count();
    if given > 1 {
        return Err(fields.invalid(
            "channel",
            "ambiguous",
            "is not the only one of `channel`, `channel_id` and `user_email`.",
        ));
    }
    Ok(match (channel.is_empty(), channel_id.is_empty(), email.is_empty()) {
        (false, ..) => Wanted::Channel(channel),
        (_, false, _) => Wanted::ChannelId(channel_id),
        (.., false) => Wanted::Person(email),
        _ => Wanted::Anywhere,
    })
}

fn occurred_at(fields: &mut Fields<'_>) -> Result<Option<String>, Invalid> {
    let text = fields.short("occurred_at")?;
    if text.is_empty() {
        return Ok(None);
    }
    let time = DateTime::parse_from_rfc3339(&text)
        .map_err(|_| fields.invalid("occurred_at", "malformed", "has to be a time such as `2026-11-21T09:30:00Z`."))?;
    Ok(Some(utc(Timestamp(time.timestamp_millis()))))
}

use chrono::NaiveTime;
use serde_json::Value;

use crate::event::Severity;
use crate::odoo::{Written, is_field};
use crate::order;
use crate::rules::{self, Rule};
use crate::text::Zone;

const KEYS: [&str; 12] = [
    "name",
    "model",
    "date_field",
    "open_domain",
    "zone",
    "at",
    "overdue_at",
    "tiers",
    "days_before",
    "to",
    "channel",
    "copy_from",
];
/// Nobody plans further ahead.
const DAYS_MAX: u32 = 365;
const TIERS: [(&str, Tier); 4] =
    [("low", Tier::Low), ("medium", Tier::Medium), ("high", Tier::High), ("critical", Tier::Critical)];

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminder {
    /// Other ones for each rule.
    pub name: String,
    /// Odoo's name of the model.
    pub model: String,
    /// A date or a datetime of it.
    pub date_field: String,
    /// Records that something is to be done for.
    pub open: Written,
    /// Whose days and times these are.
    pub zone: Zone,
    /// When what is due soon is told.
    pub at: Vec<NaiveTime>,
    /// When what is late is told.
    pub overdue_at: Option<NaiveTime>,
    /// From so many days late on it is that bad; the fewest first.
    pub tiers: Vec<(u32, Tier)>,
    /// So many days before the day it begins to be told.
    pub days_before: u32,
    /// Who is told.
    pub to: To,
    /// Where that is told which nobody can be told, and what is bad enough; empty for the administrators.
    pub channel: String,
    /// From here on the channel is told as well.
    pub copy_from: Option<Tier>,
}

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The users of Odoo in this field.
    Field(String),
    /// Everybody in the rule's channel.
    Channel,
}

/// How bad it is that something is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Not very.
    Low,
    /// Rather.
    Medium,
    /// Very.
    High,
    /// Somebody has to look at it now.
    Critical,
}

impl Tier {
    /// The word in the rule.
    #[must_use]
    pub fn word(self) -> &'static str {
        TIERS.iter().find(|(_, tier)| *tier == self).map_or("", |(word, _)| word)
    }

    /// As messages have it.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::Low => Severity::Info,
            Self::Medium => Severity::Warning,
            Self::High => Severity::Error,
            Self::Critical => Severity::Critical,
        }
    }

    fn parse(word: &str) -> Option<Self> {
        TIERS.iter().find(|(known, _)| *known == word).map(|(_, tier)| *tier)
    }
}

impl Reminder {
    /// Reads the setting.
    ///
    /// # Errors
    /// The first mistake, as the end of a sentence that begins with the setting.
    pub fn all(text: &str) -> Result<Vec<Self>, String> {
        rules::read(text, &KEYS, Self::read, |rule| &rule.name)
    }

    /// The tier of something that is so many days late; none below the first one.
    #[must_use]
    pub fn tier(&self, days_late: i64) -> Option<Tier> {
        self.tiers.iter().rev().find(|(days, _)| i64::from(*days) <= days_late).map(|(_, tier)| *tier)
    }

    fn read(rule: &Rule<'_>) -> Result<Self, String> {
        let model = rule.model()?;
        let date_field = rule.field("date_field")?.ok_or_else(|| rule.wrong("date_field", "it is missing"))?;
        let overdue_at = match rule.times("overdue_at")?.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => return Err(rule.wrong("overdue_at", "it must be one time")),
        };
        let (to, channel) = read_to(rule)?;
        let copy_from = rule.text("copy_from")?.map(|word| read_tier(rule, "copy_from", word)).transpose()?;
        if copy_from.is_some() && (channel.is_empty() || to == To::Channel) {
            return Err(rule.wrong("copy_from", "copies need a `channel` besides the people in `to`"));
        }
        let read = Self {
            name: rule.name(&format!("{model}.{date_field}"))?,
            model,
            date_field,
            open: rule.domain("open_domain")?,
            zone: rule.zone()?,
            at: rule.times("at")?,
            overdue_at,
            tiers: read_tiers(rule)?,
            days_before: rule.number("days_before", DAYS_MAX)?.unwrap_or(0),
            to,
            channel,
            copy_from,
        };
        if read.at.is_empty() && read.overdue_at.is_none() {
            return Err(rule.wrong("at", "there is neither `at` nor `overdue_at`"));
        }
        if read.overdue_at.is_none() && (!read.tiers.is_empty() || copy_from.is_some()) {
            return Err(rule.wrong("overdue_at", "`tiers` and `copy_from` are for what is late: say when it is told"));
        }
        Ok(read)
    }
}

/// A field, or `~team/channel`.
fn read_to(rule: &Rule<'_>) -> Result<(To, String), String> {
    let to = rule.needed("to")?;
    let channel = rule.text("channel")?.unwrap_or_default().trim_start_matches('~').to_owned();
    if let Some(name) = to.strip_prefix('~') {
        if !channel.is_empty() {
            return Err(rule.wrong("channel", "`to` is a channel already"));
        }
        return Ok((To::Channel, name.to_owned()));
    }
    if is_field(to) && !to.contains('.') {
        return Ok((To::Field(to.to_owned()), channel));
    }
    Err(rule.wrong("to", "it must be a field of users such as `user_id`, or a channel such as `~acme/town-square`"))
}

fn read_tiers(rule: &Rule<'_>) -> Result<Vec<(u32, Tier)>, String> {
    let tiers = match rule.get("tiers") {
        None => return Ok(Vec::new()),
        Some(Value::Object(tiers)) => tiers,
        Some(_) => return Err(rule.wrong("tiers", "it must be an object such as `{\"7\": \"high\"}`")),
    };
    let read = |(days, word): (&String, &Value)| {
        let key = format!("tiers.{days}");
        let days = days.parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
        let days = days.ok_or_else(|| rule.wrong(&key, &format!("days are a number from 1 to {DAYS_MAX}")))?;
        Ok((days, read_tier(rule, &key, word.as_str().unwrap_or_default())?))
    };
    let mut tiers = tiers.iter().map(read).collect::<Result<Vec<_>, String>>()?;
    order::sort(&mut tiers);
    Ok(tiers)
}

fn read_tier(rule: &Rule<'_>, key: &str, word: &str) -> Result<Tier, String> {
    Tier::parse(word).ok_or_else(|| rule.wrong(key, "it must be `low`, `medium`, `high` or `critical`"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::{Reminder, Tier, To};
    use crate::text::time_of_day;

    fn complete() -> Value {
        json!({
            "name": "invoices", "model": "account.move", "date_field": "invoice_date_due",
            "open_domain": [["state", "=", "posted"]], "zone": "Europe/Prague", "at": ["09:00", "17:00"],
            "overdue_at": "10:00", "tiers": {"30": "critical", "7": "high"}, "days_before": 3,
            "to": "invoice_user_id", "channel": "~acme/finance", "copy_from": "high",
        })
    }

    fn changed(key: &str, value: Value) -> Result<Vec<Reminder>, String> {
        let mut rule = complete();
        match value {
            Value::Null => drop(rule.as_object_mut().unwrap().remove(key)),
            value => rule[key] = value,
        }
        Reminder::all(&json!([rule]).to_string())
    }

    #[test]
    fn a_rule_is_read() {
        let rule = Reminder::all(&json!([complete()]).to_string()).unwrap().remove(0);
        assert_eq!((rule.name.as_str(), rule.zone.name(), rule.days_before), ("invoices", "Europe/Prague", 3));
        assert_eq!(rule.at, ["09:00", "17:00"].map(|text| time_of_day(text).unwrap()));
        assert_eq!((rule.to, rule.channel.as_str()), (To::Field("invoice_user_id".into()), "acme/finance"));
        assert_eq!(rule.tiers, [(7, Tier::High), (30, Tier::Critical)]);
    }

    #[test]
    fn the_tier_is_the_last_one_that_was_reached() {
        let rule = Reminder::all(&json!([complete()]).to_string()).unwrap().remove(0);
        assert_eq!(
            [1, 6, 7, 29, 30, 400].map(|days| rule.tier(days)),
            [None, None, Some(Tier::High), Some(Tier::High), Some(Tier::Critical), Some(Tier::Critical)]
        );
    }

    #[test]
    fn mistakes_are_told_where_they_are() {
        let mistakes = [
            changed("modell", json!("x")),
            changed("model", Value::Null),
            changed("model", json!("Account Move")),
            changed("date_field", json!("partner_id.date")),
            changed("open_domain", json!("posted")),
            changed("zone", Value::Null),
            changed("zone", json!("Prague")),
            changed("at", json!(["9"])),
            changed("overdue_at", Value::Null),
            changed("tiers", json!({"0": "high"})),
            changed("tiers", json!({"7": "bad"})),
            changed("days_before", json!(-1)),
            changed("to", json!("~acme/x")),
            changed("to", json!("a b")),
            changed("channel", Value::Null),
            changed("name", json!("a b")),
            Reminder::all("{}"),
            Reminder::all("[1]"),
            Reminder::all(&json!([complete(), complete()]).to_string()),
        ]
        .map(|read| read.unwrap_err());
        assert_eq!(
            mistakes,
            [
                "has a mistake at `[0]`: there is no `modell`; there are `name`, `model`, `date_field`, `open_domain`, `zone`, `at`, `overdue_at`, `tiers`, `days_before`, `to`, `channel`, `copy_from`.",
                "has a mistake at `[0].model`: it is missing.",
                "has a mistake at `[0].model`: it must be like `account.move`.",
                "has a mistake at `[0].date_field`: it must be a field of the model, such as `date_deadline`.",
                "has a mistake at `[0].open_domain`: a domain is a list such as `[[\"state\", \"=\", \"posted\"]]`.",
                "has a mistake at `[0].zone`: it is missing.",
                "has a mistake at `[0].zone`: it must be a name such as `Europe/Prague`.",
                "has a mistake at `[0].at`: `9` is no time such as `09:00`.",
                "has a mistake at `[0].overdue_at`: `tiers` and `copy_from` are for what is late: say when it is told.",
                "has a mistake at `[0].tiers.0`: days are a number from 1 to 365.",
                "has a mistake at `[0].tiers.7`: it must be `low`, `medium`, `high` or `critical`.",
                "has a mistake at `[0].days_before`: it must be a number from 0 to 365.",
                "has a mistake at `[0].channel`: `to` is a channel already.",
                "has a mistake at `[0].to`: it must be a field of users such as `user_id`, or a channel such as `~acme/town-square`.",
                "has a mistake at `[0].copy_from`: copies need a `channel` besides the people in `to`.",
                "has a mistake at `[0].name`: it has letters, digits, `.`, `-` and `_`, at most 40 of them.",
                "must be a JSON list of rules, such as `[{\"model\": \"project.task\"}]`.",
                "has a mistake at `[0]`: it must be an object.",
                "has a mistake at `[1]`: there are two rules `invoices`; give them a `name` each.",
            ]
        );
    }
}

//! Job `approvals`.

use super::notice::{DETAILS, Notices, OUTCOME, approver};
use super::rule::ApprovalRule;
use crate::crossing::{Watch, look};
use crate::event::Acts;
use crate::odoo::document::{Word, steps};
use crate::odoo::{Connection, Type};
use crate::ports::Deps;
use crate::rules::{Inside, RuleError, Survey};
use crate::settings::reader_of_all;
use crate::settings::{self, Settings};
use crate::{place, rules};

/// Names the job, and what it keeps.
pub const AREA: &str = "approvals";

/// Tells who has to decide on documents that came to wait.
///
/// # Errors
/// For the log.
pub fn run(deps: &Deps<'_>, fence: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let settings::Connection::Account(account) = &settings.connection else { return Ok(()) };
    if settings.is_paused {
        return Ok(());
    }
    let rules = ApprovalRule::all(&settings.rules.approvals).unwrap_or_default();
    let mut survey = Survey::new(deps, &settings, AREA, "ApprovalRules");
    for rule in &rules {
        let connection = Connection::open(*deps, account, reader_of_all(deps, &settings));
        survey.note(&rule.name, one(deps, &settings, &connection, rule, fence));
    }
    survey.finish()
}

/// Looks once for one rule; returns what is wrong with it.
fn one(
    deps: &Deps<'_>,
    settings: &Settings,
    connection: &Connection<'_>,
    rule: &ApprovalRule,
    fence: u64,
) -> Result<Vec<String>, RuleError> {
    let known = rules::model(connection, &rule.model)?;
    for field in rule.fields() {
        match known.get(field).map(|field| &field.kind) {
            Some(Type::Number | Type::Integer) => {}
            _ => return Err(RuleError::Wrong(format!("the model `{}` has no amount `{field}`", rule.model))),
        }
    }
    let mut wrong = Vec::new();
    for name in rule.tiers.iter().flat_map(|tier| &tier.approvers) {
        if approver(deps, name)?.is_none() {
            wrong.push(format!("@{name} is not connected with a user of Odoo, and is not asked"));
        }
    }
    let channel_id = match rule.channel.as_str() {
        "" => None,
        channel => place::channel(deps, channel)?.map_err(|text| wrong.push(text)).ok(),
    };
    let mut fields = rule.fields();
    fields.extend(known.among(&DETAILS));
    fields.extend(known.among(&OUTCOME));
    let (name, domain) = (format!("{AREA}/{}", rule.name), &rule.domain);
    let watch = Watch { name: &name, model: &rule.model, domain, fields: &fields };
    let release = connection.release()?;
    let acts = match [Word::Approve, Word::Refuse].map(|word| !steps(&rule.model, word, &release).is_empty()) {
        [false, _] => Acts::Open,
        [true, false] => Acts::Approve,
        [true, true] => Acts::Decide,
    };
    let notices = Notices { deps, settings, rule, acts, channel_id: channel_id.as_deref() };
    look(deps, connection, &watch, fence, &mut |news| {
        let ids = news.came.iter().filter_map(|value| value["id"].as_i64());
        let inside = match &channel_id {
            Some(channel_id) => Inside::of(deps, connection, channel_id, &rule.model, ids)?,
            None => Inside::All,
        };
        notices.tell(news, &inside)
    })?;
    Ok(wrong)
}

//! Job `approvals`.

use super::rule::{ApprovalRule, Tier};
use crate::crossing::{News, Watch, look};
use crate::event::{self, Acts, Bulletin, Content, Delivery, Entry, Event, Section, Severity, Source};
use crate::language::Language;
use crate::odoo::document::{Word, steps};
use crate::odoo::{Connection, Fields, Row, Type};
use crate::ports::{ChatError, Deps};
use crate::rules::{RuleError, Survey};
use crate::say;
use crate::settings::reader_of_all;
use crate::settings::{self, Settings};
use crate::text::money;
use crate::{admins, bot, identity, place, rules};

const AREA: &str = "approvals";
/// What is told of a document, as far as its model has it.
const DETAILS: [&str; 5] = ["partner_id", "employee_id", "holiday_status_id", "request_date_from", "currency_id"];

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
    let (name, domain) = (format!("{AREA}/{}", rule.name), &rule.domain);
    let watch = Watch { name: &name, model: &rule.model, domain, fields: &fields };
    let release = connection.release()?;
    let acts = match [Word::Approve, Word::Refuse].map(|word| !steps(&rule.model, word, &release).is_empty()) {
        [false, _] => Acts::Open,
        [true, false] => Acts::Approve,
        [true, true] => Acts::Decide,
    };
    let mut tell = |news: &News| tell(deps, settings, rule, (&known, acts), channel_id.as_deref(), news);
    look(deps, connection, &watch, fence, &mut tell)?;
    Ok(wrong)
}

fn tell(
    deps: &Deps<'_>,
    settings: &Settings,
    rule: &ApprovalRule,
    (known, acts): (&Fields, Acts),
    channel_id: Option<&str>,
    news: &News,
) -> Result<(), RuleError> {
    for value in &news.came {
        let row = Row::of(value.clone())?;
        let (Some(id), Some(tier)) = (row.id(), rule.tier(&row)) else { continue };
        let event = Event {
            id: format!("{}/{id}", news.id),
            source: Source::Odoo,
            received_at: deps.clock.now(),
            content: Some(Content::Bulletin(bulletin(
                deps.for_all_by(settings).language,
                rule,
                (known, acts),
                tier,
                id,
                &row,
            ))),
            subject: format!("{}/{id}", rule.model),
            touch: None,
            deliveries: deliveries(deps, settings, tier, channel_id)?,
        };
        event::accept(deps, &event)?;
    }
    Ok(())
}

/// To those who decide, and to the channel. A document that nobody would hear of is told to the administrators.
fn deliveries(
    deps: &Deps<'_>,
    settings: &Settings,
    tier: &Tier,
    channel_id: Option<&str>,
) -> Result<Vec<Delivery>, RuleError> {
    let bot_id = bot::id(deps)?;
    let mut people = Vec::new();
    for name in &tier.approvers {
        people.extend(approver(deps, name)?);
    }
    if people.is_empty() {
        people = admins::all(deps, settings)?;
    }
    let mut deliveries = Vec::new();
    for user_id in people {
        deliveries.push(Delivery::to(&deps.chat.direct_channel(&bot_id, &user_id)?.id));
    }
    deliveries.extend(channel_id.map(Delivery::to));
    Ok(deliveries)
}

/// Somebody who can decide: a person who is connected with a user of Odoo.
fn approver(deps: &Deps<'_>, name: &str) -> Result<Option<String>, RuleError> {
    let person = match deps.chat.person_by_name(name) {
        Ok(person) if !person.is_deactivated && !person.is_bot => person,
        Ok(_) | Err(ChatError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(identity::link(deps, &person.id)?.map(|_| person.id))
}

fn bulletin(
    language: Language,
    rule: &ApprovalRule,
    (known, acts): (&Fields, Acts),
    tier: &Tier,
    id: i64,
    row: &Row,
) -> Bulletin {
    let label = |field: &str| known.get(field).map_or_else(|| field.to_owned(), |known| known.label.clone());
    let mut details: Vec<_> = DETAILS
        .iter()
        .filter(|field| **field != "currency_id")
        .filter_map(|field| {
            let value = row.many2one(field).map(|record| record.label);
            Some(format!("{}: {}", label(field), value.or_else(|| row.text(field).map(ToOwned::to_owned))?))
        })
        .collect();
    let amount = rule.fields().first().and_then(|field| Some((*field, row.amount(field, "currency_id")?)));
    details.extend(
        amount.map(|(field, amount)| format!("{}: {}", label(field), money(amount.value, amount.currency.as_deref()))),
    );
    details.push(say!(language, "decides: {names}", names = tier.approvers.join(", ")));
    let entry = Entry {
        model: rule.model.clone(),
        id,
        name: row.text("display_name").map_or_else(|| row.name(), ToOwned::to_owned),
        detail: details.join(", "),
        acts,
        ..Entry::default()
    };
    let section = Section { title: rule.name.clone(), severity: Severity::Warning, entries: vec![entry], hidden: 0 };
    Bulletin {
        title: say!(language, "Waits for approval"),
        sections: vec![section],
        rule: rule.name.clone(),
        ..Bulletin::default()
    }
}

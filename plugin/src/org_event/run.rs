//! Job `org-events`.

use serde_json::Value;

use super::rule::OrgEvent;
use crate::crossing::{News, Watch, look};
use crate::event::{self, Bulletin, Content, Delivery, Entry, Event, Section, Severity, Source};
use crate::odoo::{Connection, Fields, Row};
use crate::ports::Deps;
use crate::rules::{Inside, RuleError, Survey};
use crate::settings::reader_of_all;
use crate::settings::{self, Settings};
use crate::{place, rules, watch};

const AREA: &str = "org-events";
/// Of one post; the others are counted.
const ENTRIES_MAX: usize = 20;
/// What a file is on.
const ATTACHMENT: &str = "ir.attachment";
const ON: [&str; 2] = ["res_model", "res_id"];

/// Tells the channels what happened.
///
/// # Errors
/// For the log.
pub fn run(deps: &Deps<'_>, fence: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let settings::Connection::Account(account) = &settings.connection else { return Ok(()) };
    if settings.is_paused {
        return Ok(());
    }
    let rules = OrgEvent::all(&settings.rules.org_events).unwrap_or_default();
    let mut survey = Survey::new(deps, &settings, AREA, "OrgEvents");
    for rule in &rules {
        let connection = Connection::open(*deps, account, reader_of_all(deps, &settings));
        survey.note(&rule.name, one(deps, &connection, rule, fence));
    }
    survey.finish()
}

/// Looks once for one rule; returns what is wrong with it.
fn one(deps: &Deps<'_>, connection: &Connection<'_>, rule: &OrgEvent, fence: u64) -> Result<Vec<String>, RuleError> {
    let known = rules::model(connection, &rule.model)?;
    let missing = rule.fields.iter().filter(|field| known.get(field).is_none());
    let wrong: Vec<_> = missing
        .map(|field| format!("the model `{}` has no field `{field}` that the plugin may see", rule.model))
        .collect();
    // Without its channel nothing is looked for: it is told when the channel is there again.
    let channel_id = place::channel(deps, &rule.channel)?.map_err(RuleError::Wrong)?;
    let mut fields: Vec<_> =
        rule.fields.iter().map(String::as_str).filter(|field| known.get(field).is_some()).collect();
    if rule.model == ATTACHMENT {
        fields.extend(ON);
    }
    let name = format!("{AREA}/{}", rule.name);
    let watch = Watch { name: &name, model: &rule.model, domain: &rule.domain, fields: &fields };
    look(deps, connection, &watch, fence, &mut |news| {
        let ids = news.came.iter().chain(&news.went).filter_map(|value| value["id"].as_i64());
        let inside = Inside::of(deps, connection, &channel_id, &rule.model, ids)?;
        let inside = |values: &[Value]| -> Vec<Value> {
            values.iter().filter(|value| value["id"].as_i64().is_some_and(|id| inside.has(id))).cloned().collect()
        };
        let news = News { id: news.id.clone(), came: inside(&news.came), went: inside(&news.went) };
        tell(deps, rule, &known, &channel_id, &news)
    })?;
    Ok(wrong)
}

fn tell(deps: &Deps<'_>, rule: &OrgEvent, known: &Fields, channel_id: &str, news: &News) -> Result<(), RuleError> {
    let language = deps.for_all().language;
    let mut sections = Vec::new();
    for (title, values) in [(Some(rule.came), &news.came), (rule.went, &news.went)] {
        let Some(title) = title.filter(|_| !values.is_empty()) else { continue };
        sections.push(Section {
            title: format!("{}: {}", language.tell(title), values.len()),
            severity: Severity::Info,
            hidden: values.len().saturating_sub(ENTRIES_MAX),
            entries: values
                .iter()
                .take(ENTRIES_MAX)
                .map(|value| entry(rule, known, value))
                .collect::<Result<_, _>>()?,
        });
    }
    if sections.is_empty() {
        return Ok(());
    }
    let event = Event {
        id: news.id.clone(),
        source: Source::Odoo,
        received_at: deps.clock.now(),
        content: Some(Content::Bulletin(Bulletin { title: rule.name.clone(), sections, ..Bulletin::default() })),
        subject: format!("{AREA}/{}", rule.name),
        touch: None,
        request_id: String::new(),
        deliveries: vec![Delivery::to(channel_id)],
    };
    event::accept(deps, &event)?;
    Ok(())
}

fn entry(rule: &OrgEvent, known: &Fields, value: &Value) -> Result<Entry, RuleError> {
    let row = Row::of(value.clone())?;
    let details = rule.fields.iter().filter_map(|field| {
        let shown = watch::shown(known, field, row.raw(field)?);
        let label = known.get(field).map_or(field.as_str(), |known| known.label.as_str());
        (!shown.is_empty()).then(|| format!("{label}: {shown}"))
    });
    // A file has no page of its own.
    let on = row.text("res_model").zip(row.integer("res_id")).filter(|_| rule.model == ATTACHMENT);
    let (model, id) = on.unwrap_or((&rule.model, row.id().unwrap_or_default()));
    Ok(Entry {
        model: model.to_owned(),
        id,
        name: row.text("display_name").map_or_else(|| row.name(), ToOwned::to_owned),
        detail: details.collect::<Vec<_>>().join(", "),
        ..Entry::default()
    })
}

//! What people read of a document that waits, and of one that does not wait any more: the same message, without its buttons.

use serde::{Deserialize, Serialize};

use super::rule::{ApprovalRule, Tier};
use crate::crossing::News;
use crate::event::{self, Acts, Bulletin, Content, Delivery, Entry, Event, Phase, Section, Severity, Source};
use crate::odoo::{Connection, Fields, Row};
use crate::ports::{ChatError, Deps};
use crate::rules::{Inside, RuleError};
use crate::settings::{self, Settings};
use crate::store::{Change, Store, Stored};
use crate::text::{Zone, local, money};
use crate::{admins, bot, identity, say, watch};

/// What is told of a document, as far as its model has it.
pub(super) const DETAILS: [&str; 5] =
    ["partner_id", "employee_id", "holiday_status_id", "request_date_from", "currency_id"];
/// What is told of one that somebody decided on.
pub(super) const OUTCOME: [&str; 2] = ["state", "write_uid"];
/// A document may wait for so long, and its message is still brought up to date.
const KEPT_SECONDS: u32 = 90 * 24 * 3600;

/// Where a document was told of: `ask/<digest>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    places: Vec<Place>,
}

/// A channel, or somebody's direct messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    channel_id: String,
    /// The one person who reads it there; empty for a channel.
    reader_id: String,
}

impl Stored for Asked {
    const VERSION: u32 = 1;
}

/// All there is to tell under one rule.
#[derive(Clone, Copy)]
pub(super) struct Notices<'a> {
    pub(super) deps: &'a Deps<'a>,
    pub(super) settings: &'a Settings,
    pub(super) rule: &'a ApprovalRule,
    pub(super) acts: Acts,
    pub(super) channel_id: Option<&'a str>,
}

impl Notices<'_> {
    /// Told again, nothing is told twice. The channel is told what it may know.
    pub(super) fn tell(&self, news: &News, inside: &Inside) -> Result<(), RuleError> {
        let store = Store::new(self.deps.kv);
        for value in &news.came {
            let row = Row::of(value.clone())?;
            let (Some(id), Some(tier)) = (row.id(), self.rule.tier(&row)) else { continue };
            let mut places = self.places(tier)?;
            places.retain(|place| !place.reader_id.is_empty() || inside.has(id));
            // Whoever dies from here on has written down where it may stand.
            let asked = Asked { places: places.clone() };
            store.update(&self.key(id), Some(KEPT_SECONDS), |_: Option<&Asked>| Change::Put(asked.clone(), ()))?;
            for place in &places {
                self.accept(&news.id, Phase::Waits, id, place, |known, reader| self.waits(known, reader, tier, &row))?;
            }
        }
        for value in &news.went {
            let row = Row::of(value.clone())?;
            let Some(id) = row.id() else { continue };
            let Some(asked) = store.get::<Asked>(&self.key(id))? else { continue };
            for place in &asked.value.places {
                self.accept(&news.id, Phase::Over, id, place, |known, reader| self.is_over(known, reader, &row))?;
            }
        }
        Ok(())
    }

    /// To those who decide, and to the channel. A document that nobody would hear of is told to the administrators.
    fn places(&self, tier: &Tier) -> Result<Vec<Place>, RuleError> {
        let (deps, bot_id) = (self.deps, bot::id(self.deps)?);
        let mut people = Vec::new();
        for name in &tier.approvers {
            people.extend(approver(deps, name)?);
        }
        if people.is_empty() {
            people = admins::all(deps, self.settings)?;
        }
        let mut places = Vec::new();
        for reader_id in people {
            places.push(Place { channel_id: deps.chat.direct_channel(&bot_id, &reader_id)?.id, reader_id });
        }
        places.extend(self.channel_id.map(|id| Place { channel_id: id.to_owned(), reader_id: String::new() }));
        Ok(places)
    }

    fn accept(
        &self,
        news_id: &str,
        phase: Phase,
        id: i64,
        place: &Place,
        section: impl Fn(&Fields, &Reader<'_>) -> Section,
    ) -> Result<(), RuleError> {
        let settings::Connection::Account(account) = &self.settings.connection else { return Ok(()) };
        let (deps, is_one) = (self.deps.for_reader(&place.reader_id, self.settings), !place.reader_id.is_empty());
        let person = if is_one { Some(deps.chat.person(&place.reader_id)?) } else { None };
        let reader = match &person {
            Some(person) => settings::reader_of(&deps, self.settings, person),
            None => settings::reader_of_all(&deps, self.settings),
        };
        let zone = match &person {
            Some(person) => self.settings.zone_of(person),
            None => Zone::named(&self.settings.default_time_zone).unwrap_or(Zone::UTC),
        };
        let known = Connection::open(deps, account, reader).describe(&self.rule.model)?;
        let title = match phase {
            Phase::Over => say!(deps.language, "No longer waits for approval"),
            Phase::Once | Phase::Waits => say!(deps.language, "Waits for approval"),
        };
        let bulletin = Bulletin {
            title,
            sections: vec![section(&known, &Reader { deps: &deps, zone })],
            rule: self.rule.name.clone(),
            phase,
            ..Bulletin::default()
        };
        let subject = format!("{}/{}/{id}/{}", super::AREA, self.rule.name, place.channel_id);
        let event = Event {
            id: format!("{news_id}/{id}/{}/{}", if phase == Phase::Over { "over" } else { "waits" }, place.channel_id),
            source: Source::Odoo,
            received_at: deps.clock.now(),
            content: Some(Content::Bulletin(bulletin)),
            subject,
            touch: None,
            request_id: String::new(),
            deliveries: vec![Delivery { reader_id: place.reader_id.clone(), ..Delivery::to(&place.channel_id) }],
        };
        event::accept(&deps, &event)?;
        Ok(())
    }

    fn waits(&self, known: &Fields, reader: &Reader<'_>, tier: &Tier, row: &Row) -> Section {
        let label = |field: &str| known.get(field).map_or_else(|| field.to_owned(), |known| known.label.clone());
        let mut details: Vec<_> = DETAILS
            .iter()
            .filter(|field| **field != "currency_id")
            .filter_map(|field| {
                let value = row.many2one(field).map(|record| record.label);
                Some(format!("{}: {}", label(field), value.or_else(|| row.text(field).map(ToOwned::to_owned))?))
            })
            .collect();
        let amount = self.rule.fields().first().and_then(|field| Some((*field, row.amount(field, "currency_id")?)));
        details.extend(
            amount.map(|(field, amount)| {
                format!("{}: {}", label(field), money(amount.value, amount.currency.as_deref()))
            }),
        );
        details.push(say!(reader.deps.language, "decides: {names}", names = tier.approvers.join(", ")));
        self.section(Severity::Warning, self.acts, row, &details)
    }

    /// How it stands, and who wrote it last: they decided on it, here or in Odoo.
    fn is_over(&self, known: &Fields, reader: &Reader<'_>, row: &Row) -> Section {
        let state = row.raw("state").map(|state| watch::shown(known, "state", state)).filter(|state| !state.is_empty());
        let label = known.get("state").map(|known| known.label.clone()).unwrap_or_default();
        let mut details: Vec<_> = state.map(|state| format!("{label}: {state}")).into_iter().collect();
        if let Some(at) = row.datetime("write_date") {
            let time = local(at, reader.zone);
            details.push(match row.many2one("write_uid") {
                Some(user) => say!(reader.deps.language, "{time} by {name}", time, name = user.label),
                None => time,
            });
        }
        self.section(Severity::Info, Acts::Open, row, &details)
    }

    fn section(&self, severity: Severity, acts: Acts, row: &Row, details: &[String]) -> Section {
        let entry = Entry {
            model: self.rule.model.clone(),
            id: row.id().unwrap_or_default(),
            name: row.text("display_name").map_or_else(|| row.name(), ToOwned::to_owned),
            detail: details.join(", "),
            acts,
            ..Entry::default()
        };
        Section { title: self.rule.name.clone(), severity, entries: vec![entry], hidden: 0 }
    }

    fn key(&self, id: i64) -> String {
        format!("ask/{}", event::digest(&[&self.rule.name, &self.rule.model, &id.to_string()]))
    }
}

/// Who reads one of the messages.
struct Reader<'a> {
    deps: &'a Deps<'a>,
    zone: Zone,
}

/// Somebody who can decide: a person who is connected with a user of Odoo.
pub(super) fn approver(deps: &Deps<'_>, name: &str) -> Result<Option<String>, RuleError> {
    let person = match deps.chat.person_by_name(name) {
        Ok(person) if !person.is_deactivated && !person.is_bot => person,
        Ok(_) | Err(ChatError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(identity::link(deps, &person.id)?.map(|_| person.id))
}

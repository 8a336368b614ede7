//! What is told to whom at a slot, as it was written down: `rem/<digest>`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::read::{RECORDS_MAX, Record, What};
use super::rule::{Reminder, To};
use crate::event::{Bulletin, Entry, Section, Severity};
use crate::identity;
use crate::language::Language;
use crate::order;
use crate::ports::{ChatError, Deps};
use crate::rules::{Inside, RuleError};
use crate::say;
use crate::settings::Settings;
use crate::store::Stored;
use crate::text::{Slot, due};
use crate::{admins, bot, place};

/// The id of a channel, and of the one person who reads it there.
type Place = (String, String);

/// Records that a message names; the others are counted.
const ENTRIES_MAX: usize = 50;

/// The messages of a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) messages: Vec<Message>,
    /// Every message is on its way.
    pub(super) is_done: bool,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Message {
    /// To the same people at the same time, in this order.
    pub(super) channel_ids: Vec<String>,
    /// The one person who reads it there; empty for a channel.
    #[serde(default)]
    pub(super) reader_id: String,
    pub(super) bulletin: Bulletin,
}

impl Stored for Plan {
    const VERSION: u32 = 1;
}

/// Who is told what. Those who are not known here are told of in the rule's channel, or to the administrators.
pub(super) fn plan(
    deps: &Deps<'_>,
    settings: &Settings,
    rule: &Reminder,
    what: What,
    slot: &Slot,
    (records, has_more): (&[Record], bool),
    inside: &Inside,
) -> Result<Plan, RuleError> {
    let mut told: BTreeMap<Place, Vec<&Record>> = BTreeMap::new();
    let (mut others, mut copies) = (Vec::new(), Vec::new());
    let mut known: BTreeMap<i64, Option<Place>> = BTreeMap::new();
    for record in records {
        let mut places = BTreeSet::new();
        for (uid, _) in &record.people {
            let place = match known.get(uid) {
                Some(known) => known.clone(),
                None => known.entry(*uid).or_insert(direct(deps, *uid)?).clone(),
            };
            places.extend(place);
        }
        let is_copied = rule.copy_from.is_some_and(|from| record.tier.is_some_and(|tier| tier >= from));
        if rule.to == To::Channel || places.is_empty() {
            others.push(record);
        } else if is_copied {
            copies.push(record);
        }
        for place in places {
            told.entry(place).or_default().push(record);
        }
    }
    let message = |(channel_id, reader_id): Place, records: &[&Record], is_of_others| {
        let language = deps.for_reader(&reader_id, settings).language;
        let bulletin = bulletin(language, rule, what, slot, records, is_of_others);
        Message { channel_ids: vec![channel_id], reader_id, bulletin }
    };
    let mut messages: Vec<_> = told.into_iter().map(|(place, records)| message(place, &records, false)).collect();
    others.append(&mut copies);
    // What the channel may not know, it is not told.
    others.retain(|record| inside.has(record.id));
    if !others.is_empty() {
        order::sort_by_key(&mut others, |record| (record.due, record.id));
        for place in fallback(deps, settings, rule)? {
            let language = deps.for_reader(&place.1, settings).language;
            let mut message = message(place, &others, rule.to != To::Channel);
            if has_more && let Some(last) = message.bulletin.sections.last_mut() {
                let more = say!(language, "only the first {count} records of the rule were read", count = RECORDS_MAX);
                last.title.push_str(&format!("; {more}"));
            }
            messages.push(message);
        }
    }
    Ok(Plan { is_done: messages.is_empty(), messages })
}

/// The direct messages of whoever that user of Odoo is here; none if nobody is.
fn direct(deps: &Deps<'_>, uid: i64) -> Result<Option<Place>, RuleError> {
    let Some(user_id) = identity::holder(deps, uid)? else { return Ok(None) };
    match deps.chat.person(&user_id) {
        Ok(person) if !person.is_deactivated => {
            Ok(Some((deps.chat.direct_channel(&bot::id(deps)?, &user_id)?.id, user_id)))
        }
        Ok(_) | Err(ChatError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn fallback(deps: &Deps<'_>, settings: &Settings, rule: &Reminder) -> Result<Vec<Place>, RuleError> {
    // Without the channel the administrators hear of it, and of the channel.
    if !rule.channel.is_empty()
        && let Ok(channel_id) = place::channel(deps, &rule.channel)?
    {
        return Ok(vec![(channel_id, String::new())]);
    }
    let bot_id = bot::id(deps)?;
    let of = |user_id: String| Ok((deps.chat.direct_channel(&bot_id, &user_id)?.id, user_id));
    admins::all(deps, settings)?.into_iter().map(of).collect()
}

/// What is worst comes first.
fn bulletin(
    language: Language,
    rule: &Reminder,
    what: What,
    slot: &Slot,
    records: &[&Record],
    is_of_others: bool,
) -> Bulletin {
    let mut tiers: Vec<_> = records.iter().map(|record| record.tier).collect();
    order::sort(&mut tiers);
    tiers.dedup();
    let section = |tier| {
        let of_tier: Vec<_> = records.iter().filter(|record| record.tier == tier).collect();
        let (title, severity) = match (what, tier) {
            (What::Due, _) => (say!(language, "Due"), Severity::Info),
            (What::Late, None) => (say!(language, "Late"), Severity::Warning),
            (What::Late, Some(tier)) => (say!(language, "Late: {tier}", tier = tier.word()), tier.severity()),
        };
        Section {
            title,
            severity,
            hidden: of_tier.len().saturating_sub(ENTRIES_MAX),
            entries: of_tier
                .iter()
                .take(ENTRIES_MAX)
                .map(|record| entry(language, rule, slot, record, is_of_others))
                .collect(),
        }
    };
    Bulletin {
        title: say!(language, "Reminder: {name}", name = rule.name),
        sections: tiers.into_iter().rev().map(section).collect(),
        ..Bulletin::default()
    }
}

fn entry(language: Language, rule: &Reminder, slot: &Slot, record: &Record, is_of_others: bool) -> Entry {
    let mut detail = say!(language, "due {day}", day = due(language, record.due, slot.day));
    if is_of_others {
        let names: Vec<_> =
            record.people.iter().map(|(_, name)| name.as_str()).filter(|name| !name.is_empty()).collect();
        detail.push_str(&format!(", {}", if names.is_empty() { say!(language, "nobody's") } else { names.join(", ") }));
    }
    Entry { model: rule.model.clone(), id: record.id, name: record.name.clone(), detail, ..Entry::default() }
}

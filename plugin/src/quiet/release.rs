//! The end of quiet hours: what waited is told in one message. The summary is put aside under a number first, so that whoever
//! dies on the way tells the same one again, which is a duplicate.

use serde::{Deserialize, Serialize};

use super::{Held, Quiet, index, key};
use crate::bot;
use crate::event::{self, AcceptError, Content, Delivery, Event, Notice, Source};
use crate::language::Language;
use crate::ports::{Deps, Level};
use crate::say;
use crate::settings::Settings;
use crate::store::{Change, Store, StoreError};

/// Records that are named.
const RECORDS_MAX: usize = 20;
/// Of one round.
const PEOPLE_MAX: usize = 100;

/// A summary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Batch {
    number: u64,
    held: Vec<Held>,
    further: u32,
}

/// Sums up for everybody whose quiet hours are over.
///
/// # Errors
/// See [`AcceptError`]; the next round goes on.
pub fn release(deps: &Deps<'_>, settings: &Settings) -> Result<(), AcceptError> {
    let store = Store::new(deps.kv);
    let mut people = Vec::new();
    index().each_placed(store, |bucket, user_id| {
        people.push((bucket, user_id.to_owned()));
        Ok::<_, StoreError>(people.len() < PEOPLE_MAX)
    })?;
    for (bucket, user_id) in people {
        if Quiet::of(deps, &user_id)?.is_now(deps, settings, &user_id) {
            continue;
        }
        if let Some(batch) = take(deps, &user_id)? {
            tell(deps, &user_id, &batch)?;
        }
        Quiet::change(deps, &user_id, |quiet| quiet.leaving = None)?;
        // What is held again meanwhile is found by the next one that is held.
        index().remove(store, bucket, &user_id)?;
        if !Quiet::of(deps, &user_id)?.held.is_empty() {
            index().add(store, &user_id)?;
        }
    }
    Ok(())
}

/// What is on its way already, or what waits from now on.
fn take(deps: &Deps<'_>, user_id: &str) -> Result<Option<Batch>, StoreError> {
    Store::new(deps.kv).update(&key(user_id), None, |quiet: Option<&Quiet>| {
        let Some(quiet) = quiet else { return Change::Keep(None) };
        if quiet.leaving.is_some() || quiet.held.is_empty() {
            return Change::Keep(quiet.leaving.clone());
        }
        let mut next = quiet.clone();
        next.number += 1;
        let (held, further) = (std::mem::take(&mut next.held), std::mem::take(&mut next.further));
        next.leaving = Some(Batch { number: next.number, held, further });
        Change::Put(next.clone(), next.leaving)
    })
}

fn tell(deps: &Deps<'_>, user_id: &str, batch: &Batch) -> Result<(), AcceptError> {
    let channel = bot::id(deps).and_then(|bot| deps.chat.direct_channel(&bot, user_id));
    let channel_id = match channel {
        Ok(channel) => channel.id,
        Err(error) => {
            let fields = [("user_id", user_id.to_owned()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "What waited for the end of quiet hours found nobody", &fields);
            return Ok(());
        }
    };
    let id = format!("held/{user_id}/{}", batch.number);
    let language = deps.for_person(user_id).language;
    let title = say!(language, "While it was quiet");
    let event = Event {
        subject: id.clone(),
        id,
        source: Source::Odoo,
        received_at: deps.clock.now(),
        content: Some(Content::Notice(Notice { title, text: batch.text(language), ..Notice::default() })),
        deliveries: vec![Delivery::to(&channel_id)],
        touch: None,
        request_id: String::new(),
    };
    event::accept(deps, &event).map(drop)
}

impl Batch {
    /// One line a record, those with the latest events last.
    fn text(&self, language: Language) -> String {
        let mut records: Vec<(&str, u32)> = Vec::new();
        for Held { record, .. } in &self.held {
            match records.iter_mut().find(|(known, _)| known == record) {
                Some((_, count)) => *count += 1,
                None => records.push((record, 1)),
            }
        }
        let line = |(record, count): &(&str, u32)| match count {
            1 => (*record).to_owned(),
            count => say!(language, "{record} ({count} time)||{record} ({count} times)", record, count),
        };
        let mut lines: Vec<_> = records.iter().take(RECORDS_MAX).map(line).collect();
        if records.len() > RECORDS_MAX {
            lines.push(say!(
                language,
                "and {count} record more||and {count} records more",
                count = records.len() - RECORDS_MAX
            ));
        }
        if self.further > 0 {
            lines.push(say!(language, "and {count} change more||and {count} changes more", count = self.further));
        }
        lines.join("\n")
    }
}

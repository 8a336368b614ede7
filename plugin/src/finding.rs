//! What is wrong with the rules of administrators, as far as only a look at Odoo or Mattermost shows it: `sys/findings`. Each is
//! told once to every administrator, and stands in `/odoo status --verbose` until it is mended.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::{self, Content, Delivery, Event, Notice, Severity, Source};
use crate::order;
use crate::ports::{ChatError, Deps};
use crate::settings::Settings;
use crate::store::{Change, Store, StoreError, Stored};
use crate::text::Zone;
use crate::{admins, bot};

const KEY: &str = "sys/findings";

/// By area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Findings {
    areas: BTreeMap<String, Vec<String>>,
}

impl Stored for Findings {
    const VERSION: u32 = 1;
}

/// Why a finding is not told yet; the next run tells it.
#[derive(Debug, thiserror::Error)]
pub enum FindingError {
    /// Where to tell it is not known.
    #[error(transparent)]
    Chat(#[from] ChatError),
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too much waits to be told.
    #[error(transparent)]
    Event(#[from] event::AcceptError),
}

/// Says all that is wrong in one area; sentences for administrators. What is new is told, what is not there any more is mended.
///
/// # Errors
/// See [`FindingError`].
pub fn replace(deps: &Deps<'_>, settings: &Settings, area: &str, mut found: Vec<String>) -> Result<(), FindingError> {
    order::sort(&mut found);
    found.dedup();
    let known = Store::new(deps.kv).get::<Findings>(KEY)?.map(|read| read.value).unwrap_or_default();
    let known = known.areas.get(area).cloned().unwrap_or_default();
    if known == found {
        return Ok(());
    }
    for text in found.iter().filter(|text| !known.contains(text)) {
        tell(deps, settings, area, text)?;
    }
    Store::new(deps.kv).update(KEY, None, |findings: Option<&Findings>| {
        let mut findings = findings.cloned().unwrap_or_default();
        if found.is_empty() {
            findings.areas.remove(area);
        } else {
            findings.areas.insert(area.to_owned(), found.clone());
        }
        Change::Put(findings, ())
    })?;
    Ok(())
}

/// Everything that is wrong, area by area.
///
/// # Errors
/// See [`StoreError`].
pub fn all(deps: &Deps<'_>) -> Result<Vec<String>, StoreError> {
    let findings = Store::new(deps.kv).get::<Findings>(KEY)?.map(|read| read.value).unwrap_or_default();
    Ok(findings.areas.into_values().flatten().collect())
}

/// Once a day at most, should it come and go.
fn tell(deps: &Deps<'_>, settings: &Settings, area: &str, text: &str) -> Result<(), FindingError> {
    let now = deps.clock.now();
    let bot_id = bot::id(deps)?;
    let mut deliveries = Vec::new();
    for user_id in admins::all(deps, settings)? {
        deliveries.push(Delivery::to(&deps.chat.direct_channel(&bot_id, &user_id)?.id));
    }
    let event = Event {
        id: format!("finding/{area}/{}/{}", Zone::UTC.day(now), event::digest(&[text])),
        source: Source::Odoo,
        received_at: now,
        content: Some(Content::Notice(Notice {
            title: "A rule does not work".into(),
            text: text.to_owned(),
            severity: Severity::Error,
            ..Notice::default()
        })),
        subject: format!("finding/{area}"),
        deliveries,
        touch: None,
        request_id: String::new(),
    };
    event::accept(deps, &event)?;
    Ok(())
}

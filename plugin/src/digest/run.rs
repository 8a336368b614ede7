//! Job `digest`.

use std::time::Duration;

use chrono::{Datelike, Weekday};

use super::content::{Reader, compose};
use super::kept::{BUCKETS, Rhythm, Wish, finish, people};
use crate::access::{self, Action};
use crate::event::{self, Content, Delivery, Event, Source};
use crate::odoo::OdooError;
use crate::ports::{ChatError, Deps, Level, Person};
use crate::settings::{self, Account, Settings};
use crate::store::StoreError;
use crate::text::{Slot, Zone};
use crate::{bot, identity};

/// A digest that was missed is caught up within this time.
const LATE_MAX: Duration = Duration::from_secs(3 * 3600);
/// Of one run; the others come in the next.
const TIME_MAX: Duration = Duration::from_secs(20);
/// How long it may take until a changed time zone counts.
const ZONE_SECONDS: u32 = 3600;

/// Why somebody has no digest yet; the next run tries again.
#[derive(Debug, thiserror::Error)]
pub(super) enum DigestError {
    #[error(transparent)]
    Odoo(#[from] OdooError),
    #[error(transparent)]
    Chat(#[from] ChatError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Event(#[from] event::AcceptError),
}

/// Sends the digests whose time has come. Its writes need no fence: a digest has one event for each person and day.
///
/// # Errors
/// For the log.
pub fn run(deps: &Deps<'_>, _: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let settings::Connection::Account(account) = &settings.connection else { return Ok(()) };
    if settings.is_paused {
        return Ok(());
    }
    let start = deps.clock.now();
    for bucket in 0..BUCKETS {
        for (user_id, wish) in people(deps, bucket).map_err(|error| error.to_string())? {
            if deps.clock.now().since(start) >= TIME_MAX {
                return Ok(());
            }
            match one(deps, &settings, account, &user_id, wish) {
                Ok(()) => {}
                // Odoo is away for everybody else too.
                Err(DigestError::Odoo(
                    error @ (OdooError::Outage(_) | OdooError::RateLimited { .. } | OdooError::Authentication),
                )) => {
                    return Err(error.to_string());
                }
                Err(error) => {
                    let fields = [("user_id", user_id), ("error", error.to_string())];
                    deps.log.write(Level::Warn, "Somebody's digest could not be made; it will be tried again", &fields);
                }
            }
        }
    }
    Ok(())
}

fn one(deps: &Deps<'_>, settings: &Settings, account: &Account, user_id: &str, wish: Wish) -> Result<(), DigestError> {
    let Some(zone) = zone(deps, settings, user_id)? else { return Ok(()) };
    let now = deps.clock.now();
    let slot = Slot::latest(zone, wish.at(), now);
    let is_its_day = wish.rhythm == Rhythm::Daily || slot.day.weekday() == Weekday::Mon;
    if !slot.is_due(now, LATE_MAX) || !is_its_day || wish.is_done(slot.day) {
        return Ok(());
    }
    let person = deps.chat.person(user_id)?;
    if let Some(reader) = reader(deps, settings, person)?
        && let Some(bulletin) = compose(deps, settings, account, &reader, wish.rhythm, &slot, zone)?
    {
        let id = format!("digest/{user_id}/{}", slot.day);
        let event = Event {
            subject: id.clone(),
            id,
            source: Source::Odoo,
            received_at: now,
            content: Some(Content::Bulletin(bulletin)),
            touch: None,
            request_id: String::new(),
            deliveries: vec![Delivery::to(&deps.chat.direct_channel(&bot::id(deps)?, user_id)?.id)],
        };
        event::accept(deps, &event)?;
    }
    Ok(finish(deps, user_id, slot.day)?)
}

/// Where somebody is; none for who is not here any more.
fn zone(deps: &Deps<'_>, settings: &Settings, user_id: &str) -> Result<Option<Zone>, DigestError> {
    let key = format!("digest/zone/{user_id}");
    let known = deps.cache.get(&key).and_then(|name| Zone::named(std::str::from_utf8(&name).ok()?));
    if known.is_some() {
        return Ok(known);
    }
    let person = match deps.chat.person(user_id) {
        Ok(person) if !person.is_deactivated => person,
        Ok(_) | Err(ChatError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let zone = settings.zone_of(&person);
    deps.cache.set(&key, zone.name().as_bytes(), ZONE_SECONDS);
    Ok(Some(zone))
}

/// Somebody who may still read in Odoo, and is a user there.
fn reader(deps: &Deps<'_>, settings: &Settings, person: Person) -> Result<Option<Reader>, DigestError> {
    if person.is_deactivated || access::may(deps, settings, &person, Action::Read).is_err() {
        return Ok(None);
    }
    let link = identity::link(deps, &person.id)?;
    Ok(link.map(|link| Reader { person, odoo_uid: link.value.odoo_uid }))
}

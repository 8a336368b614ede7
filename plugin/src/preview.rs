//! Cards below messages that link to records of Odoo (requirement 4.6): read as the one who wrote the message, with a few values
//! that a channel may see. Whatever stands in the way of a card, nobody is told: the message itself is complete without.

mod channel;
mod find;
mod shown;

pub(crate) use channel::has_previews;
pub use channel::{Switch, switch};
pub use find::may_link;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::access::{Action, Role, Standing};
use crate::bot;
use crate::identity::{self, Identity};
use crate::odoo::{Connection, OdooError};
use crate::organisation;
use crate::ports::{Deps, Level, Message, Person, Post, Timestamp};
use crate::rate;
use crate::settings::{self, Account, Settings};
use crate::store::{Store, Stored};
use find::Wanted;

/// Nobody waits for a card, and what comes much later than its message only disturbs.
const HURRY: Duration = Duration::from_secs(5);
/// Hooks do not come again after so long.
const CLAIM_SECONDS: u32 = 24 * 3600;
/// Names the message in the props of its preview.
const PROP: &str = "odoo_preview";

/// A message that had its cards, or gets none.
#[derive(Debug, Serialize, Deserialize)]
struct Claim {
    at: Timestamp,
}

impl Stored for Claim {
    const VERSION: u32 = 1;
}

/// A message was posted.
pub fn posted(deps: &Deps<'_>, post: &Post) {
    if !may_link(&post.text) || post.is_of_program() {
        return;
    }
    if let Err(reason) = answer(deps, post) {
        let fields = [("post_id", post.id.clone()), ("reason", reason)];
        deps.log.write(Level::Info, "A message with a link to Odoo got no card", &fields);
    }
}

/// The cards, if there are any to be shown; the error is for the log.
fn answer(deps: &Deps<'_>, post: &Post) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let settings::Connection::Account(service) = &settings.connection else { return Ok(()) };
    let wanted = find::records(&post.text, &service.address, &settings.tickets);
    if wanted.is_empty() || settings.is_paused {
        return Ok(());
    }
    let person = deps.chat.person(&post.author_id).map_err(|error| error.to_string())?;
    let standing = Standing::of(deps, &settings, &person)?;
    if standing.has(Role::Tool)
        || person.is_deactivated
        || standing.may(deps.language, &settings, Action::Read).is_err()
    {
        return Ok(());
    }
    if !has_previews(deps, &post.channel_id)? {
        return Ok(());
    }
    let identity = reader(deps, &settings, service, &person)?;
    rate::admit(deps, &settings.limits, rate::Kind::Read, &person.id).map_err(|error| error.to_string())?;
    // Who claimed it and died leaves the message without cards: nobody misses them.
    let claim = Claim { at: deps.clock.now() };
    let claimed = Store::new(deps.kv).create(&format!("pv/post/{}", post.id), &claim, Some(CLAIM_SECONDS));
    if !claimed.map_err(|error| error.to_string())? {
        return Ok(());
    }
    show(deps, &settings, &identity, post, &wanted)
}

fn show(
    deps: &Deps<'_>,
    settings: &Settings,
    identity: &Identity,
    post: &Post,
    wanted: &[Wanted],
) -> Result<(), String> {
    // Everybody in the channel reads it, so it is in the language and zone of nobody in particular.
    let somebody = Person::default();
    let fence = organisation::fence(deps, &post.channel_id).map_err(|error| error.to_string())?;
    let reader = settings::reader_of(deps, settings, &somebody).within(fence);
    let connection = Connection::open(*deps, &identity.account, reader);
    let zone = settings.zone_of(&somebody);
    let language = deps.for_all().language;
    let cards = shown::cards(&connection, &identity.account.address, zone, language, &settings.tickets, wanted);
    let cards = cards.map_err(|error| {
        if let (Some(owner_id), OdooError::Authentication) = (&identity.owner_id, &error) {
            identity::refused(deps, owner_id);
        }
        error.to_string()
    })?;
    if cards.is_empty() {
        return Ok(());
    }
    let message = Message {
        author_id: bot::id(deps).map_err(|error| error.to_string())?,
        channel_id: post.channel_id.clone(),
        root_id: post.thread().to_owned(),
        cards,
        props: json!({PROP: post.id}),
        ..Message::default()
    };
    deps.chat.create_post(&message).map(drop).map_err(|error| error.to_string())
}

/// As whom the records are read: the person's own account; for who may read and gave no key, the plugin's.
fn reader(deps: &Deps<'_>, settings: &Settings, service: &Account, person: &Person) -> Result<Identity, String> {
    let own = identity::personal(deps, settings, service, &person.id)?;
    let mut identity = own.unwrap_or_else(|| identity::reader(service));
    identity.account.timeout = identity.account.timeout.min(HURRY);
    Ok(identity)
}

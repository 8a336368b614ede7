//! Personal keys that Odoo does not take any more (requirement 2.5).

use std::time::Duration;

use super::link::Link;
use crate::notify;
use crate::ports::{Deps, Level};
use crate::store::{Change, Store, StoreError};
use crate::text;

/// Between two messages to the same person.
const SILENCE: Duration = Duration::from_secs(24 * 3600);

const RECONNECT: &str = text!(
    "Odoo does not take your API key any more: it was deleted there, or it expired. Changes in your name fail until you connect again, with `/odoo connect`."
);

/// Odoo refused a person's key: they are told once in 24 hours.
pub fn refused(deps: &Deps<'_>, user_id: &str) {
    let now = deps.clock.now();
    let is_news = change(deps, user_id, |link| {
        let is_news = link.refused_at.is_none_or(|at| now.since(at) >= SILENCE);
        is_news.then(|| Link { refused_at: Some(now), ..link.clone() })
    });
    let outcome = match is_news {
        Ok(false) => return,
        Ok(true) => notify::tell(deps, user_id, &deps.for_person(user_id).language.tell(RECONNECT))
            .map(drop)
            .map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = outcome {
        let fields = [("user_id", user_id.to_owned()), ("error", error)];
        deps.log.write(Level::Warn, "Somebody could not be told that their Odoo key is refused", &fields);
    }
}

/// Odoo took a person's key: the next refusal is news again.
///
/// # Errors
/// See [`StoreError`].
pub fn accepted(deps: &Deps<'_>, user_id: &str) -> Result<(), StoreError> {
    change(deps, user_id, |link| link.refused_at.map(|_| Link { refused_at: None, ..link.clone() })).map(drop)
}

/// Whether there was something to change.
fn change(deps: &Deps<'_>, user_id: &str, new: impl Fn(&Link) -> Option<Link>) -> Result<bool, StoreError> {
    Store::new(deps.kv).update(&Link::key(user_id), None, |link: Option<&Link>| match link.and_then(&new) {
        Some(link) => Change::Put(link, true),
        None => Change::Keep(false),
    })
}

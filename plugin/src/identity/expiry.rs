//! Keys that are about to expire, where Odoo says when: from 18 on (requirements 1.13, 2.5).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::odoo::{Connection, Filter, OdooError, Reader, Search, When};
use crate::ports::{Deps, Timestamp};
use crate::say;
use crate::settings::Account;
use crate::store::{Change, Store, StoreError, Stored};
use crate::text::utc;

const MODEL: &str = "res.users.apikeys";
const DATE: &str = "expiration_date";
const DAY: Duration = Duration::from_secs(24 * 3600);
/// So many days before, somebody hears of it.
const STAGES: [u64; 3] = [1, 3, 14];
const KEPT_SECONDS: u32 = 30 * 24 * 3600;

/// Whose keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Of the plugin's account.
    Plugin,
    /// Of this person's user.
    Person(&'a str),
}

/// Why nobody knows.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unknown {
    /// Odoo did not say it.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// The store did not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody was told last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Warned {
    expires_at: Timestamp,
    days: u64,
}

impl Stored for Warned {
    const VERSION: u32 = 1;
}

/// What somebody has to be told of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning<'a> {
    whose: Whose<'a>,
    days: u64,
    expires_at: Timestamp,
}

impl Warning<'_> {
    /// As the one who gets it reads it.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (count, until) = (self.days, utc(self.expires_at));
        match self.whose {
            Whose::Plugin => say!(
                language,
                "An API key of this plugin's user in Odoo expires in {count} day, on {until}. If it is the one in `OdooAPIKey`, make a new one and put it there.||An API key of this plugin's user in Odoo expires in {count} days, on {until}. If it is the one in `OdooAPIKey`, make a new one and put it there.",
                count,
                until
            ),
            Whose::Person(_) => say!(
                language,
                "An API key of your user in Odoo expires in {count} day, on {until}. If it is the one that you use here, make a new one and use `/odoo connect`.||An API key of your user in Odoo expires in {count} days, on {until}. If it is the one that you use here, make a new one and use `/odoo connect`.",
                count,
                until
            ),
        }
    }
}

/// What the owner of the account has to be told now: 14, 3 and 1 days before the first of its keys expires, each once. Which of
/// its keys is in use here Odoo does not say.
///
/// # Errors
/// See [`Unknown`].
pub fn expiry<'a>(deps: &Deps<'_>, account: &Account, whose: Whose<'a>) -> Result<Option<Warning<'a>>, Unknown> {
    let now = deps.clock.now();
    let connection = Connection::open(*deps, account, Reader::new("", "UTC"));
    let Some(expires_at) = first(&connection, now)? else { return Ok(None) };
    let days = days_until(expires_at, now);
    let Some(stage) = stage(days) else { return Ok(None) };
    let key = match whose {
        Whose::Plugin => "conn/main/expiry".to_owned(),
        Whose::Person(user_id) => format!("u/expiry/{user_id}"),
    };
    let is_news = Store::new(deps.kv).update(&key, Some(KEPT_SECONDS), |warned: Option<&Warned>| match warned {
        Some(warned) if warned.expires_at == expires_at && warned.days <= stage => Change::Keep(false),
        _ => Change::Put(Warned { expires_at, days: stage }, true),
    })?;
    Ok(is_news.then_some(Warning { whose, days, expires_at }))
}

/// Days until something ends, the last one counted as a whole.
#[must_use]
pub fn days_until(end: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(end.since(now).as_millis().div_ceil(DAY.as_millis())).unwrap_or(u64::MAX)
}

/// The stage of a warning, 14, 3 and 1 days before the end; none before the first.
#[must_use]
pub fn stage(days: u64) -> Option<u64> {
    STAGES.into_iter().find(|stage| days <= *stage)
}

/// `1 day`, `3 days`.
#[must_use]
pub fn in_days(days: u64) -> String {
    if days == 1 { "1 day".into() } else { format!("{days} days") }
}

fn first(connection: &Connection<'_>, now: Timestamp) -> Result<Option<Timestamp>, OdooError> {
    let uid = connection.user_id()?.0;
    match connection.fields(MODEL, &[DATE]) {
        Ok(fields) if fields.is_empty() => return Ok(None),
        Err(OdooError::Access(_) | OdooError::NotInstalled(_)) => return Ok(None),
        answer => answer?,
    };
    let filter = Filter::All(vec![Filter::Is("user_id", uid), Filter::Since(DATE, When::Moment(now))]);
    let search =
        Search { model: MODEL, filter: &filter, fields: &[DATE], order: "expiration_date asc, id asc", limit: 1 };
    Ok(connection.search_read(&search)?.first().and_then(|key| key.datetime(DATE)))
}

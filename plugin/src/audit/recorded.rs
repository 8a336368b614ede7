use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use super::{Credential, Entry, OdooKey, Outcome};
use crate::odoo::When;
use crate::ports::Timestamp;
use crate::store::Stored;
use crate::text::{Zone, hexadecimal};

/// An entry in its place in the chain.
///
/// The hash is over the fields as they are serialised, in this order: new ones go to the end and are left out when
/// empty, or the entries of earlier versions would look changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::manual_non_exhaustive, reason = "the private field is the store's, and not there to keep others out")]
pub struct Recorded {
    /// Its number: 1 for the first entry ever.
    pub number: u64,
    /// The day in its key, such as `2026-11-21`; never earlier than that of the entry before.
    pub day: String,
    /// When, by the clock of the node that wrote it.
    pub at: Timestamp,
    /// See [`super::Who::user_id`].
    pub user_id: String,
    /// See [`super::Who::key_id`].
    pub key_id: String,
    /// See [`super::Who::odoo_user_id`].
    pub odoo_user_id: Option<i64>,
    /// See [`super::Who::odoo_key`].
    pub odoo_key: Option<OdooKey>,
    /// See [`Entry::credential`].
    pub credential: Credential,
    /// See [`Entry::action`].
    pub action: String,
    /// See [`Entry::object`].
    pub object: String,
    /// See [`Entry::digest`].
    pub digest: String,
    /// See [`Entry::case_id`].
    pub case_id: Option<String>,
    /// See [`Entry::outcome`].
    pub outcome: Outcome,
    /// See [`Entry::detail`].
    pub detail: String,
    /// See [`Entry::request_id`].
    pub request_id: String,
    /// The entry before; none for the first one.
    pub previous: Option<Link>,
    /// Of all the fields above, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hash: String,
    /// The store's, the one field beside those of an entry.
    #[serde(rename = "v", default, skip_serializing, deserialize_with = "skip")]
    version: (),
}

fn skip<'de, D: Deserializer<'de>>(version: D) -> Result<(), D::Error> {
    IgnoredAny::deserialize(version).map(drop)
}

/// An entry as the next one names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The day in its key.
    pub day: String,
    /// Its hash.
    pub hash: String,
}

impl Stored for Recorded {
    const VERSION: u32 = 1;
}

impl Recorded {
    /// The entry that follows `last`.
    pub(super) fn after(last: Option<&Self>, entry: &Entry<'_>, now: Timestamp) -> Self {
        let today = day(now);
        let mut recorded = Self {
            number: last.map_or(0, |last| last.number) + 1,
            // Clocks of nodes differ a little; days of the chain only go forward.
            day: last.map_or_else(|| today.clone(), |last| last.day.clone().max(today.clone())),
            at: now,
            user_id: entry.who.user_id.clone(),
            key_id: entry.who.key_id.clone(),
            odoo_user_id: entry.who.odoo_user_id,
            odoo_key: entry.who.odoo_key,
            credential: entry.credential,
            action: entry.action.into(),
            object: entry.object.into(),
            digest: entry.digest.into(),
            case_id: entry.case_id.map(Into::into),
            outcome: entry.outcome,
            detail: entry.detail.into(),
            request_id: entry.request_id.into(),
            previous: last.map(|last| Link { day: last.day.clone(), hash: last.hash.clone() }),
            hash: String::new(),
            version: (),
        };
        recorded.hash = recorded.computed_hash();
        recorded
    }

    /// Where it is kept.
    pub(super) fn key(&self) -> String {
        key(&self.day, self.number)
    }

    /// Whether nobody changed it since it was written.
    pub(super) fn is_whole(&self) -> bool {
        self.hash == self.computed_hash()
    }

    fn computed_hash(&self) -> String {
        let fields = Self { hash: String::new(), ..self.clone() };
        let canonical = serde_json::to_vec(&fields).unwrap_or_default();
        hexadecimal(&Sha256::digest(canonical))
    }
}

/// `aud/2026-11-21/17`.
pub(super) fn key(day: &str, number: u64) -> String {
    format!("aud/{day}/{number}")
}

/// The day of a moment, such as `2026-11-21`.
pub(super) fn day(time: Timestamp) -> String {
    When::Day(Zone::UTC.day(time)).to_string()
}

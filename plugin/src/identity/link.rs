//! The mapping between people and Odoo's users: `u/mm/<user id>` and `u/odoo/main/<uid>`, never names (requirement 2.3).
//!
//! The Odoo user is claimed first, then the person's side is written, then an earlier claim is given up. Whatever happens in
//! between, a claim whose person does not point back counts for nothing.

use serde::{Deserialize, Serialize};

use crate::ports::{Deps, Timestamp};
use crate::seal::{Seal, SealError};
use crate::settings::Secret;
use crate::store::{Change, Read, Store, StoreError, Stored};

/// Before the keys of all people.
pub const PEOPLE: &str = "u/mm/";
/// Before the keys of all users of Odoo.
pub const USERS: &str = "u/odoo/main/";
/// Times that somebody else may be faster before we give up.
const TRIES_MAX: u32 = 10;

/// What ties a person to a user of Odoo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// In `res.users`.
    pub odoo_uid: i64,
    /// What proved it.
    pub how: How,
    /// When.
    pub matched_at: Timestamp,
    /// A sealed [`Credential`]; none if the person gave no key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    /// When the person was last told that the key does not work any more; none while it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<Timestamp>,
}

/// What proves that a person is a user of Odoo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// An API key of that user.
    Key,
    /// The same verified address, confirmed by the person.
    Email,
}

/// Somebody's own way into Odoo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// In Odoo.
    pub login: String,
    /// An API key.
    pub key: Secret,
}

/// What became of a wish to be connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Both sides are written.
    Done,
    /// Somebody else is connected with that user of Odoo, by a proof that is no weaker.
    Taken,
}

/// Whose a user of Odoo is.
enum Right {
    Theirs,
    Ours,
    /// This person's weaker link has to go.
    OursInPlaceOf(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Holder {
    user_id: String,
}

impl Stored for Link {
    const VERSION: u32 = 1;
}

impl Stored for Holder {
    const VERSION: u32 = 1;
}

/// How a [`Credential`] looks inside its seal.
#[derive(Serialize, Deserialize)]
struct Plain {
    login: String,
    key: String,
}

impl Link {
    /// Where a person's link is kept.
    pub(super) fn key(user_id: &str) -> String {
        format!("{PEOPLE}{user_id}")
    }

    /// The person's key, if there is one.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn credential(&self, seal: &Seal, user_id: &str) -> Result<Option<Credential>, SealError> {
        let Some(sealed) = &self.sealed else { return Ok(None) };
        let Plain { login, key } = seal.open(&purpose(user_id), sealed)?;
        Ok(Some(Credential { login, key: Secret::new(key) }))
    }
}

/// Seals a person's key for [`Link::sealed`].
///
/// # Errors
/// See [`SealError`].
pub fn seal_credential(
    deps: &Deps<'_>,
    seal: &Seal,
    user_id: &str,
    credential: &Credential,
) -> Result<String, SealError> {
    let plain = Plain { login: credential.login.clone(), key: credential.key.expose().to_owned() };
    seal.seal(deps.secret, &purpose(user_id), &plain)
}

/// The link of a person.
///
/// # Errors
/// See [`StoreError`].
pub fn link(deps: &Deps<'_>, user_id: &str) -> Result<Option<Read<Link>>, StoreError> {
    Store::new(deps.kv).get(&Link::key(user_id))
}

/// Who is connected with a user of Odoo.
///
/// # Errors
/// See [`StoreError`].
pub fn holder(deps: &Deps<'_>, odoo_uid: i64) -> Result<Option<String>, StoreError> {
    let Some(holder) = Store::new(deps.kv).get::<Holder>(&odoo_key(odoo_uid))? else { return Ok(None) };
    let user_id = holder.value.user_id;
    let points_back = link(deps, &user_id)?.is_some_and(|link| link.value.odoo_uid == odoo_uid);
    Ok(points_back.then_some(user_id))
}

/// Connects a person, in place of an earlier link of theirs. Somebody else's link gives way to a stronger proof only.
///
/// # Errors
/// See [`StoreError`].
pub fn connect(deps: &Deps<'_>, user_id: &str, link: &Link) -> Result<Claim, StoreError> {
    let store = Store::new(deps.kv);
    match claim(deps, user_id, link)? {
        Right::Theirs => return Ok(Claim::Taken),
        Right::Ours => {}
        Right::OursInPlaceOf(loser) => forget(deps, &loser, link.odoo_uid)?,
    }
    let before = store.update(&Link::key(user_id), None, |before: Option<&Link>| {
        Change::Put(link.clone(), before.map(|before| before.odoo_uid))
    })?;
    if let Some(before) = before.filter(|before| *before != link.odoo_uid) {
        release(deps, user_id, before)?;
    }
    // Until the person's side was written the claim counted for nothing: somebody else may have been faster.
    if holder(deps, link.odoo_uid)?.as_deref() == Some(user_id) {
        return Ok(Claim::Done);
    }
    forget(deps, user_id, link.odoo_uid)?;
    Ok(Claim::Taken)
}

/// Claims the Odoo user unless it is taken.
fn claim(deps: &Deps<'_>, user_id: &str, link: &Link) -> Result<Right, StoreError> {
    let (store, key) = (Store::new(deps.kv), odoo_key(link.odoo_uid));
    let claim = Holder { user_id: user_id.to_owned() };
    for _ in 0..TRIES_MAX {
        let old = store.get::<Holder>(&key)?;
        let other = old.as_ref().map(|old| old.value.user_id.clone()).filter(|holder| holder != user_id);
        let theirs = other.as_ref().map(|other| self::link(deps, other)).transpose()?.flatten();
        let theirs = theirs.filter(|theirs| theirs.value.odoo_uid == link.odoo_uid);
        if theirs.as_ref().is_some_and(|theirs| theirs.value.how == How::Key || link.how == How::Email) {
            return Ok(Right::Theirs);
        }
        let is_claimed = match &old {
            Some(old) => store.replace(&key, old, &claim)?,
            None => store.create(&key, &claim, None)?,
        };
        if is_claimed {
            return Ok(other.filter(|_| theirs.is_some()).map_or(Right::Ours, Right::OursInPlaceOf));
        }
    }
    Err(StoreError::Contended { key })
}

/// Writes Odoo's side of a person's link again if it is not there; false if somebody else has it, and the link is gone then.
///
/// # Errors
/// See [`StoreError`].
pub fn mend(deps: &Deps<'_>, user_id: &str, link: &Link) -> Result<bool, StoreError> {
    if holder(deps, link.odoo_uid)?.as_deref() == Some(user_id) {
        return Ok(true);
    }
    match connect(deps, user_id, link)? {
        Claim::Done => Ok(true),
        Claim::Taken => disconnect(deps, user_id).map(|_| false),
    }
}

/// Deletes Odoo's side of a link whose person does not point back.
///
/// # Errors
/// See [`StoreError`].
pub fn tidy(deps: &Deps<'_>, odoo_uid: i64) -> Result<(), StoreError> {
    let store = Store::new(deps.kv);
    let Some(read) = store.get::<Holder>(&odoo_key(odoo_uid))? else { return Ok(()) };
    if holder(deps, odoo_uid)?.is_none() {
        store.delete(&odoo_key(odoo_uid), &read)?;
    }
    Ok(())
}

/// Takes a person's link away, key included; false if there was none.
///
/// # Errors
/// See [`StoreError`].
pub fn disconnect(deps: &Deps<'_>, user_id: &str) -> Result<bool, StoreError> {
    let Some(link) = link(deps, user_id)? else { return Ok(false) };
    forget(deps, user_id, link.value.odoo_uid)?;
    release(deps, user_id, link.value.odoo_uid)?;
    Ok(true)
}

/// Deletes the person's side while it points to `odoo_uid`.
fn forget(deps: &Deps<'_>, user_id: &str, odoo_uid: i64) -> Result<(), StoreError> {
    Store::new(deps.kv).delete_if(&Link::key(user_id), |link: &Link| link.odoo_uid == odoo_uid)
}

/// Deletes Odoo's side while it points to `user_id`.
fn release(deps: &Deps<'_>, user_id: &str, odoo_uid: i64) -> Result<(), StoreError> {
    Store::new(deps.kv).delete_if(&odoo_key(odoo_uid), |holder: &Holder| holder.user_id == user_id)
}

pub(super) fn purpose(user_id: &str) -> String {
    format!("odoo-key:{user_id}")
}

fn odoo_key(odoo_uid: i64) -> String {
    format!("{USERS}{odoo_uid}")
}

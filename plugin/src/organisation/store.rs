use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Organisation;
use crate::index::Index;
use crate::order;
use crate::ports::Deps;
use crate::store::{Change, Store, StoreError, Stored};

/// How long a node may take to hear that a team was linked on another one.
const KEPT_SECONDS: u32 = 60;
/// Times that another team may be faster before we give up.
const TRIES_MAX: u32 = 10;
/// Before the keys of all organisations.
const PREFIX: &str = "org/";

/// What a team belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Side {
    organisation: String,
}

impl Stored for Side {
    const VERSION: u32 = 1;
}

/// Whose an organisation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Claim {
    organisation: String,
    team_id: String,
    /// Of the list of all organisations.
    bucket: u64,
}

impl Stored for Claim {
    const VERSION: u32 = 1;
}

/// What became of a wish to link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linked {
    /// Both sides are written.
    Done,
    /// They were before.
    Already,
    /// Another team has the organisation.
    Elsewhere(String),
    /// The team has another organisation.
    Other(Organisation),
}

/// An organisation with its team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Which organisation.
    pub organisation: Organisation,
    /// The team's id.
    pub id: String,
}

/// The organisation of a team, as it was a minute ago at most; of no team it is none.
///
/// # Errors
/// See [`StoreError`].
pub fn of_team(deps: &Deps<'_>, team_id: &str) -> Result<Option<Organisation>, StoreError> {
    if team_id.is_empty() {
        return Ok(None);
    }
    let key = kept_under(team_id);
    if let Some(known) = deps.cache.get(&key) {
        return Ok(Organisation::parse(&String::from_utf8_lossy(&known)));
    }
    let side = side(deps, team_id)?;
    let text = side.as_ref().map(ToString::to_string).unwrap_or_default();
    deps.cache.set(&key, text.as_bytes(), KEPT_SECONDS);
    Ok(side)
}

/// Links a team with an organisation, if neither has another.
///
/// # Errors
/// See [`StoreError`]; then a repeat finishes it.
pub fn link(deps: &Deps<'_>, team_id: &str, organisation: &Organisation) -> Result<Linked, StoreError> {
    let before = side(deps, team_id)?;
    if let Some(other) = before.as_ref().filter(|before| !is(before, &organisation.to_string())) {
        return Ok(Linked::Other(other.clone()));
    }
    if let Some(other) = claim(deps, team_id, organisation)? {
        // The team's side was left behind by who was slower, see below.
        release(deps, team_id, organisation)?;
        return Ok(Linked::Elsewhere(other));
    }
    let wanted = Side { organisation: organisation.to_string() };
    let other = Store::new(deps.kv).update(&team_key(team_id), None, |side: Option<&Side>| match side {
        Some(side) => Change::Keep(Organisation::parse(&side.organisation)),
        None => Change::Put(wanted.clone(), None),
    })?;
    deps.cache.delete(&kept_under(team_id));
    if let Some(other) = other.filter(|other| !is(other, &organisation.to_string())) {
        forget(deps, team_id, organisation)?;
        return Ok(Linked::Other(other));
    }
    // Until the team's side was written the claim counted for nothing: another team may have been faster.
    let claim = Store::new(deps.kv).get::<Claim>(&key(organisation))?.map(|claim| claim.value);
    match claim.filter(|claim| claim.team_id != team_id) {
        Some(claim) => {
            release(deps, team_id, organisation)?;
            Ok(Linked::Elsewhere(claim.team_id))
        }
        _ if before.is_some() => Ok(Linked::Already),
        _ => Ok(Linked::Done),
    }
}

/// Takes the link of an organisation away, and what is left of one in the team `team_id`; false if there was none.
///
/// # Errors
/// See [`StoreError`]; then a repeat finishes it.
pub fn unlink(deps: &Deps<'_>, team_id: &str, organisation: &Organisation) -> Result<bool, StoreError> {
    let claim = Store::new(deps.kv).get::<Claim>(&key(organisation))?.map(|claim| claim.value);
    let teams = claim.iter().map(|claim| claim.team_id.as_str()).chain([team_id]).filter(|id| !id.is_empty());
    let mut was_linked = false;
    for team_id in order::filled::<BTreeSet<_>, _>(teams) {
        was_linked |= side(deps, team_id)?.is_some_and(|side| is(&side, &organisation.to_string()));
        release(deps, team_id, organisation)?;
    }
    if let Some(claim) = claim {
        forget(deps, &claim.team_id, organisation)?;
    }
    Ok(was_linked)
}

/// All organisations with their teams, the latest first.
///
/// # Errors
/// See [`StoreError`].
pub fn all(deps: &Deps<'_>) -> Result<Vec<Team>, StoreError> {
    let store = Store::new(deps.kv);
    let mut teams: Vec<Team> = Vec::new();
    list_index().each(store, |id| {
        let Some(claim) = store.get::<Claim>(&format!("{PREFIX}{id}"))? else { return Ok(true) };
        if let Some(organisation) = held(deps, &claim.value)?
            && teams.iter().all(|known| known.id != claim.value.team_id)
        {
            teams.push(Team { organisation, id: claim.value.team_id });
        }
        Ok::<_, StoreError>(true)
    })?;
    Ok(teams)
}

/// Claims the organisation for a team; the team that has it, if another does. A claim that counts for nothing gives way.
fn claim(deps: &Deps<'_>, team_id: &str, organisation: &Organisation) -> Result<Option<String>, StoreError> {
    let (store, key) = (Store::new(deps.kv), key(organisation));
    for _ in 0..TRIES_MAX {
        let old = store.get::<Claim>(&key)?;
        let bucket = match &old {
            Some(old) if old.value.team_id == team_id => return Ok(None),
            Some(old) if held(deps, &old.value)?.is_some() => return Ok(Some(old.value.team_id.clone())),
            Some(old) => old.value.bucket,
            None => list_index().add(store, &organisation.to_string().to_lowercase())?,
        };
        let claim = Claim { organisation: organisation.to_string(), team_id: team_id.to_owned(), bucket };
        let is_claimed = match &old {
            Some(old) => store.replace(&key, old, &claim)?,
            None => store.create(&key, &claim, None)?,
        };
        if is_claimed {
            return Ok(None);
        }
    }
    Err(StoreError::Contended { key })
}

/// The organisation of a claim, if its team points back.
fn held(deps: &Deps<'_>, claim: &Claim) -> Result<Option<Organisation>, StoreError> {
    let side = side(deps, &claim.team_id)?;
    Ok(side.filter(|side| is(side, &claim.organisation)))
}

fn side(deps: &Deps<'_>, team_id: &str) -> Result<Option<Organisation>, StoreError> {
    let Some(side) = Store::new(deps.kv).get::<Side>(&team_key(team_id))? else { return Ok(None) };
    let text = side.value.organisation;
    // A team whose organisation cannot be read is not without a fence.
    Organisation::parse(&text).map(Some).ok_or_else(|| StoreError::Unreadable {
        key: team_key(team_id),
        reason: format!("`{text}` is no organisation"),
    })
}

/// Deletes the team's side while it points to the organisation.
fn release(deps: &Deps<'_>, team_id: &str, organisation: &Organisation) -> Result<(), StoreError> {
    Store::new(deps.kv).delete_if(&team_key(team_id), |side: &Side| is(organisation, &side.organisation))?;
    deps.cache.delete(&kept_under(team_id));
    Ok(())
}

/// Deletes the claim while it points to the team.
fn forget(deps: &Deps<'_>, team_id: &str, organisation: &Organisation) -> Result<(), StoreError> {
    let (store, key) = (Store::new(deps.kv), key(organisation));
    let Some(claim) = store.get::<Claim>(&key)?.filter(|claim| claim.value.team_id == team_id) else { return Ok(()) };
    store.delete_if(&key, |claim: &Claim| claim.team_id == team_id)?;
    list_index().remove(store, claim.value.bucket, key.trim_start_matches(PREFIX))
}

/// Ids that differ in upper and lower case only are one: some stores do not tell them apart.
fn is(organisation: &Organisation, id: &str) -> bool {
    organisation.to_string().eq_ignore_ascii_case(id)
}

fn list_index() -> Index {
    Index::new("org")
}

fn key(organisation: &Organisation) -> String {
    format!("{PREFIX}{organisation}").to_lowercase()
}

fn team_key(team_id: &str) -> String {
    format!("team/{team_id}")
}

fn kept_under(team_id: &str) -> String {
    format!("org-of/{team_id}")
}

//! API keys of tools: `odk_<id>_<secret>`, kept as hashes under `key/<id>` (requirement 2, "API keys").

mod token;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::access::{Scope, Standing};
use crate::index::Index;
use crate::ports::{ChatError, Deps, Timestamp};
use crate::proposal::Proposer;
use crate::store::{Read, Store, StoreError, Stored};
pub use token::Token;

/// The last use is told to the minute: a write per call would tell nobody more.
const USE_NOTED: Duration = Duration::from_secs(60);

/// A key without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Its public part.
    pub id: String,
    /// As its owner named it.
    pub name: String,
    /// Who made it, and answers for it.
    pub owner_id: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Where the cards of its proposals appear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// It counts for nothing from then on.
    pub expires_at: Timestamp,
    /// When it was used last, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// SHA-256 of the secret, in hexadecimal.
    hash: String,
    /// Of the list of all keys.
    bucket: u64,
}

impl Stored for Key {
    const VERSION: u32 = 1;
}

/// What a key is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// As its owner names it.
    pub name: String,
    /// Who makes it.
    pub owner_id: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Where the cards of its proposals appear.
    pub channel_id: Option<String>,
    /// How long it counts.
    pub lifetime: Duration,
}

/// Why a key is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is none, it expired, it was revoked, or its owner is gone.
    #[error("the API key is not valid")]
    Refused,
    /// Whether it is valid is unknown.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Whether its owner is still there is unknown.
    #[error("the owner of the API key could not be looked up: {0}")]
    Chat(ChatError),
}

impl Key {
    /// As whom it proposes.
    #[must_use]
    pub fn proposer(&self) -> Proposer {
        Proposer::Key { key_id: self.id.clone(), name: self.name.clone(), owner_id: self.owner_id.clone() }
    }

    /// What it may.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::tool(&self.scopes)
    }
}

/// Makes a key. The token is shown to its owner and then forgotten.
///
/// # Errors
/// See [`StoreError`].
pub fn create(deps: &Deps<'_>, wish: Wish) -> Result<(Token, Key), StoreError> {
    let store = Store::new(deps.kv);
    let now = deps.clock.now();
    loop {
        let token = Token::new(deps.secret);
        let bucket = list_index().add(store, token.id())?;
        let key = Key {
            id: token.id().to_owned(),
            name: wish.name.clone(),
            owner_id: wish.owner_id.clone(),
            scopes: wish.scopes.clone(),
            channel_id: wish.channel_id.clone(),
            created_at: now,
            expires_at: now.after(wish.lifetime),
            used_at: None,
            hash: token.hash(),
            bucket,
        };
        if store.create(&place(&key.id), &key, None)? {
            return Ok((token, key));
        }
    }
}

/// All keys, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub fn all(deps: &Deps<'_>) -> Result<Vec<Key>, StoreError> {
    let store = Store::new(deps.kv);
    let mut keys = Vec::new();
    list_index().each(store, |id| {
        keys.extend(store.get::<Key>(&place(id))?.map(|key| key.value));
        Ok::<_, StoreError>(true)
    })?;
    Ok(keys)
}

/// Takes a key away. From then on no node takes it.
///
/// # Errors
/// See [`StoreError`].
pub fn revoke(deps: &Deps<'_>, key: &Key) -> Result<(), StoreError> {
    let store = Store::new(deps.kv);
    store.delete_if(&place(&key.id), |_: &Key| true)?;
    list_index().remove(store, key.bucket, &key.id)
}

/// The key behind a token, as the header `X-API-Key` brings it.
///
/// # Errors
/// See [`KeyError`]; the reason of a refusal is nobody's business.
pub fn authenticate(deps: &Deps<'_>, header: &str) -> Result<Key, KeyError> {
    let token = Token::parse(header).ok_or(KeyError::Refused)?;
    let store = Store::new(deps.kv);
    let read = store.get::<Key>(&place(token.id()))?.ok_or(KeyError::Refused)?;
    if !token.fits(&read.value.hash) || deps.clock.now() >= read.value.expires_at {
        return Err(KeyError::Refused);
    }
    let owner = match deps.chat.person(&read.value.owner_id) {
        Ok(owner) if !owner.is_deactivated => owner,
        Ok(_) | Err(ChatError::NotFound) => return Err(KeyError::Refused),
        Err(error) => return Err(KeyError::Chat(error)),
    };
    if !is_still_there(deps, store, &read)? {
        return Err(KeyError::Refused);
    }
    let mut key = read.value;
    // A key does no more than its owner could grant today.
    key.scopes.retain(|scope| *scope != Scope::Provision || owner.is_system_admin);
    Ok(key)
}

/// Asks the primary: a replica may not know yet that a key was revoked.
fn is_still_there(deps: &Deps<'_>, store: Store<'_>, read: &Read<Key>) -> Result<bool, StoreError> {
    let (place, now) = (place(&read.value.id), deps.clock.now());
    let is_noted = read.value.used_at.is_some_and(|at| now.since(at) < USE_NOTED);
    if is_noted {
        return store.is_current(&place, read);
    }
    let used = Key { used_at: Some(now), ..read.value.clone() };
    // Who was faster either noted the same use or revoked the key.
    Ok(store.replace(&place, read, &used)? || store.get::<Key>(&place)?.is_some_and(|key| key.value.hash == used.hash))
}

fn list_index() -> Index {
    Index::new("key")
}

fn place(id: &str) -> String {
    format!("key/{id}")
}

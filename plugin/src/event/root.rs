//! The first message of a thread: `th/<name>`.

use serde::{Deserialize, Serialize};

use super::show::ShowError;
use crate::ports::{ChatError, Deps};
use crate::store::{Change, Store, StoreError, Stored};

/// A thread goes on for so long after its first message.
const KEPT_SECONDS: u32 = 90 * 24 * 3600;

/// Where a thread's first message is kept.
pub(super) struct Root(String);

/// What is known of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum First {
    /// Nothing is posted yet.
    None,
    /// It was there, and somebody deleted it.
    Deleted,
    /// The id of the message.
    Post(String),
}

#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    post_id: String,
}

impl Stored for Kept {
    const VERSION: u32 = 1;
}

impl First {
    /// Empty if there is none.
    pub(super) fn post_id(&self) -> &str {
        match self {
            Self::Post(post_id) => post_id,
            Self::None | Self::Deleted => "",
        }
    }
}

impl Root {
    pub(super) fn of(name: &str) -> Self {
        Self(format!("th/{name}"))
    }

    /// Whether there is one, or was.
    pub(super) fn is_known(&self, deps: &Deps<'_>) -> Result<bool, StoreError> {
        Ok(Store::new(deps.kv).get::<Kept>(&self.0)?.is_some())
    }

    /// The thread's first message. A deleted one is forgotten.
    pub(super) fn find(&self, deps: &Deps<'_>) -> Result<First, ShowError> {
        let store = Store::new(deps.kv);
        let Some(read) = store.get::<Kept>(&self.0)? else { return Ok(First::None) };
        match deps.chat.post(&read.value.post_id) {
            Ok(_) => Ok(First::Post(read.value.post_id)),
            Err(ChatError::NotFound) => {
                store.delete(&self.0, &read)?;
                Ok(First::Deleted)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The thread goes on below another message.
    pub(super) fn replace(&self, deps: &Deps<'_>, post_id: &str) -> Result<(), ShowError> {
        let first = Kept { post_id: post_id.to_owned() };
        Store::new(deps.kv).update(&self.0, Some(KEPT_SECONDS), |_: Option<&Kept>| Change::Put(first.clone(), ()))?;
        Ok(())
    }

    pub(super) fn remember(&self, deps: &Deps<'_>, post_id: &str) -> Result<(), ShowError> {
        let first = Kept { post_id: post_id.to_owned() };
        Store::new(deps.kv).create(&self.0, &first, Some(KEPT_SECONDS))?;
        Ok(())
    }
}

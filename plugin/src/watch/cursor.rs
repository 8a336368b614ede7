//! How far a model has been read: `cur/poll/<model>`.

use serde::{Deserialize, Serialize};

use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Store, StoreError, Stored};

/// How far a model has been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    pub(super) baseline: Baseline,
    /// Everything written before then was seen, by Odoo's clock.
    pub(super) written_at: Timestamp,
    pub(super) fence: u64,
}

/// What was there before anybody subscribed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Baseline {
    /// What was written before then.
    pub(super) at: Timestamp,
    /// Of what was written in that second: what Odoo says of moments is cut to seconds.
    pub(super) ids: Vec<i64>,
}

impl Baseline {
    /// Whether a record was there, as it was written then.
    pub(super) fn has(&self, id: i64, written_at: Timestamp) -> bool {
        written_at < self.at || (written_at == self.at && self.ids.contains(&id))
    }
}

impl Stored for Cursor {
    const VERSION: u32 = 1;
}

impl Cursor {
    /// At the beginning.
    pub(super) fn at(baseline: Baseline, fence: u64) -> Self {
        Self { written_at: baseline.at, baseline, fence }
    }

    pub(super) fn get(deps: &Deps<'_>, model: &str) -> Result<Option<Self>, StoreError> {
        Ok(Store::new(deps.kv).get(&key(model))?.map(|read| read.value))
    }

    /// Nobody knows any more what was seen.
    pub(super) fn forget(deps: &Deps<'_>, model: &str) -> Result<(), StoreError> {
        Store::new(deps.kv).delete_if(&key(model), |_: &Self| true)
    }

    /// Goes on; false if another node holds the lease by now.
    pub(super) fn save(&self, deps: &Deps<'_>, model: &str) -> Result<bool, StoreError> {
        Store::new(deps.kv).update(&key(model), None, |stored: Option<&Self>| match stored {
            Some(stored) if stored.fence > self.fence => Change::Keep(false),
            _ => Change::Put(self.clone(), true),
        })
    }
}

fn key(model: &str) -> String {
    format!("cur/poll/{model}")
}

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event;
use crate::odoo::Written;
use crate::ports::{Deps, Timestamp};
use crate::store::{Change, Store, StoreError, Stored};

/// What is watched.
#[derive(Clone, Copy, Debug)]
pub struct Watch<'a> {
    /// A part of keys, other ones for each: lower case, short.
    pub name: &'a str,
    /// Odoo's name of the model.
    pub model: &'a str,
    /// What records have to be.
    pub domain: &'a Written,
    /// What is read of them; all of them exist.
    pub fields: &'a [&'a str],
}

/// What one look found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// Other ones for each news.
    pub id: String,
    /// Records that fit and did not before, as Odoo gave them.
    pub came: Vec<Value>,
    /// Records that do not fit any more.
    pub went: Vec<Value>,
}

/// How far a watch is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    /// Of model and domain: a rule that became another one begins anew.
    pub(super) shape: String,
    /// When it began.
    pub(super) epoch: i64,
    /// What was written before then was seen, by Odoo's clock.
    pub(super) since: Timestamp,
    /// News so far.
    pub(super) count: u64,
    /// What is to be told.
    pub(super) news: Option<News>,
    pub(super) fence: u64,
}

/// What fitted when the watching began.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Baseline {
    ids: BTreeSet<i64>,
}

/// Whether a record fitted when it was looked at last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    fits: bool,
}

impl Stored for State {
    const VERSION: u32 = 1;
}

impl Stored for Baseline {
    const VERSION: u32 = 1;
}

impl Stored for Mark {
    const VERSION: u32 = 1;
}

impl Watch<'_> {
    /// Of model and domain.
    pub(super) fn shape(&self) -> String {
        event::digest(&[self.model, &self.domain.to_string()])
    }

    /// How far this watch is; none if it has not begun.
    pub(super) fn state(&self, deps: &Deps<'_>) -> Result<Option<State>, StoreError> {
        let state = Store::new(deps.kv).get::<State>(&self.key())?.map(|read| read.value);
        Ok(state.filter(|state| state.shape == self.shape()))
    }

    /// Goes on; false if another node holds the lease by now.
    pub(super) fn save(&self, deps: &Deps<'_>, state: &State) -> Result<bool, StoreError> {
        Store::new(deps.kv).update(&self.key(), None, |stored: Option<&State>| match stored {
            Some(stored) if stored.fence > state.fence => Change::Keep(false),
            Some(stored) if stored == state => Change::Keep(true),
            _ => Change::Put(state.clone(), true),
        })
    }

    pub(super) fn keep_baseline(&self, deps: &Deps<'_>, epoch: i64, ids: BTreeSet<i64>) -> Result<(), StoreError> {
        let baseline = Baseline { ids };
        Store::new(deps.kv)
            .update(&self.below(epoch, "base"), None, |_: Option<&Baseline>| Change::Put(baseline.clone(), ()))
    }

    pub(super) fn baseline(&self, deps: &Deps<'_>, epoch: i64) -> Result<BTreeSet<i64>, StoreError> {
        let baseline = Store::new(deps.kv).get::<Baseline>(&self.below(epoch, "base"))?;
        Ok(baseline.map(|read| read.value.ids).unwrap_or_default())
    }

    /// Whether a record fitted when it was looked at last.
    pub(super) fn fitted(
        &self,
        deps: &Deps<'_>,
        epoch: i64,
        baseline: &BTreeSet<i64>,
        id: i64,
    ) -> Result<bool, StoreError> {
        let mark = Store::new(deps.kv).get::<Mark>(&self.below(epoch, &id.to_string()))?;
        Ok(mark.map_or_else(|| baseline.contains(&id), |mark| mark.value.fits))
    }

    pub(super) fn remember(&self, deps: &Deps<'_>, epoch: i64, id: i64, fits: bool) -> Result<(), StoreError> {
        let new = Mark { fits };
        Store::new(deps.kv).update(&self.below(epoch, &id.to_string()), None, |mark: Option<&Mark>| match mark {
            Some(mark) if *mark == new => Change::Keep(()),
            _ => Change::Put(new.clone(), ()),
        })
    }

    fn key(&self) -> String {
        format!("cx/{}", self.name)
    }

    fn below(&self, epoch: i64, what: &str) -> String {
        format!("cx/{}/{epoch}/{what}", self.name)
    }
}

use serde::{Deserialize, Serialize};

use super::Subscription;
use crate::ids;
use crate::module::{self, Bound};
use crate::ports::Deps;
use crate::store::{Change, Store, StoreError, Stored};
use crate::watch::{WATCHED, Watched};

/// Subscriptions of one model: they are one value of the store, and every event asks all of them.
pub const MODEL_MAX: usize = 200;

/// All subscriptions of one model, the oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Document {
    subscriptions: Vec<Subscription>,
}

impl Stored for Document {
    const VERSION: u32 = 1;
}

/// What became of a new subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is kept, with this id.
    Done(String),
    /// The channel has the same one already, with this id.
    Same(String),
    /// The model has [`MODEL_MAX`] of them.
    Full,
}

/// The subscriptions of a model, the oldest first.
///
/// # Errors
/// See [`StoreError`].
pub fn of_model(deps: &Deps<'_>, model: &str) -> Result<Vec<Subscription>, StoreError> {
    let document = Store::new(deps.kv).get::<Document>(&place(model))?;
    Ok(document.map(|read| read.value.subscriptions).unwrap_or_default())
}

/// The watched models that have a subscription.
///
/// # Errors
/// See [`StoreError`].
pub fn models(deps: &Deps<'_>) -> Result<Vec<&'static Watched>, StoreError> {
    let mut models = Vec::new();
    for watched in &WATCHED {
        if !of_model(deps, watched.model)?.is_empty() {
            models.push(watched);
        }
    }
    Ok(models)
}

/// All subscriptions, model by model.
///
/// # Errors
/// See [`StoreError`].
pub fn all(deps: &Deps<'_>) -> Result<Vec<Subscription>, StoreError> {
    let mut all = Vec::new();
    for watched in &WATCHED {
        all.extend(of_model(deps, watched.model)?);
    }
    Ok(all)
}

/// The subscription with this id, if there is one.
///
/// # Errors
/// See [`StoreError`].
pub fn find(deps: &Deps<'_>, id: &str) -> Result<Option<Subscription>, StoreError> {
    Ok(all(deps)?.into_iter().find(|subscription| subscription.id == id))
}

/// Keeps a subscription under an id of its own, whatever its `id` says.
///
/// # Errors
/// See [`StoreError`].
pub fn add(deps: &Deps<'_>, new: &Subscription) -> Result<Added, StoreError> {
    let known = all(deps)?;
    let id = loop {
        let id = ids::code(deps);
        if !known.iter().any(|known| known.id == id) {
            break id;
        }
    };
    Store::new(deps.kv).update(&place(&new.model), None, |document: Option<&Document>| {
        let mut document = document.cloned().unwrap_or_default();
        if let Some(same) = document.subscriptions.iter().find(|known| known.is_like(new)) {
            return Change::Keep(Added::Same(same.id.clone()));
        }
        if document.subscriptions.len() >= MODEL_MAX {
            return Change::Keep(Added::Full);
        }
        document.subscriptions.push(Subscription { id: id.clone(), ..new.clone() });
        Change::Put(document, Added::Done(id.clone()))
    })
}

/// Takes a subscription away; false if it was gone already.
///
/// # Errors
/// See [`StoreError`].
pub fn remove(deps: &Deps<'_>, subscription: &Subscription) -> Result<bool, StoreError> {
    module::unbind(deps, Bound::Subscription(&subscription.id))?;
    Store::new(deps.kv).update(&place(&subscription.model), None, |document: Option<&Document>| {
        let mut document = document.cloned().unwrap_or_default();
        let before = document.subscriptions.len();
        document.subscriptions.retain(|known| known.id != subscription.id);
        if document.subscriptions.len() == before { Change::Keep(false) } else { Change::Put(document, true) }
    })
}

impl Subscription {
    /// Whether it sends the same to the same channel, whoever made it.
    fn is_like(&self, other: &Self) -> bool {
        let (id, created_by) = (self.id.clone(), self.created_by.clone());
        Self { id, created_by, created_at: self.created_at, ..other.clone() } == *self
    }
}

fn place(model: &str) -> String {
    format!("sub/{model}")
}

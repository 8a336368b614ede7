//! The rule in Odoo that rings a hook's doorbell: made once, found by its name, its address renewed after a rotation.
//!
//! `hook-rule/<hook>/<model>` is the intent while a rule is being made: whoever finds it looks in Odoo before anything is sent.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Hook;
use crate::odoo::automation::{self, Rule};
use crate::odoo::{Connection, OdooError};
use crate::ports::{Deps, Timestamp};
use crate::seal::{Seal, SealError};
use crate::store::{Change, Store, StoreError, Stored};
use crate::watch::{WATCHED, Watched};

/// As long as a write may be on its way inside Odoo.
const IN_FLIGHT: Duration = Duration::from_secs(5 * 60);
const KEPT_SECONDS: u32 = 24 * 3600;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Intent {
    sent_at: Timestamp,
}

impl Stored for Intent {
    const VERSION: u32 = 1;
}

/// What became of the wish for a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruled {
    /// It is there now.
    Made,
    /// It was there; it rings the present address now.
    Renewed,
    /// It was there, without an action that could ring: somebody changed it.
    Changed,
    /// Somebody else is at it, or died a moment ago.
    UnderWay,
}

/// Why it is not there, or nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// Odoo did not do it.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// The store did not keep the intent.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hook {
    /// Where Odoo rings. It is a secret.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn doorbell(&self, deps: &Deps<'_>, seal: &Seal) -> Result<String, SealError> {
        let server = deps.config.server();
        let capability = self.key(seal)?.capability();
        Ok(format!("{}/plugins/{}/doorbell/v1/{}/{capability}", server.site_url, server.plugin_id, self.name))
    }
}

/// What the rule of a hook and a model is called.
#[must_use]
pub fn rule_name(hook: &str, watched: &Watched) -> String {
    format!("Mattermost doorbell {hook}: {}", watched.model)
}

/// The rules in Odoo that ring the doorbell of a hook, by name.
///
/// # Errors
/// See [`OdooError`].
pub fn rules_of(connection: &Connection<'_>, hook: &str) -> Result<Vec<String>, OdooError> {
    automation::named(connection, WATCHED.iter().map(|watched| rule_name(hook, watched)).collect())
}

/// Sees to it that records of the model ring the doorbell when they are saved.
///
/// # Errors
/// See [`RuleError`].
pub fn rule(
    deps: &Deps<'_>,
    connection: &Connection<'_>,
    hook: &str,
    watched: &Watched,
    address: &str,
) -> Result<Ruled, RuleError> {
    let name = rule_name(hook, watched);
    if let Some(id) = automation::find(connection, &name)? {
        let is_renewed = automation::renew(connection, id, address)?;
        return Ok(if is_renewed { Ruled::Renewed } else { Ruled::Changed });
    }
    let (store, key, now) = (Store::new(deps.kv), format!("hook-rule/{hook}/{}", watched.model), deps.clock.now());
    let is_ours = store.update(&key, Some(KEPT_SECONDS), |intent: Option<&Intent>| match intent {
        Some(intent) if now.since(intent.sent_at) < IN_FLIGHT => Change::Keep(false),
        _ => Change::Put(Intent { sent_at: now }, true),
    })?;
    if !is_ours {
        return Ok(Ruled::UnderWay);
    }
    let made =
        automation::make(connection, &Rule { name: &name, model: watched.model, fields: watched.fields, address });
    // What nobody knows keeps its intent: the next one looks, and waits until it cannot come any more.
    if !matches!(&made, Err(error) if error.outcome_is_unknown()) {
        store.delete_if(&key, |intent: &Intent| intent.sent_at == now)?;
    }
    made?;
    Ok(Ruled::Made)
}

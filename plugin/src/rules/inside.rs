use std::collections::BTreeSet;

use super::RuleError;
use crate::odoo::Connection;
use crate::organisation;
use crate::ports::Deps;

/// Which records may be told in a channel: those inside the organisation of its team (requirement 9.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inside {
    /// It belongs to none.
    All,
    /// These.
    Only(BTreeSet<i64>),
}

impl Inside {
    /// Of these records of a model.
    ///
    /// # Errors
    /// See [`RuleError`].
    pub fn of(
        deps: &Deps<'_>,
        connection: &Connection<'_>,
        channel_id: &str,
        model: &str,
        ids: impl Iterator<Item = i64>,
    ) -> Result<Self, RuleError> {
        Ok(match organisation::fence(deps, channel_id)? {
            None => Self::All,
            Some(fence) => Self::Only(connection.reached(fence, model, &ids.collect::<Vec<_>>())?),
        })
    }

    /// Whether a record is one of them.
    #[must_use]
    pub fn has(&self, id: i64) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.contains(&id),
        }
    }
}

//! Whether a record may be told in a team: what lies outside its organisation is nobody's business there (requirement 9.8).

use std::collections::BTreeMap;

use crate::odoo::{Connection, OdooError};
use crate::organisation;
use crate::ports::Deps;
use crate::store::StoreError;

/// One record, with the teams that were asked about already.
pub struct Inside<'a> {
    deps: &'a Deps<'a>,
    connection: &'a Connection<'a>,
    model: &'a str,
    id: i64,
    known: BTreeMap<String, bool>,
}

impl<'a> Inside<'a> {
    /// Asks nobody yet.
    #[must_use]
    pub fn new(deps: &'a Deps<'a>, connection: &'a Connection<'a>, model: &'a str, id: i64) -> Self {
        Self { deps, connection, model, id, known: BTreeMap::new() }
    }

    /// Whether the record belongs to the team's organisation; what is told to no team, or to one without organisation, has no
    /// fence.
    ///
    /// # Errors
    /// Nobody knows.
    pub fn of<E: From<OdooError> + From<StoreError>>(&mut self, team_id: &str) -> Result<bool, E> {
        if let Some(known) = self.known.get(team_id) {
            return Ok(*known);
        }
        let is_inside = match organisation::of_team(self.deps, team_id)? {
            Some(organisation) => !self.connection.reached(organisation.fence(), self.model, &[self.id])?.is_empty(),
            None => true,
        };
        self.known.insert(team_id.to_owned(), is_inside);
        Ok(is_inside)
    }
}

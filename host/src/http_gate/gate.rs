//! The grants in force.

use std::sync::{Arc, PoisonError, RwLock};

use super::client::Client;
use super::{Grant, Origin};

/// The grants of the active configuration, each with its connections. Shared by all instances.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<RwLock<Vec<Client>>>);

impl Gate {
    /// Puts new grants in force. Unchanged ones would lose their idle connections too: configuration changes are
    /// rare, and a stale certificate must not outlive one.
    ///
    /// # Errors
    /// When a private certificate authority is not usable; the earlier grants stay.
    pub fn configure(&self, grants: Vec<Grant>) -> Result<(), rustls::Error> {
        let clients = grants.into_iter().map(Client::new).collect::<Result<Vec<_>, _>>()?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = clients;
        Ok(())
    }

    /// The client for an origin, if it is granted.
    pub(super) fn client(&self, origin: &Origin) -> Option<Client> {
        let clients = self.0.read().unwrap_or_else(PoisonError::into_inner);
        clients.iter().find(|client| client.origin() == origin).cloned()
    }
}

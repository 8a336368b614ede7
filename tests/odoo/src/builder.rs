//! What a stand-in is like before it starts.

use std::io;

use serde_json::Value as Json;

use crate::demo;
use crate::desk::{self, Desk};
use crate::fault::Fault;
use crate::http::Offer;
use crate::orm::Database;
use crate::stand_in::StandIn;

/// A stand-in that is being set up.
#[derive(Debug)]
pub struct Builder {
    address: String,
    database: Database,
    offer: Offer,
    fault: Option<Fault>,
    keeps_connections: bool,
}

impl Builder {
    /// Odoo 17 with its demo data, on a port of the system's choice.
    pub(crate) fn demo() -> Self {
        Self {
            address: "127.0.0.1:0".to_owned(),
            database: demo::database(),
            offer: Offer::Everything,
            fault: None,
            keeps_connections: false,
        }
    }

    /// Listens there, such as `127.0.0.1:8069`.
    #[must_use]
    pub fn on(mut self, address: &str) -> Self {
        address.clone_into(&mut self.address);
        self
    }

    /// Odoo of that version. Call it first: records that are added before are those of 17.
    ///
    /// 18 and 19 are built from documentation and public sources, not held to recordings.
    ///
    /// # Panics
    /// For any version but 17, 18 and 19.
    #[must_use]
    pub fn version(mut self, major: u8) -> Self {
        assert!((17..=19).contains(&major), "there is no stand-in for Odoo {major}");
        demo::upgrade(&mut self.database, major);
        self
    }

    /// With `/xmlrpc/2` alone, as a proxy may allow.
    #[must_use]
    pub fn only_xmlrpc(mut self) -> Self {
        self.offer = Offer::OnlyXmlRpc;
        self
    }

    /// Adds a record.
    ///
    /// # Panics
    /// When Odoo would refuse the values.
    #[must_use]
    pub fn with(mut self, model: &str, values: &Json) -> Self {
        desk::create(&mut self.database, model, values);
        self
    }

    /// As it was before the record with that id was made: it and later ones are not there, and the next one gets that id.
    #[must_use]
    pub fn as_before(mut self, model: &str, id: i64) -> Self {
        self.database.rewind(model, id);
        self
    }

    /// Starts with a fault.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// Keeps connections open between requests, as a proxy in front of Odoo does; Odoo itself closes each.
    #[must_use]
    pub fn keeping_connections(mut self) -> Self {
        self.keeps_connections = true;
        self
    }

    /// Without a network: requests are handed to [`Desk::answer`] and answered at once.
    pub fn offline(self) -> Desk {
        Desk::new(self.database, self.offer, self.fault, self.keeps_connections)
    }

    /// Starts on the current runtime.
    ///
    /// # Panics
    /// When the address cannot be had; [`Builder::try_start`] returns that as an error.
    #[expect(clippy::panic, reason = "a test cannot go on without it")]
    pub async fn start(self) -> StandIn {
        let address = self.address.clone();
        match self.try_start().await {
            Ok(odoo) => odoo,
            Err(err) => panic!("the Odoo stand-in cannot listen on {address}: {err}"),
        }
    }

    /// Starts on the current runtime.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn try_start(self) -> io::Result<StandIn> {
        let address = self.address.clone();
        StandIn::listen(&address, self.offline()).await
    }
}

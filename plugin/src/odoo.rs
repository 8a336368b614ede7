//! The Odoo client: one connection over any adapter, typed reads, typed errors. Knows nothing of Mattermost.

pub mod activity;
pub mod attachment;
pub mod automation;
mod breaker;
mod call;
mod connection;
mod context;
mod denied;
pub mod document;
mod domain;
mod error;
pub mod event;
mod explain;
mod fault;
mod fence;
pub mod history;
mod json_2;
mod json_rpc;
pub mod lead;
mod line;
mod listed;
mod method;
mod outage;
mod own;
pub mod partner;
pub mod project;
mod reader;
mod related;
mod release;
pub mod sheet;
pub mod stage;
pub mod task;
pub mod user;
mod value;
mod values;
mod when;
mod wire;
mod written;
mod xml_rpc;

pub use call::Call;
pub use connection::{Connection, Field, Fields, Health, Note, Operation, Search, Sight, Type};
pub use context::Context;
pub use domain::Filter;
pub use error::OdooError;
pub use explain::explain;
pub use fault::Fault;
pub use fence::Fence;
pub use json_2::Json2;
pub use json_rpc::JsonRpc;
pub use line::Surroundings;
pub use listed::Listed;
pub use method::{Class, Kind, Method};
pub use outage::Outage;
pub use own::{OwnButton, OwnModel};
pub use reader::Reader;
pub use related::Related;
pub use release::Release;
pub use value::{Amount, Many2One, Row};
pub use values::Values;
pub use when::When;
pub use written::{Written, is_field, is_model};
pub use xml_rpc::XmlRpc;

use std::time::Duration;

use serde_json::Value;

use crate::ports::{HttpRequest, HttpResponse};
use crate::settings::Account;

/// One dialect of Odoo's API: how a question looks on the wire and what an answer means. The exchange between them, with
/// its tries and its memory, is the same for all.
pub trait Odoo {
    /// The question as the account asks it.
    fn request(&self, account: &Account, question: Question<'_>, timeout: Duration) -> HttpRequest;
    /// The answer in Odoo's values, as [`Question`] says.
    ///
    /// # Errors
    /// See [`OdooError`].
    fn answer(&self, question: Question<'_>, response: HttpResponse) -> Result<Value, OdooError>;
}

/// What can be asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Question<'a> {
    /// What the server is, without a login: its version as a text, such as `17.0`.
    Version,
    /// Who the account is: its user id.
    SignIn,
    /// What a method returns; `null` if it returned nothing.
    Execute(UserId, &'a Call),
}

impl Question<'_> {
    fn class(self) -> Class {
        match self {
            Self::Version | Self::SignIn => Class::Read,
            Self::Execute(_, call) => call.method.class(),
        }
    }

    /// The answer, if it is of the kind that the method gives.
    fn fitting(self, answer: Value) -> Result<Value, OdooError> {
        match self {
            Self::Execute(_, call) if !call.method.kind().fits(&answer) => Err(Outage::Malformed.into()),
            _ => Ok(answer),
        }
    }
}

/// A user in Odoo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserId(pub i64);

//! A small in-memory ORM that answers as Odoo's does. It knows nothing of HTTP or JSON-RPC.

mod access;
mod account;
mod automation;
mod check;
mod complete;
mod computed;
mod condition;
mod convert;
mod database;
mod defaults;
mod domain;
mod html;
mod like;
mod links;
mod meets;
mod model;
mod order;
mod read;
mod search;
mod tracking;
mod value;
mod view;
mod write;

pub use access::Operation;
pub use account::{Account, ApiKey};
pub use automation::{Ring, Rings};
pub use convert::from_demo;
pub use database::{Database, FIRST_WITH_JSON_2, Record, Table, timestamp};
pub use defaults::defaults;
pub use domain::Operator;
pub use html::escaped;
pub use model::{Field, Kind, Model};
pub use search::Page;
pub use value::Value;
pub use view::{Env, View};
pub use write::{create, unlink, write};

//! Between the server's shapes (gob) and the contract's (WIT): one file per shape, and only these files know both.

mod attachment;
mod channel;
mod command;
mod context;
mod dialog;
mod error;
mod file;
mod json;
mod member;
mod post;
mod reaction;
mod registration;
mod session;
mod team;
mod user;

pub(crate) use error::api_error;

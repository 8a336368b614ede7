//! Messages that are meant for the plugin.

mod agent;
mod command;
mod endpoint;

//! Messages that are meant for the plugin.

mod command;

//! Runs a WebAssembly component as a Mattermost server plugin

fn main() {}

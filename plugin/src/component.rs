//! The component model: the only module that has seen the generated bindings. It turns hooks into calls of the logic,
//! ports into imports, and decides nothing.

#![allow(clippy::disallowed_methods, reason = "this is where time and chance come from")]

mod chat;
mod clock;
mod dialog;
mod extensions;
mod hooks;
mod http_client;
mod memory;
mod monitor;
mod post;
mod registration;

mod bindings {
    #![allow(missing_docs, unused_qualifications, clippy::all, reason = "generated")]

    wit_bindgen::generate!({ path: "../wit", world: "plugin" });
}

use std::hash::{BuildHasher, Hasher, RandomState};

use crate::language::Language;
use crate::ports::Deps;

/// Runs `work` with the real ports.
fn with_deps<T>(work: impl FnOnce(&Deps<'_>) -> T) -> T {
    let random = || RandomState::new().build_hasher().finish();
    work(&Deps {
        chat: &chat::Mattermost,
        config: &memory::HostConfig,
        cache: &memory::HostCache,
        kv: &memory::HostKv,
        extensions: &extensions::HostExtensions,
        http: &http_client::Waki,
        jobs: &memory::HostJobs,
        clock: &clock::WasiClock,
        log: &memory::HostLog,
        monitor: &monitor::HostMonitor,
        random: &random,
        secret: &clock::WasiRandom,
        language: Language::En,
    })
}

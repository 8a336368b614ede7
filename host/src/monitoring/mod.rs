//! What operators see of this process: numbers, jobs, the last troubles. Never settings, never what people wrote.

mod jobs;
mod metrics;
mod packet;
mod process;
mod troubles;

pub(crate) use jobs::Jobs;
pub(crate) use metrics::{Labels, Metrics};
pub(crate) use packet::packet;
pub(crate) use process::resident_bytes;
pub(crate) use troubles::{Trouble, Troubles};

use std::time::SystemTime;

/// How long calls of the component take.
pub(crate) const CALL_SECONDS: &str = "mattermost_plugin_call_seconds";

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    SystemTime::UNIX_EPOCH.elapsed().map_or(0, |age| i64::try_from(age.as_millis()).unwrap_or(i64::MAX))
}

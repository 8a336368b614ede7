//! How long each kind of call may take. The server sets hardly any limits: all of these are ours.

use serde::Deserialize;

use crate::runtime::Deadline;

/// Milliseconds by kind of hook; the manifest may set its own.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default)]
pub struct Deadlines {
    /// `activate` and `configuration-changed`: the admin waits.
    pub activate: u64,
    /// `deactivate`: the server waits ten seconds at most when it stops.
    pub deactivate: u64,
    /// A slash command.
    pub command: u64,
    /// A request.
    pub http: u64,
    /// What an author or somebody signing in waits for.
    pub blocking: u64,
    /// What nobody waits for.
    pub event: u64,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { activate: 20_000, deactivate: 5_000, command: 30_000, http: 30_000, blocking: 3_000, event: 30_000 }
    }
}

impl Deadlines {
    pub(crate) fn activate(&self) -> Deadline {
        Deadline::millis(self.activate)
    }

    pub(crate) fn deactivate(&self) -> Deadline {
        Deadline::millis(self.deactivate)
    }

    pub(crate) fn command(&self) -> Deadline {
        Deadline::millis(self.command)
    }

    pub(crate) fn http(&self) -> Deadline {
        Deadline::millis(self.http)
    }

    pub(crate) fn blocking(&self) -> Deadline {
        Deadline::millis(self.blocking)
    }

    pub(crate) fn event(&self) -> Deadline {
        Deadline::millis(self.event)
    }
}

//! `schedule`: jobs that need not wait for their timers.

use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::schedule::Host;

impl Host for State {
    async fn wake(&mut self, job: String) -> wasmtime::Result<()> {
        self.host.wakes().wake(&job);
        Ok(())
    }
}

//! `extensions`.

use std::time::Duration;

use crate::extension;
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::extensions::{Failure, Host, Limits};

impl Host for State {
    async fn keep(&mut self, name: String, module: Vec<u8>) -> wasmtime::Result<Result<(), Failure>> {
        Ok(self.host.extensions().keep(name, module).await.map_err(Failure::from))
    }

    async fn run(
        &mut self,
        name: String,
        function: String,
        input: Vec<u8>,
        limits: Limits,
    ) -> wasmtime::Result<Result<Vec<u8>, Failure>> {
        let limits = extension::Limits {
            time: Duration::from_millis(limits.milliseconds.into()),
            memory_bytes_max: limits.memory_bytes as usize,
            output_bytes_max: limits.output_bytes as usize,
        };
        Ok(self.host.extensions().run(&name, function, input, limits).await.map_err(Failure::from))
    }
}

impl From<extension::Failure> for Failure {
    fn from(failure: extension::Failure) -> Self {
        match failure {
            extension::Failure::Absent => Self::Absent,
            extension::Failure::Invalid(text) => Self::Invalid(text),
            extension::Failure::Overdue => Self::Overdue,
            extension::Failure::OutOfMemory => Self::OutOfMemory,
            extension::Failure::TooLarge => Self::TooLarge,
            extension::Failure::Failed(text) => Self::Failed(text),
        }
    }
}

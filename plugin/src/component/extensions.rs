//! Programs of others, run by the host.

use super::bindings::mattermost::plugin::extensions::{self, Failure, Limits};
use crate::ports::{ExtensionError, ExtensionLimits, Extensions};

pub(super) struct HostExtensions;

impl Extensions for HostExtensions {
    fn keep(&self, name: &str, code: &[u8]) -> Result<(), ExtensionError> {
        Ok(extensions::keep(name, code)?)
    }

    fn run(
        &self,
        name: &str,
        function: &str,
        input: &[u8],
        limits: &ExtensionLimits,
    ) -> Result<Vec<u8>, ExtensionError> {
        let limits = Limits {
            milliseconds: u32::try_from(limits.time.as_millis()).unwrap_or(u32::MAX),
            memory_bytes: limits.memory_bytes_max,
            output_bytes: limits.output_bytes_max,
        };
        Ok(extensions::run(name, function, input, limits)?)
    }
}

impl From<Failure> for ExtensionError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Absent => Self::Absent,
            Failure::Overdue => Self::Overdue,
            Failure::OutOfMemory => Self::OutOfMemory,
            Failure::TooLarge => Self::TooLarge,
            Failure::Invalid(text) => Self::Invalid(text),
            Failure::Failed(text) => Self::Failed(text),
        }
    }
}

use std::time::Duration;

/// Small programs that are not part of this plugin, run without any authority.
pub trait Extensions {
    /// Reads a program and keeps it in this process under a name.
    fn keep(&self, name: &str, code: &[u8]) -> Result<(), ExtensionError>;
    /// Calls a function of a program that is kept.
    fn run(
        &self,
        name: &str,
        function: &str,
        input: &[u8],
        limits: &ExtensionLimits,
    ) -> Result<Vec<u8>, ExtensionError>;
}

/// What one run may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtensionLimits {
    /// From the first instruction to the last.
    pub time: Duration,
    /// Of its own memory.
    pub memory_bytes_max: u32,
    /// Of its answer.
    pub output_bytes_max: u32,
}

/// Why there is no answer. Texts are foreign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// This process does not have it, or has it no more.
    #[error("it is not kept here")]
    Absent,
    /// It took too long.
    #[error("it took too long")]
    Overdue,
    /// It wanted too much memory.
    #[error("it wanted too much memory")]
    OutOfMemory,
    /// It answered too much.
    #[error("its answer is too large")]
    TooLarge,
    /// It cannot be run.
    #[error("{0}")]
    Invalid(String),
    /// It trapped, or said that it failed.
    #[error("it failed: {0}")]
    Failed(String),
}

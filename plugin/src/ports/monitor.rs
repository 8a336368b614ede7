//! Numbers for operators.

use super::Timestamp;

/// What operators see of this process. Names and values are words of the program, never what people typed or Odoo said.
pub trait Monitor {
    /// Adds one to a counter.
    fn count(&self, name: &str, labels: &[(&str, &str)]);
    /// Says how much there is of something now.
    fn set(&self, name: &str, labels: &[(&str, &str)], value: u32);
    /// Adds one time to those that are kept.
    fn observe(&self, name: &str, labels: &[(&str, &str)], time: std::time::Duration);
    /// What the host knows of this process.
    fn report(&self) -> Report;
}

/// One process and its jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Of the sources that the bundle was built from; empty if unknown.
    pub commit: String,
    /// SHA-256 of the component in the bundle, in hexadecimal; empty if unknown.
    pub component_hash: String,
    /// Of the host.
    pub host_version: String,
    /// Package and version of the contract that the host serves.
    pub contract: String,
    /// When the process began.
    pub started_at: Timestamp,
    /// This process among those of a cluster.
    pub node: String,
    /// Bytes of memory that it holds; 0 if unknown.
    pub resident_bytes: u64,
    /// Calls of this component that have ended.
    pub calls: u64,
    /// How long they took together.
    pub call_time: std::time::Duration,
    /// Jobs that ran on this node.
    pub jobs: Vec<JobReport>,
    /// The last warnings and errors of the log, the latest first.
    pub troubles: Vec<(Timestamp, String)>,
}

/// One job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobReport {
    /// See [`crate::jobs::JOBS`].
    pub name: String,
    /// When its last run that went well ended; 0 if none did.
    pub done_at: Timestamp,
    /// Runs in a row that went wrong.
    pub failures: u32,
}

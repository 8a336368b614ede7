/// The timers of this process.
pub trait Jobs {
    /// Lets a job of [`crate::jobs::JOBS`] run as soon as its last run has ended, on this node.
    fn wake(&self, job: &str);
}

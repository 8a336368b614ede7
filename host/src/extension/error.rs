/// Why a module gave no answer. Texts come from the module or are about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It is not kept here.
    #[error("it is not kept here")]
    Absent,
    /// It cannot be run.
    #[error("it cannot be run: {0}")]
    Invalid(String),
    /// Its time was up.
    #[error("it took too long")]
    Overdue,
    /// It wanted more memory than it may have.
    #[error("it wanted too much memory")]
    OutOfMemory,
    /// It answered too much.
    #[error("its answer is too large")]
    TooLarge,
    /// It trapped, or said that it failed.
    #[error("it failed: {0}")]
    Failed(String),
}

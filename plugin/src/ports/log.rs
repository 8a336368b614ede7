/// The server's log. Never secrets, message texts or addresses.
pub trait Log {
    /// Writes one line with its fields, key and value.
    fn write(&self, level: Level, message: &str, fields: &[(&str, String)]);
    /// Adds an entry to the server's own audit log, where it has one: what was done, whether it succeeded, who did it.
    fn audit(&self, event: &str, is_success: bool, user_id: &str, fields: &[(&str, String)]);
}

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// What happened, for the curious.
    Info,
    /// Somebody should look when it comes often.
    Warn,
    /// Somebody should look.
    Error,
}

use std::any::Any;

/// One's turn at something.
pub type Turn = Box<dyn Any>;

/// Memory of this process: shared by all calls, lost with the process, bounded.
pub trait Cache {
    /// What was kept under `key`, unless it expired or had to make room.
    fn get(&self, key: &str) -> Option<Vec<u8>>;
    /// Keeps `value`; more than 256 KiB are not kept.
    fn set(&self, key: &str, value: &[u8], ttl_seconds: u32);
    /// Adds to a number in one step and returns the sum; the time to live counts from the first time.
    fn add(&self, key: &str, delta: i64, ttl_seconds: u32) -> i64;
    /// Forgets.
    fn delete(&self, key: &str);
    /// Waits a moment for nobody else in this process being at what has that name; it is one's own turn, if it came, until the
    /// answer is dropped. Nothing may rest on it but speed.
    fn turn(&self, name: &str) -> Turn;
}

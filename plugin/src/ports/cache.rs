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
}

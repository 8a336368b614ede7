//! Memory of this process that all instances share.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Bytes of one value; larger ones are not kept.
pub const VALUE_BYTES_MAX: usize = 256 << 10;
/// Bytes of all values and keys together: what a component can hold in the host.
pub const TOTAL_BYTES_MAX: usize = 8 << 20;

/// A bounded map with times to live. When it is full, what expires first goes first.
#[derive(Debug, Default)]
pub struct Cache(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    by_key: HashMap<String, Entry>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    value: Vec<u8>,
    expires: Instant,
}

impl Cache {
    /// The value, unless it has expired.
    #[must_use]
    pub fn get(&self, key: &str, now: Instant) -> Option<Vec<u8>> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.by_key.get(key)?.expires <= now {
            entries.remove(key);
            return None;
        }
        entries.by_key.get(key).map(|entry| entry.value.clone())
    }

    /// Keeps a value for `ttl`.
    pub fn set(&self, key: String, value: Vec<u8>, ttl: Duration, now: Instant) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(key, value, now + ttl, now);
    }

    /// Adds to a number, which is kept as decimal text, and returns the sum; its time to live is that of its beginning.
    pub fn add(&self, key: String, delta: i64, ttl: Duration, now: Instant) -> i64 {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let old = entries.by_key.get(&key).filter(|entry| entry.expires > now);
        let number = old.and_then(|entry| std::str::from_utf8(&entry.value).ok()?.parse().ok()).unwrap_or(0_i64);
        let expires = old.map_or(now + ttl, |entry| entry.expires);
        let sum = number.saturating_add(delta);
        entries.put(key, sum.to_string().into_bytes(), expires, now);
        sum
    }

    /// What it holds.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    /// Forgets a value.
    pub fn delete(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

impl Entries {
    fn put(&mut self, key: String, value: Vec<u8>, expires: Instant, now: Instant) {
        self.remove(&key);
        let size = key.len() + value.len();
        if value.len() > VALUE_BYTES_MAX || expires <= now || size > TOTAL_BYTES_MAX {
            return;
        }
        self.make_room(size, now);
        self.bytes += size;
        self.by_key.insert(key, Entry { value, expires });
    }

    fn remove(&mut self, key: &str) {
        if let Some(entry) = self.by_key.remove(key) {
            self.bytes -= key.len() + entry.value.len();
        }
    }

    fn make_room(&mut self, size: usize, now: Instant) {
        if self.bytes + size <= TOTAL_BYTES_MAX {
            return;
        }
        let mut by_expiry: Vec<_> = self.by_key.iter().map(|(key, entry)| (entry.expires, key.clone())).collect();
        by_expiry.sort_unstable();
        for (expires, key) in by_expiry {
            if expires > now && self.bytes + size <= TOTAL_BYTES_MAX {
                break;
            }
            self.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Cache, TOTAL_BYTES_MAX, VALUE_BYTES_MAX};

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_value_is_there_until_its_time_is_over() {
        let (cache, now) = (Cache::default(), Instant::now());
        cache.set("k".into(), vec![1], MINUTE, now);
        assert_eq!(cache.get("k", now + MINUTE - Duration::from_nanos(1)), Some(vec![1]));
        assert_eq!(cache.get("k", now + MINUTE), None);
    }

    #[test]
    fn numbers_add_up_until_the_time_of_the_first_is_over() {
        let (cache, now) = (Cache::default(), Instant::now());
        cache.set("text".into(), b"no number".to_vec(), MINUTE, now);
        assert_eq!(cache.add("text".into(), 4, MINUTE, now), 4);
        assert_eq!(cache.add("k".into(), 2, MINUTE, now), 2);
        assert_eq!(cache.add("k".into(), -5, MINUTE, now + MINUTE / 2), -3);
        assert_eq!(cache.get("k", now), Some(b"-3".to_vec()));
        assert_eq!(cache.add("k".into(), 1, MINUTE, now + MINUTE), 1);
    }

    #[test]
    fn a_deleted_value_is_gone() {
        let (cache, now) = (Cache::default(), Instant::now());
        cache.set("k".into(), vec![1], MINUTE, now);
        cache.delete("k");
        assert_eq!(cache.get("k", now), None);
    }

    #[test]
    fn too_large_a_value_is_not_kept_and_replaces_nothing_stale() {
        let (cache, now) = (Cache::default(), Instant::now());
        cache.set("k".into(), vec![1], MINUTE, now);
        cache.set("k".into(), vec![0; VALUE_BYTES_MAX + 1], MINUTE, now);
        assert_eq!(cache.get("k", now), None);
    }

    #[test]
    fn when_full_what_expires_first_goes_first() {
        let (cache, now) = (Cache::default(), Instant::now());
        let count = TOTAL_BYTES_MAX / VALUE_BYTES_MAX;
        for n in 0..count {
            let ttl = MINUTE + Duration::from_secs(n as u64);
            cache.set(format!("{n}"), vec![0; VALUE_BYTES_MAX - 8], ttl, now);
        }
        cache.set("new".into(), vec![0; VALUE_BYTES_MAX], MINUTE * 10, now);
        assert_eq!(cache.get("0", now), None);
        assert!(cache.get("1", now).is_some());
        assert!(cache.get("new", now).is_some());
    }
}

//! The plugin key-value table, with the rules of Mattermost's PostgreSQL store.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::app_error;
use crate::model::AppError;

/// Key length of the table's column, in runes.
const KEY_RUNES_MAX: usize = 150;
/// Page size of a list without one.
const LIST_PAGE_DEFAULT: usize = 10;

/// The table of all plugins. Servers of one cluster share it behind an `Arc`.
#[derive(Debug, Default)]
pub struct KvStore {
    rows: Mutex<BTreeMap<(String, String), Row>>,
}

/// What `KVSetWithOptions` can ask for.
#[derive(Clone, Debug, Default)]
pub struct SetOptions {
    /// Write only if the stored value is `old_value` (empty: if there is none).
    pub atomic: bool,
    /// See `atomic`; not allowed without it.
    pub old_value: Vec<u8>,
    /// Seconds until the value disappears; 0 keeps it.
    pub expire_in_seconds: i64,
}

/// One stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Never empty.
    pub value: Vec<u8>,
    /// Milliseconds since 1970; 0 for never.
    pub expire_at: i64,
}

impl KvStore {
    /// The live value; absent and expired keys are `None`.
    pub fn get(&self, plugin: &str, key: &str, now_ms: i64) -> Option<Vec<u8>> {
        let rows = self.lock();
        let row = rows.get(&place(plugin, key))?;
        row.is_live(now_ms).then(|| row.value.clone())
    }

    /// Writes by the options; an empty value deletes. Returns whether it was written.
    ///
    /// # Errors
    /// 400 for an old value without `atomic`; 400 for a key that is empty or longer than 150 runes.
    pub fn set(
        &self,
        plugin: &str,
        key: &str,
        value: &[u8],
        options: &SetOptions,
        now_ms: i64,
    ) -> Result<bool, AppError> {
        if !options.atomic && !options.old_value.is_empty() {
            return Err(app_error(
                "PluginKVSetOptions.IsValid",
                "model.plugin_kvset_options.is_valid.old_value.app_error",
                400,
            ));
        }
        check_key(key)?;
        let expire_at = if options.expire_in_seconds == 0 { 0 } else { now_ms + options.expire_in_seconds * 1000 };
        let row = Row { value: value.to_vec(), expire_at };
        if options.atomic {
            return self.compare_and_set(plugin, key, &options.old_value, row, now_ms);
        }
        let mut rows = self.lock();
        if row.value.is_empty() {
            rows.remove(&place(plugin, key));
        } else {
            rows.insert(place(plugin, key), row);
        }
        Ok(true)
    }

    /// Deletes if the stored value is `old`; an empty `old` never is.
    ///
    /// # Errors
    /// 400 for a key that is empty or longer than 150 runes.
    pub fn compare_and_delete(&self, plugin: &str, key: &str, old: &[u8], now_ms: i64) -> Result<bool, AppError> {
        check_key(key)?;
        let mut rows = self.lock();
        let found = holds(&rows, plugin, key, old, now_ms);
        if found {
            rows.remove(&place(plugin, key));
        }
        Ok(found)
    }

    /// Deletes one key; an absent one is fine.
    pub fn delete(&self, plugin: &str, key: &str) {
        self.lock().remove(&place(plugin, key));
    }

    /// Deletes every key of the plugin, those of the server's own helpers included.
    pub fn delete_all(&self, plugin: &str) {
        self.lock().retain(|(owner, _), _| owner != plugin);
    }

    /// One page of live keys in byte order. `page` counts from 0; `per_page` of 0 or less means 10.
    pub fn list(&self, plugin: &str, page: i64, per_page: i64, now_ms: i64) -> Vec<String> {
        let skipped = usize::try_from(page.saturating_mul(per_page)).unwrap_or(0);
        let taken = usize::try_from(per_page).ok().filter(|size| *size > 0).unwrap_or(LIST_PAGE_DEFAULT);
        let live = self.rows(plugin, now_ms).into_keys();
        live.skip(skipped).take(taken).collect()
    }

    /// Every live row of the plugin, to look at in a test.
    pub fn rows(&self, plugin: &str, now_ms: i64) -> BTreeMap<String, Row> {
        let rows = self.lock();
        let own = rows.iter().filter(|((owner, _), row)| owner == plugin && row.is_live(now_ms));
        own.map(|((_, key), row)| (key.clone(), row.clone())).collect()
    }

    fn compare_and_set(&self, plugin: &str, key: &str, old: &[u8], row: Row, now_ms: i64) -> Result<bool, AppError> {
        if row.value.is_empty() {
            return self.compare_and_delete(plugin, key, old, now_ms);
        }
        let mut rows = self.lock();
        let free = match rows.get(&place(plugin, key)) {
            // The store removes what expired earlier than now before it inserts, so the very millisecond counts as taken.
            Some(stored) if old.is_empty() => stored.expire_at != 0 && stored.expire_at < now_ms,
            None => old.is_empty(),
            Some(_) => holds(&rows, plugin, key, old, now_ms),
        };
        if free {
            rows.insert(place(plugin, key), row);
        }
        Ok(free)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(String, String), Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Row {
    fn is_live(&self, now_ms: i64) -> bool {
        self.expire_at == 0 || self.expire_at > now_ms
    }
}

fn place(plugin: &str, key: &str) -> (String, String) {
    (plugin.to_owned(), key.to_owned())
}

fn holds(rows: &BTreeMap<(String, String), Row>, plugin: &str, key: &str, old: &[u8], now_ms: i64) -> bool {
    let stored = rows.get(&place(plugin, key)).filter(|row| row.is_live(now_ms));
    !old.is_empty() && stored.is_some_and(|row| row.value == old)
}

fn check_key(key: &str) -> Result<(), AppError> {
    if key.is_empty() || key.chars().count() > KEY_RUNES_MAX {
        return Err(app_error("PluginKeyValue.IsValid", "model.plugin_key_value.is_valid.key.app_error", 400));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    const NOW: i64 = 1_000_000;

    fn set(store: &KvStore, key: &str, value: &str) -> bool {
        store.set("p", key, value.as_bytes(), &SetOptions::default(), NOW).unwrap()
    }

    fn swap(store: &KvStore, old: &str, new: &str, now_ms: i64) -> bool {
        let options = SetOptions { atomic: true, old_value: old.into(), expire_in_seconds: 0 };
        store.set("p", "k", new.as_bytes(), &options, now_ms).unwrap()
    }

    #[test]
    fn an_empty_value_deletes() {
        let store = KvStore::default();
        assert!(set(&store, "k", "v"));
        assert_eq!(store.get("p", "k", NOW), Some(b"v".to_vec()));
        assert!(set(&store, "k", ""));
        assert_eq!(store.get("p", "k", NOW), None);
    }

    #[test]
    fn compare_and_set_writes_only_over_the_expected_value() {
        let store = KvStore::default();
        assert!(!swap(&store, "a", "b", NOW));
        assert!(swap(&store, "", "a", NOW));
        assert!(!swap(&store, "", "b", NOW));
        assert!(swap(&store, "a", "b", NOW));
        assert!(!swap(&store, "a", "", NOW));
        assert!(swap(&store, "b", "", NOW));
        assert_eq!(store.get("p", "k", NOW), None);
    }

    #[test]
    fn values_expire_and_a_plain_write_keeps_them_again() {
        let store = KvStore::default();
        let for_a_second = SetOptions { expire_in_seconds: 1, ..SetOptions::default() };
        store.set("p", "k", b"v", &for_a_second, NOW).unwrap();
        assert_eq!(store.get("p", "k", NOW + 999), Some(b"v".to_vec()));
        assert_eq!(store.get("p", "k", NOW + 1000), None);
        assert!(!swap(&store, "v", "w", NOW + 1000));
        assert!(swap(&store, "", "w", NOW + 1001));
        assert_eq!(store.get("p", "k", i64::MAX), Some(b"w".to_vec()));
    }

    #[test]
    fn keys_have_1_to_150_runes() {
        let store = KvStore::default();
        let try_key = |key: &str| store.set("p", key, b"v", &SetOptions::default(), NOW).is_ok();
        assert_eq!(
            [try_key(""), try_key("k"), try_key(&"ü".repeat(150)), try_key(&"k".repeat(151))],
            [false, true, true, false]
        );
    }

    #[test]
    fn an_old_value_needs_atomic() {
        let options = SetOptions { old_value: b"a".to_vec(), ..SetOptions::default() };
        let error = KvStore::default().set("p", "k", b"v", &options, NOW).unwrap_err();
        assert_eq!(error.status_code, 400);
    }

    #[test]
    fn lists_come_sorted_in_pages_of_one_plugin() {
        let store = KvStore::default();
        for key in ["c", "a", "b"] {
            set(&store, key, "v");
        }
        store.set("other", "z", b"v", &SetOptions::default(), NOW).unwrap();
        assert_eq!(store.list("p", 0, 2, NOW), ["a", "b"]);
        assert_eq!(store.list("p", 1, 2, NOW), ["c"]);
        assert_eq!(store.list("p", 5, 0, NOW), ["a", "b", "c"]);
        store.delete_all("p");
        assert!(store.list("p", 0, 10, NOW).is_empty());
    }
}

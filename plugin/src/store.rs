//! Typed values in the key-value store, changed by compare-and-set only (requirement 12.3).
//!
//! A value is JSON with its version under `v`. Two nodes that change the same value at once: one of them writes, the other
//! reads again and decides anew, so a decision is a function of what is stored and never of what was read before.

use std::fmt::Display;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ports::{Cache, Kv, KvError};

/// Bytes of one value.
pub(crate) const VALUE_BYTES_MAX: usize = 256 << 10;
/// Times that another node may be faster before we give up.
const TRIES_MAX: u32 = 50;

/// What a key holds.
pub trait Stored: Serialize + DeserializeOwned {
    /// Of the shape; readers refuse a newer one than they know.
    const VERSION: u32;
}

/// A value with the bytes it was read from: it can be replaced only while those are still there.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// What is kept there.
    pub value: T,
    bytes: Vec<u8>,
}

/// Of what is kept, whatever it is.
#[derive(Deserialize)]
struct Version {
    v: Option<u32>,
}

/// Why the store did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No answer; of a write the effect is unknown.
    #[error(transparent)]
    Unavailable(#[from] KvError),
    /// What is kept there is not what this version of the plugin keeps there.
    #[error("`{key}` cannot be read: {reason}")]
    Unreadable {
        /// Where.
        key: String,
        /// For the log.
        reason: String,
    },
    /// Larger than the store takes.
    #[error("`{key}` would have {bytes} bytes, {VALUE_BYTES_MAX} are possible")]
    TooLarge {
        /// Where.
        key: String,
        /// How large.
        bytes: usize,
    },
    /// Other nodes were faster all the time.
    #[error("`{key}` changes too fast")]
    Contended {
        /// Where.
        key: String,
    },
}

/// What becomes of a value, see [`Store::update`].
#[derive(Debug)]
pub enum Change<T, R> {
    /// It stays as it is.
    Keep(R),
    /// It becomes this.
    Put(T, R),
}

/// The bytes that a key is to hold and for how many seconds; none if it stays as it is.
type Decided = Result<Option<(Vec<u8>, Option<u32>)>, StoreError>;

/// This process's own copies of values that it changes all the time: they spare the read before a write. Whether a copy is
/// still right shows when it is replaced; a decision to leave a value as it is may rest on a copy of that age.
pub struct Copy<'a> {
    /// Where copies are.
    pub cache: &'a dyn Cache,
    /// How old they get.
    pub seconds: u32,
}

/// The store, typed.
#[derive(Clone, Copy)]
pub struct Store<'a> {
    kv: &'a dyn Kv,
}

impl<'a> Store<'a> {
    /// Over this.
    #[must_use]
    pub fn new(kv: &'a dyn Kv) -> Self {
        Self { kv }
    }

    /// What is kept there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn get<T: Stored>(&self, key: &str) -> Result<Option<Read<T>>, StoreError> {
        self.kv.get(key)?.map(|bytes| read(key, bytes)).transpose()
    }

    /// The same, and this process keeps a copy.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn get_copied<T: Stored>(&self, copy: &Copy<'_>, key: &str) -> Result<Option<T>, StoreError> {
        Ok(self.get(key)?.inspect(|read| copy.keep(key, &read.bytes)).map(|read| read.value))
    }

    /// Keeps a value where there is none; false if there is one. Absent `expire_in_seconds` keeps it for good.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn create<T: Stored>(&self, key: &str, value: &T, expire_in_seconds: Option<u32>) -> Result<bool, StoreError> {
        Ok(self.kv.compare_and_set(key, None, &write(key, value)?, expire_in_seconds)?)
    }

    /// Replaces a value as it was read; false if it is another by now.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn replace<T: Stored>(&self, key: &str, old: &Read<T>, new: &T) -> Result<bool, StoreError> {
        Ok(self.kv.compare_and_set(key, Some(&old.bytes), &write(key, new)?, None)?)
    }

    /// Deletes a value as it was read; false if it is another by now.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn delete<T: Stored>(&self, key: &str, old: &Read<T>) -> Result<bool, StoreError> {
        Ok(self.kv.compare_and_delete(key, &old.bytes)?)
    }

    /// Decides what becomes of a value, again and again until nobody else was faster.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn update<T: Stored, R>(
        &self,
        key: &str,
        expire_in_seconds: Option<u32>,
        decide: impl FnMut(Option<&T>) -> Change<T, R>,
    ) -> Result<R, StoreError> {
        self.update_expiring(key, |_| expire_in_seconds, decide)
    }

    /// The same for values of which each knows itself for how long it is kept.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn update_expiring<T: Stored, R>(
        &self,
        key: &str,
        expire_in_seconds: impl Fn(&T) -> Option<u32>,
        decide: impl FnMut(Option<&T>) -> Change<T, R>,
    ) -> Result<R, StoreError> {
        self.change(key, None, expire_in_seconds, decide)
    }

    /// Keeps a value where there is none, and a copy of it; false if there is one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn create_copied<T: Stored>(
        &self,
        copy: &Copy<'_>,
        key: &str,
        value: &T,
        expire_in_seconds: Option<u32>,
    ) -> Result<bool, StoreError> {
        let bytes = write(key, value)?;
        let is_new = self.kv.compare_and_set(key, None, &bytes, expire_in_seconds)?;
        if is_new {
            copy.keep(key, &bytes);
        }
        Ok(is_new)
    }

    /// As [`Store::update`], beginning with this process's own copy.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn update_copied<T: Stored, R>(
        &self,
        copy: &Copy<'_>,
        key: &str,
        expire_in_seconds: Option<u32>,
        decide: impl FnMut(Option<&T>) -> Change<T, R>,
    ) -> Result<R, StoreError> {
        self.change(key, Some(copy), |_| expire_in_seconds, decide)
    }

    fn change<T: Stored, R>(
        &self,
        key: &str,
        copy: Option<&Copy<'_>>,
        expire_in_seconds: impl Fn(&T) -> Option<u32>,
        mut decide: impl FnMut(Option<&T>) -> Change<T, R>,
    ) -> Result<R, StoreError> {
        let mut decided = None;
        self.change_bytes(key, copy, &mut |old| {
            let old = old.map(|bytes| value(key, bytes)).transpose()?;
            let (new, result) = match decide(old.as_ref()) {
                Change::Keep(result) => (None, result),
                Change::Put(new, result) => (Some((write(key, &new)?, expire_in_seconds(&new))), result),
            };
            decided = Some(result);
            Ok(new)
        })?;
        decided.ok_or_else(|| StoreError::Contended { key: key.to_owned() })
    }

    /// What is the same for values of all types, once.
    fn change_bytes(
        &self,
        key: &str,
        copy: Option<&Copy<'_>>,
        decide: &mut dyn FnMut(Option<&[u8]>) -> Decided,
    ) -> Result<(), StoreError> {
        // Two of this process that began with the same copy would try in vain by turns.
        let _turn = copy.map(|copy| copy.cache.turn(&Copy::place(key)));
        let mut own = copy.and_then(|copy| copy.of(key));
        for _ in 0..TRIES_MAX {
            let old = match own.take() {
                Some(own) => Some(own),
                None => self.kv.get(key)?.inspect(|bytes| copy.into_iter().for_each(|copy| copy.keep(key, bytes))),
            };
            let Some((new, expire_in_seconds)) = decide(old.as_deref())? else { return Ok(()) };
            let is_written = self.kv.compare_and_set(key, old.as_deref(), &new, expire_in_seconds)?;
            match copy {
                Some(copy) if is_written => copy.keep(key, &new),
                Some(copy) => copy.forget(key),
                None => {}
            }
            if is_written {
                return Ok(());
            }
        }
        Err(StoreError::Contended { key: key.to_owned() })
    }

    /// Deletes a value as long as it fits, again and again until nobody else was faster.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn delete_if<T: Stored>(&self, key: &str, fits: impl Fn(&T) -> bool) -> Result<(), StoreError> {
        for _ in 0..TRIES_MAX {
            match self.get::<T>(key)? {
                Some(read) if fits(&read.value) => {
                    if self.delete(key, &read)? {
                        return Ok(());
                    }
                }
                _ => return Ok(()),
            }
        }
        Err(StoreError::Contended { key: key.to_owned() })
    }

    /// Whether the value is still the one that was read, asked of the primary and not of a replica.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn is_current<T: Stored>(&self, key: &str, read: &Read<T>) -> Result<bool, StoreError> {
        Ok(self.kv.compare_and_set(key, Some(&read.bytes), &read.bytes, None)?)
    }
}

impl Copy<'_> {
    /// The copy, if there is one.
    #[must_use]
    pub fn read<T: Stored>(&self, key: &str) -> Option<T> {
        self.of(key).and_then(|bytes| read::<T>(key, bytes).ok()).map(|read| read.value)
    }

    /// Gives a copy up: the next look is at the store.
    pub fn forget(&self, key: &str) {
        self.cache.delete(&Self::place(key));
    }

    fn of(&self, key: &str) -> Option<Vec<u8>> {
        self.cache.get(&Self::place(key))
    }

    fn keep(&self, key: &str, bytes: &[u8]) {
        self.cache.set(&Self::place(key), bytes, self.seconds);
    }

    fn place(key: &str) -> String {
        format!("copy/{key}")
    }
}

fn read<T: Stored>(key: &str, bytes: Vec<u8>) -> Result<Read<T>, StoreError> {
    Ok(Read { value: value(key, &bytes)?, bytes })
}

fn value<T: Stored>(key: &str, bytes: &[u8]) -> Result<T, StoreError> {
    check_version(key, bytes, T::VERSION)?;
    serde_json::from_slice(bytes).map_err(|error| unreadable(key, &error))
}

fn check_version(key: &str, bytes: &[u8], known: u32) -> Result<(), StoreError> {
    match serde_json::from_slice(bytes).map_err(|error| unreadable(key, &error))? {
        Version { v: Some(version) } if version <= known => Ok(()),
        Version { v } => Err(unreadable(key, &format_args!("its version is {v:?}, {known} is known"))),
    }
}

fn write<T: Stored>(key: &str, value: &T) -> Result<Vec<u8>, StoreError> {
    with_version(key, serde_json::to_vec(value), T::VERSION)
}

fn with_version(key: &str, written: serde_json::Result<Vec<u8>>, version: u32) -> Result<Vec<u8>, StoreError> {
    let mut bytes = written.map_err(|error| unreadable(key, &error))?;
    // The version goes in as the last field: a value is not built a second time for it.
    if bytes.pop() != Some(b'}') {
        return Err(unreadable(key, &"it is no object"));
    }
    let comma = if bytes.len() > 1 { "," } else { "" };
    bytes.extend(format!("{comma}\"v\":{version}}}").bytes());
    if bytes.len() > VALUE_BYTES_MAX {
        return Err(StoreError::TooLarge { key: key.to_owned(), bytes: bytes.len() });
    }
    Ok(bytes)
}

fn unreadable(key: &str, reason: &dyn Display) -> StoreError {
    StoreError::Unreadable { key: key.to_owned(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::cell::RefCell;
    use std::collections::HashMap;

    use serde::{Deserialize, Serialize};

    use super::{Change, Store, StoreError, Stored};
    use crate::ports::{Kv, KvError};

    #[derive(Default)]
    struct Memory {
        values: RefCell<HashMap<String, Vec<u8>>>,
        /// Another node writes this before the next write of ours.
        rival: RefCell<Option<Vec<u8>>>,
    }

    impl Kv for Memory {
        fn get(&self, key: &str) -> Result<Option<Vec<u8>>, KvError> {
            Ok(self.values.borrow().get(key).cloned())
        }

        fn compare_and_set(&self, key: &str, old: Option<&[u8]>, new: &[u8], _: Option<u32>) -> Result<bool, KvError> {
            if let Some(rival) = self.rival.take() {
                self.values.borrow_mut().insert(key.into(), rival);
            }
            let fits = self.values.borrow().get(key).map(Vec::as_slice) == old;
            if fits {
                self.values.borrow_mut().insert(key.into(), new.into());
            }
            Ok(fits)
        }

        fn compare_and_delete(&self, key: &str, old: &[u8]) -> Result<bool, KvError> {
            let fits = self.values.borrow().get(key).is_some_and(|value| value == old);
            if fits {
                self.values.borrow_mut().remove(key);
            }
            Ok(fits)
        }

        fn list(&self, _: u32, _: u32) -> Result<Vec<String>, KvError> {
            Ok(self.values.borrow().keys().cloned().collect())
        }
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Counter {
        n: u32,
    }

    impl Stored for Counter {
        const VERSION: u32 = 2;
    }

    fn add_one(old: Option<&Counter>) -> Change<Counter, u32> {
        let n = old.map_or(0, |counter| counter.n) + 1;
        Change::Put(Counter { n }, n)
    }

    #[test]
    fn a_value_is_kept_with_its_version() {
        let memory = Memory::default();
        let store = Store::new(&memory);
        assert!(store.create("c", &Counter { n: 1 }, None).unwrap());
        assert!(!store.create("c", &Counter { n: 5 }, None).unwrap());
        assert_eq!(memory.get("c").unwrap().unwrap(), br#"{"n":1,"v":2}"#);
        assert_eq!(store.get::<Counter>("c").unwrap().unwrap().value, Counter { n: 1 });
    }

    #[test]
    fn an_update_that_another_node_overtook_decides_anew() {
        let memory = Memory::default();
        memory.rival.replace(Some(br#"{"n":7,"v":1}"#.to_vec()));
        assert_eq!(Store::new(&memory).update("c", None, add_one), Ok(8));
    }

    #[test]
    fn what_was_read_before_a_change_can_neither_replace_nor_delete() {
        let memory = Memory::default();
        let store = Store::new(&memory);
        store.update("c", None, add_one).unwrap();
        let old = store.get::<Counter>("c").unwrap().unwrap();
        assert!(store.is_current("c", &old).unwrap());
        store.update("c", None, add_one).unwrap();
        assert!(!store.is_current("c", &old).unwrap());
        assert!(!store.replace("c", &old, &Counter { n: 9 }).unwrap());
        assert!(!store.delete("c", &old).unwrap());
    }

    #[test]
    fn a_value_of_a_newer_version_is_refused_and_kept() {
        let memory = Memory::default();
        memory.values.borrow_mut().insert("c".into(), br#"{"n":1,"v":3}"#.to_vec());
        let error = Store::new(&memory).update("c", None, add_one).unwrap_err();
        assert!(matches!(error, StoreError::Unreadable { .. }));
        assert_eq!(memory.get("c").unwrap().unwrap(), br#"{"n":1,"v":3}"#);
    }

    #[test]
    fn a_value_that_is_too_large_is_refused() {
        #[derive(Serialize, Deserialize)]
        struct Text {
            text: String,
        }
        impl Stored for Text {
            const VERSION: u32 = 1;
        }
        let memory = Memory::default();
        let error = Store::new(&memory).create("t", &Text { text: "x".repeat(300_000) }, None).unwrap_err();
        assert_eq!(error, StoreError::TooLarge { key: "t".into(), bytes: 300_017 });
    }
}

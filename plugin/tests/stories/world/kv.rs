//! The key-value store, as Mattermost has it.

use std::time::Duration;

use odoo_plugin::ports::{Clock, Kv, KvError, Timestamp};

use super::World;

impl Kv for World {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, KvError> {
        let (reads, writes) = self.kv_calls.get();
        self.kv_calls.set((reads + 1, writes));
        Ok(self.kept(key))
    }

    fn compare_and_set(
        &self,
        key: &str,
        old: Option<&[u8]>,
        new: &[u8],
        expire_in_seconds: Option<u32>,
    ) -> Result<bool, KvError> {
        assert!((1..=150).contains(&key.chars().count()), "key {key}");
        assert!(!new.is_empty(), "an empty value deletes {key}");
        let (reads, writes) = self.kv_calls.get();
        self.kv_calls.set((reads, writes + 1));
        self.effects.happen(self, || {
            let fits = self.kept(key).as_deref() == old;
            if fits {
                let expires = expire_in_seconds.map(|seconds| self.now().after(Duration::from_secs(seconds.into())));
                self.kv.borrow_mut().insert(key.into(), (new.into(), expires));
            }
            Ok(fits)
        })
    }

    fn compare_and_delete(&self, key: &str, old: &[u8]) -> Result<bool, KvError> {
        let (reads, writes) = self.kv_calls.get();
        self.kv_calls.set((reads, writes + 1));
        self.effects.happen(self, || {
            let fits = self.kept(key).as_deref() == Some(old);
            if fits {
                self.kv.borrow_mut().remove(key);
            }
            Ok(fits)
        })
    }

    fn list(&self, page: u32, per_page: u32) -> Result<Vec<String>, KvError> {
        let (page, per_page) = (page as usize, per_page as usize);
        Ok(self.kv.borrow().keys().skip(page * per_page).take(per_page).cloned().collect())
    }
}

impl World {
    fn kept(&self, key: &str) -> Option<Vec<u8>> {
        let now: Timestamp = self.now();
        let kv = self.kv.borrow();
        kv.get(key).filter(|(_, expires)| expires.is_none_or(|at| at > now)).map(|(value, _)| value.clone())
    }
}

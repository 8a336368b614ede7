//! Lists of ids in the key-value store, which cannot list keys by prefix (requirement 12.3): `ix/<name>` says which buckets are
//! in use, `ix/<name>/<n>` is one bucket. Adding and removing cost the same however long the list is.

use serde::{Deserialize, Serialize};

use crate::store::{Change, Store, StoreError, Stored};

/// Ids of one bucket.
const BUCKET_IDS_MAX: usize = 200;
/// How long a bucket that was left behind says so; no node is behind for so long.
const CLOSED_SECONDS: u32 = 24 * 3600;

/// One list.
#[derive(Clone, Debug)]
pub struct Index {
    key: String,
}

/// Which buckets are in use, both included.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Extent {
    first: u64,
    last: u64,
}

impl Stored for Extent {
    const VERSION: u32 = 1;
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Bucket {
    ids: Vec<String>,
    /// Left behind: a node that has not heard of it yet must not add to it.
    #[serde(default)]
    is_closed: bool,
}

impl Stored for Bucket {
    const VERSION: u32 = 1;
}

impl Index {
    /// The list of that name: lower case, short.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { key: format!("ix/{name}") }
    }

    /// Adds an id; returns the number of its bucket, which [`Index::remove`] wants.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn add(&self, store: Store<'_>, id: &str) -> Result<u64, StoreError> {
        let mut last = self.extent(store)?.last;
        loop {
            let is_in = store.update(&self.bucket(last), None, |bucket: Option<&Bucket>| {
                let mut bucket = bucket.cloned().unwrap_or_default();
                if bucket.ids.iter().any(|known| known == id) {
                    return Change::Keep(true);
                }
                if bucket.is_closed || bucket.ids.len() >= BUCKET_IDS_MAX {
                    return Change::Keep(false);
                }
                bucket.ids.push(id.to_owned());
                Change::Put(bucket, true)
            })?;
            if is_in {
                return Ok(last);
            }
            last = store.update(&self.key, None, |extent: Option<&Extent>| {
                let extent = extent.copied().unwrap_or_default();
                if extent.last > last {
                    return Change::Keep(extent.last);
                }
                Change::Put(Extent { last: last + 1, ..extent }, last + 1)
            })?;
        }
    }

    /// Takes an id out of its bucket; one that is not there is no error. Buckets that are empty for good are left behind.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn remove(&self, store: Store<'_>, bucket: u64, id: &str) -> Result<(), StoreError> {
        let is_empty = store.update(&self.bucket(bucket), None, |old: Option<&Bucket>| {
            let Some(old) = old.filter(|old| old.ids.iter().any(|known| known == id)) else {
                return Change::Keep(false);
            };
            let ids: Vec<_> = old.ids.iter().filter(|known| *known != id).cloned().collect();
            let is_empty = ids.is_empty();
            Change::Put(Bucket { ids, is_closed: old.is_closed }, is_empty)
        })?;
        if is_empty { self.leave_behind(store) } else { Ok(()) }
    }

    /// Takes the oldest ids out for as long as they are old: they were added in the order of their age.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn trim(&self, store: Store<'_>, is_old: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        let extent = self.extent(store)?;
        for number in extent.first..=extent.last {
            let is_empty = store.update(&self.bucket(number), None, |old: Option<&Bucket>| {
                let Some(old) = old else { return Change::Keep(true) };
                let ids: Vec<_> = old.ids.iter().filter(|id| !is_old(id)).cloned().collect();
                let is_empty = ids.is_empty();
                if ids.len() == old.ids.len() {
                    return Change::Keep(is_empty);
                }
                Change::Put(Bucket { ids, is_closed: old.is_closed }, is_empty)
            })?;
            if !is_empty {
                break;
            }
        }
        self.leave_behind(store)
    }

    /// All ids, the latest first, until `visit` says that it has enough by returning false.
    ///
    /// # Errors
    /// See [`StoreError`], or the first error of `visit`.
    pub fn each<E: From<StoreError>>(
        &self,
        store: Store<'_>,
        mut visit: impl FnMut(&str) -> Result<bool, E>,
    ) -> Result<(), E> {
        self.each_placed(store, |_, id| visit(id))
    }

    /// All ids with the numbers of their buckets, as [`Index::each`] gives them.
    ///
    /// # Errors
    /// As those of [`Index::each`].
    pub fn each_placed<E: From<StoreError>>(
        &self,
        store: Store<'_>,
        mut visit: impl FnMut(u64, &str) -> Result<bool, E>,
    ) -> Result<(), E> {
        let mut failure = None;
        self.walk(store, &mut |number, id| {
            visit(number, id).unwrap_or_else(|error| {
                failure = Some(error);
                false
            })
        })?;
        failure.map_or(Ok(()), Err)
    }

    /// What is the same for all visitors, once.
    fn walk(&self, store: Store<'_>, visit: &mut dyn FnMut(u64, &str) -> bool) -> Result<(), StoreError> {
        let extent = self.extent(store)?;
        for number in (extent.first..=extent.last).rev() {
            let bucket = store.get::<Bucket>(&self.bucket(number))?;
            for id in bucket.iter().flat_map(|bucket| bucket.value.ids.iter().rev()) {
                if !visit(number, id) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// How many ids there are, without looking at what they name: one read for 200 of them. With more than `buckets_max` buckets
    /// only the latest are counted, and the second value is true.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count(&self, store: Store<'_>, buckets_max: u64) -> Result<(usize, bool), StoreError> {
        let extent = self.extent(store)?;
        let first = extent.first.max((extent.last + 1).saturating_sub(buckets_max));
        let mut count = 0;
        for number in first..=extent.last {
            count += store.get::<Bucket>(&self.bucket(number))?.map_or(0, |bucket| bucket.value.ids.len());
        }
        Ok((count, first > extent.first))
    }

    fn leave_behind(&self, store: Store<'_>) -> Result<(), StoreError> {
        let Some(read) = store.get::<Extent>(&self.key)? else { return Ok(()) };
        let mut extent = read.value;
        while extent.first < extent.last && self.close(store, extent.first)? {
            extent.first += 1;
        }
        if extent.first > read.value.first {
            // Whoever was faster has left behind as much, or will.
            store.replace(&self.key, &read, &extent)?;
        }
        Ok(())
    }

    fn close(&self, store: Store<'_>, number: u64) -> Result<bool, StoreError> {
        store.update(&self.bucket(number), Some(CLOSED_SECONDS), |bucket: Option<&Bucket>| match bucket {
            Some(bucket) if !bucket.ids.is_empty() => Change::Keep(false),
            _ => Change::Put(Bucket { ids: Vec::new(), is_closed: true }, true),
        })
    }

    fn extent(&self, store: Store<'_>) -> Result<Extent, StoreError> {
        Ok(store.get::<Extent>(&self.key)?.map(|read| read.value).unwrap_or_default())
    }

    fn bucket(&self, number: u64) -> String {
        format!("{}/{number}", self.key)
    }
}

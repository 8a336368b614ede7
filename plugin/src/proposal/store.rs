//! Where proposals are kept: `p/<ulid>`, `pc/<code>`, the list of all, that of the open ones, that of those that
//! are being written, and one list a proposer.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Proposal, State};
use crate::ids;
use crate::index::Index;
use crate::ports::Deps;
use crate::settings::Settings;
use crate::store::{Change, Read, Store, StoreError, Stored};

/// Codes that may be taken before something is wrong.
const CODE_TRIES_MAX: usize = 8;
/// How long a code outlives its proposal at least.
const CODE_SPARE: Duration = Duration::from_secs(90 * 24 * 3600);

/// Buckets of the list of the open ones that are counted: 5,000 proposals.
const COUNTED_BUCKETS_MAX: u64 = 25;

/// From the first list that names a proposal to the proposal itself.
const BIRTH_MAX: Duration = Duration::from_secs(3600);

/// All proposals.
#[derive(Clone, Copy)]
pub struct Proposals<'a> {
    deps: &'a Deps<'a>,
    store: Store<'a>,
}

/// A proposal as it was read.
pub type Saved = Read<Proposal>;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Code {
    id: String,
}

impl Stored for Code {
    const VERSION: u32 = 1;
}

impl<'a> Proposals<'a> {
    /// Of this plugin.
    #[must_use]
    pub fn new(deps: &'a Deps<'a>) -> Self {
        Self { deps, store: Store::new(deps.kv) }
    }

    /// Keeps a new proposal; gives it its code, and its id unless it has one. False if that id is taken.
    ///
    /// The code and the lists come first: ids without a proposal harm nobody, a proposal that nothing names would be lost.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn create(&self, proposal: &mut Proposal) -> Result<bool, StoreError> {
        if proposal.id.is_empty() {
            proposal.id = ids::ulid(self.deps);
        }
        proposal.code = self.new_code(&proposal.id)?;
        proposal.open_bucket = Some(open_index().add(self.store, &proposal.id)?);
        Index::new(&proposal.proposer.index_name()).add(self.store, &proposal.id)?;
        index_of_all().add(self.store, &proposal.id)?;
        self.store.create(&key(&proposal.id), proposal, None)
    }

    /// The proposal with this id.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn get(&self, id: &str) -> Result<Option<Saved>, StoreError> {
        // Ids come from people and programs: what is no ULID is not looked up.
        let is_id = id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_id { self.store.get(&key(&id.to_ascii_lowercase())) } else { Ok(None) }
    }

    /// The proposal with this code, as somebody typed it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn by_code(&self, text: &str) -> Result<Option<Saved>, StoreError> {
        let Some(code) = ids::read_code(text) else { return self.get(text.trim()) };
        match self.store.get::<Code>(&code_key(&code))? {
            Some(code) => self.get(&code.value.id),
            None => Ok(None),
        }
    }

    /// Changes a proposal as `decide` says, again and again until nobody else was faster. A state that may not follow the
    /// present one is not written. A proposal that opens anew is put on the list of the open ones; one that has come to its
    /// end stays there until [`Proposals::leave`], so that whoever goes through the list finds cards that are behind.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn update<R>(
        &self,
        id: &str,
        mut decide: impl FnMut(&Proposal) -> Change<Proposal, R>,
    ) -> Result<Option<(Proposal, R)>, StoreError> {
        let now = self.deps.clock.now();
        let outcome = self.change(id, |old| {
            let Some(old) = old else { return Change::Keep(None) };
            match decide(old) {
                Change::Put(mut new, result) if new.state == old.state || old.state.may_become(new.state) => {
                    if new.state != old.state {
                        new.changed_at = now;
                    }
                    Change::Put(new.clone(), Some((new, result)))
                }
                Change::Put(_, result) | Change::Keep(result) => Change::Keep(Some((old.clone(), result))),
            }
        })?;
        match outcome {
            Some((proposal, result)) => Ok(Some((self.indexed(proposal)?, result))),
            None => Ok(None),
        }
    }

    /// All on the list of the open ones with the buckets they are in, the latest first, until `visit` has enough: also those
    /// that came to their end and have not left it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn each_listed(&self, mut visit: impl FnMut(u64, Saved) -> Result<bool, StoreError>) -> Result<(), StoreError> {
        open_index().each_placed(self.store, |bucket, id| match self.get(id)? {
            Some(saved) => visit(bucket, saved),
            None => self.tidy(&open_index(), bucket, id).map(|()| true),
        })
    }

    /// The open ones, the latest first, until `visit` has enough.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn each_open(&self, mut visit: impl FnMut(Saved) -> Result<bool, StoreError>) -> Result<(), StoreError> {
        open_index().each(self.store, |id| match self.get(id)? {
            Some(saved) if saved.value.state.is_open() => visit(saved),
            _ => Ok(true),
        })
    }

    /// How many are open, by their list alone; true as the second value if there are more than were counted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_open(&self) -> Result<(usize, bool), StoreError> {
        open_index().count(self.store, COUNTED_BUCKETS_MAX)
    }

    /// Puts a proposal on the list of those that are being written, for whoever claimed it: before it writes anything, so that a
    /// freeze that came earlier stops it and one that comes later finds it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn begin_running(&self, id: &str) -> Result<u64, StoreError> {
        running_index().add(self.store, id)
    }

    /// Takes it off that list.
    ///
    /// # Errors
    /// See [`StoreError`]; whoever goes through the list does it then.
    pub fn end_running(&self, bucket: u64, id: &str) -> Result<(), StoreError> {
        running_index().remove(self.store, bucket, id)
    }

    /// Those that are being written, however many others are open.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn each_running(&self, mut visit: impl FnMut(Saved)) -> Result<(), StoreError> {
        let (index, now) = (running_index(), self.deps.clock.now());
        index.each_placed(self.store, |bucket, id| {
            match self.get(id)? {
                Some(saved) if saved.value.state == State::Executing => visit(saved),
                // Its process died before it took it off, unless a replica only lags behind.
                Some(saved) if now.since(saved.value.changed_at) < BIRTH_MAX => {}
                _ => index.remove(self.store, bucket, id)?,
            }
            Ok(true)
        })
    }

    /// All that are kept, the latest first, until `visit` has enough.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn each(&self, visit: impl FnMut(Saved) -> Result<bool, StoreError>) -> Result<(), StoreError> {
        self.each_in(&index_of_all(), visit)
    }

    /// Takes those off the list of all that are so old that they are not kept any more.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn trim(&self, settings: &Settings) -> Result<(), StoreError> {
        let (now, kept_for) = (self.deps.clock.now(), code_life(settings));
        index_of_all().trim(self.store, |id| now.since(ids::time_of(id)) > kept_for)
    }

    /// Those of one proposer, the latest first, until `visit` has enough.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn each_of(
        &self,
        index_name: &str,
        visit: impl FnMut(Saved) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        self.each_in(&Index::new(index_name), visit)
    }

    fn each_in(
        &self,
        index: &Index,
        mut visit: impl FnMut(Saved) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        index.each_placed(self.store, |bucket, id| match self.get(id)? {
            Some(saved) => visit(saved),
            None => self.tidy(index, bucket, id).map(|()| true),
        })
    }

    /// Takes a proposal that has come to its end off the list of the open ones.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn leave(&self, proposal: &Proposal) -> Result<(), StoreError> {
        match proposal.open_bucket.filter(|_| !proposal.state.is_open()) {
            Some(bucket) => self.leave_bucket(bucket, &proposal.id),
            None => Ok(()),
        }
    }

    /// Takes it out of this bucket, whatever it remembers of its place, unless it is open.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn leave_bucket(&self, bucket: u64, id: &str) -> Result<(), StoreError> {
        let is_out = self.change(id, |old| match old {
            Some(old) if old.state.is_open() => Change::Keep(false),
            Some(old) if old.open_bucket.is_some() => Change::Put(Proposal { open_bucket: None, ..old.clone() }, true),
            _ => Change::Keep(true),
        })?;
        if !is_out {
            return Ok(());
        }
        open_index().remove(self.store, bucket, id)?;
        // Somebody may have opened it anew and found it on the list, just before it went.
        match self.get(id)? {
            Some(saved) if saved.value.state.is_open() => self.enter(id).map(drop),
            _ => Ok(()),
        }
    }

    /// One that opens anew goes back on the list.
    fn indexed(&self, proposal: Proposal) -> Result<Proposal, StoreError> {
        if !proposal.state.is_open() || proposal.open_bucket.is_some() {
            return Ok(proposal);
        }
        let bucket = self.enter(&proposal.id)?;
        Ok(Proposal { open_bucket: Some(bucket), ..proposal })
    }

    fn enter(&self, id: &str) -> Result<u64, StoreError> {
        let bucket = open_index().add(self.store, id)?;
        self.change(id, |old| match old {
            Some(old) => Change::Put(Proposal { open_bucket: Some(bucket), ..old.clone() }, ()),
            None => Change::Keep(()),
        })?;
        Ok(bucket)
    }

    /// A proposal that is not kept any more, or never came to be, leaves a list; one that is coming to be stays.
    fn tidy(&self, index: &Index, bucket: u64, id: &str) -> Result<(), StoreError> {
        let age = self.deps.clock.now().since(ids::time_of(id));
        if age < BIRTH_MAX { Ok(()) } else { index.remove(self.store, bucket, id) }
    }

    fn change<R>(
        &self,
        id: &str,
        decide: impl FnMut(Option<&Proposal>) -> Change<Proposal, R>,
    ) -> Result<R, StoreError> {
        self.store.update_expiring(&key(id), |new| self.kept_for(new), decide)
    }

    /// One that has come to its end and left the list of the open ones goes when the audit forgets it too.
    fn kept_for(&self, proposal: &Proposal) -> Option<u32> {
        let is_over = !proposal.state.is_open() && proposal.open_bucket.is_none();
        let retention = || Settings::current(self.deps).settings.limits.audit_retention;
        is_over.then(|| u32::try_from(retention().as_secs()).unwrap_or(u32::MAX))
    }

    fn new_code(&self, id: &str) -> Result<String, StoreError> {
        let settings = Settings::current(self.deps).settings;
        let kept_for = u32::try_from(code_life(&settings).as_secs()).ok();
        let mut code = String::new();
        for _ in 0..CODE_TRIES_MAX {
            code = ids::code(self.deps);
            if self.store.create(&code_key(&code), &Code { id: id.to_owned() }, kept_for)? {
                return Ok(code);
            }
        }
        Err(StoreError::Contended { key: code_key(&code) })
    }
}

/// Longer than any proposal that is decided in time; whoever has a later one finds it by its id.
fn code_life(settings: &Settings) -> Duration {
    settings.proposals.ttl + settings.limits.audit_retention + CODE_SPARE
}

fn index_of_all() -> Index {
    Index::new("p-all")
}

fn open_index() -> Index {
    Index::new("p-open")
}

fn running_index() -> Index {
    Index::new("p-run")
}

fn key(id: &str) -> String {
    format!("p/{id}")
}

fn code_key(code: &str) -> String {
    format!("pc/{}", code.to_ascii_lowercase())
}

/// States that a list can be narrowed to.
impl State {
    /// By the word for people.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

//! Where proposals are kept: `p/<ulid>`, `pc/<code>`, the list of the open ones and one list a proposer.

use serde::{Deserialize, Serialize};

use super::{Proposal, State};
use crate::ids;
use crate::index::Index;
use crate::ports::Deps;
use crate::store::{Change, Read, Store, StoreError, Stored};

/// Codes that may be taken before something is wrong.
const CODE_TRIES_MAX: usize = 8;

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

    /// Keeps a new proposal; gives it its id and code.
    ///
    /// The code and the lists come first: ids without a proposal harm nobody, a proposal that nothing names would be lost.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn create(&self, proposal: &mut Proposal) -> Result<(), StoreError> {
        proposal.id = ids::ulid(self.deps);
        proposal.code = self.new_code(&proposal.id)?;
        proposal.open_bucket = Some(open_index().add(self.store, &proposal.id)?);
        Index::new(&proposal.proposer.index_name()).add(self.store, &proposal.id)?;
        self.store.create(&key(&proposal.id), proposal, None)?;
        Ok(())
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

    /// Changes a proposal as `decide` says, again and again until nobody else was faster; keeps the list of the open ones
    /// in step. A state that may not follow the present one is not written.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn update<R>(
        &self,
        id: &str,
        mut decide: impl FnMut(&Proposal) -> Change<Proposal, R>,
    ) -> Result<Option<(Proposal, R)>, StoreError> {
        let now = self.deps.clock.now();
        let outcome = self.store.update(&key(id), None, |old: Option<&Proposal>| {
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

    /// Ids of the open ones, the latest first, until `visit` has enough.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn each_open(&self, mut visit: impl FnMut(Saved) -> Result<bool, StoreError>) -> Result<(), StoreError> {
        open_index().each(self.store, |id| match self.get(id)? {
            Some(saved) if saved.value.state.is_open() => visit(saved),
            _ => Ok(true),
        })
    }

    /// Those of one proposer, the latest first, until `visit` has enough.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn each_of(
        &self,
        index_name: &str,
        mut visit: impl FnMut(Saved) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        Index::new(index_name).each(self.store, |id| match self.get(id)? {
            Some(saved) => visit(saved),
            None => Ok(true),
        })
    }

    /// The list of the open ones follows the state; it is mended here too when a process died in between.
    fn indexed(&self, mut proposal: Proposal) -> Result<Proposal, StoreError> {
        let bucket = match (proposal.state.is_open(), proposal.open_bucket) {
            (false, Some(bucket)) => {
                open_index().remove(self.store, bucket, &proposal.id)?;
                None
            }
            (true, None) => Some(open_index().add(self.store, &proposal.id)?),
            _ => return Ok(proposal),
        };
        self.store.update(&key(&proposal.id), None, |old: Option<&Proposal>| match old {
            Some(old) if old.state == proposal.state => {
                Change::Put(Proposal { open_bucket: bucket, ..old.clone() }, ())
            }
            _ => Change::Keep(()),
        })?;
        proposal.open_bucket = bucket;
        Ok(proposal)
    }

    fn new_code(&self, id: &str) -> Result<String, StoreError> {
        let mut code = String::new();
        for _ in 0..CODE_TRIES_MAX {
            code = ids::code(self.deps);
            if self.store.create(&code_key(&code), &Code { id: id.to_owned() }, None)? {
                return Ok(code);
            }
        }
        Err(StoreError::Contended { key: code_key(&code) })
    }
}

fn open_index() -> Index {
    Index::new("p-open")
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

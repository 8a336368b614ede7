//! An Odoo without a network: a test hands it requests, gets answers, and steers what happens in between.

mod people;
mod records;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDateTime;

use crate::demo;
use crate::fault::Fault;
use crate::http::{Answer, Arrival, Asked, NoAnswer, Offer};
use crate::journal::{Call, Journal};
use crate::orm::{Database, Ring};
use crate::plan::{Moment, Plan};

pub use records::create;

/// Where requests are answered, with or without a network in front. Clones are the same desk.
#[derive(Clone, Debug)]
pub struct Desk {
    inside: Arc<Inside>,
}

/// What all requests share.
#[derive(Debug)]
struct Inside {
    journal: Journal,
    keeps_connections: bool,
    database: Mutex<Database>,
    offer: Mutex<Offer>,
    plan: Mutex<Plan>,
}

impl Desk {
    pub(crate) fn new(database: Database, offer: Offer, fault: Option<Fault>, keeps_connections: bool) -> Self {
        Self {
            inside: Arc::new(Inside {
                journal: Journal::default(),
                keeps_connections,
                database: Mutex::new(database),
                offer: Mutex::new(offer),
                plan: Mutex::new(Plan::with_fault(fault)),
            }),
        }
    }

    /// Answers one request at once. An answer that is held back at a closed gate comes too late.
    ///
    /// # Errors
    /// When no answer comes, because a test asked for that.
    pub fn answer(
        &self,
        method: &str,
        path: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<Answer, NoAnswer> {
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let arrival = Arrival::of(self, &Asked { method, path, headers, body });
        match arrival.gate() {
            Some(gate) if !gate.is_open() => Err(NoAnswer::TooLate),
            _ => arrival.answer(),
        }
    }

    /// The name of the database.
    pub fn database(&self) -> &'static str {
        demo::DATABASE
    }

    /// Misbehaves this way from the next request on.
    pub fn set_fault(&self, fault: Fault) {
        self.plan().always(Some(fault));
    }

    /// Misbehaves this way at the next calls of that name, so many times, and then behaves.
    ///
    /// A name is `res.partner/create` or `common/authenticate`; `*` stands for every model or method.
    pub fn fail_next(&self, calls: &str, times: usize, fault: Fault) {
        self.plan().fail_next(calls, times, fault);
    }

    /// Behaves again.
    pub fn clear_fault(&self) {
        self.plan().behave();
    }

    /// Does something once the next call of that name has arrived, before anything of it is done. Each call takes one doing.
    pub fn before(&self, calls: &str, doing: impl FnOnce(&Desk) + Send + 'static) {
        self.plan().at_next(calls, Moment::Before, Box::new(doing));
    }

    /// Does something once the next call of that name is done, before its answer leaves.
    pub fn after(&self, calls: &str, doing: impl FnOnce(&Desk) + Send + 'static) {
        self.plan().at_next(calls, Moment::After, Box::new(doing));
    }

    /// Changes which routes are there, as an upgrade or a proxy does.
    pub fn offer(&self, offer: Offer) {
        *lock(&self.inside.offer) = offer;
    }

    /// Sets the moment that stamps and activity states count from, UTC.
    pub fn set_now(&self, now: NaiveDateTime) {
        self.data().now = now;
    }

    /// Every call so far, in the order of arrival.
    pub fn calls(&self) -> Vec<Call> {
        self.inside.journal.calls()
    }

    /// Forgets the calls so far.
    pub fn forget_calls(&self) {
        self.inside.journal.clear();
    }

    /// Takes what automation rules have sent since the last time. With a network it is on its way by the end of each call.
    pub fn take_rings(&self) -> Vec<Ring> {
        self.data().rings.take()
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.inside.journal
    }

    pub(crate) fn offered(&self) -> Offer {
        *lock(&self.inside.offer)
    }

    pub(crate) fn keeps_connections(&self) -> bool {
        self.inside.keeps_connections
    }

    pub(crate) fn data(&self) -> MutexGuard<'_, Database> {
        lock(&self.inside.database)
    }

    /// The fault that was planned for a call, which is one fewer then.
    pub(crate) fn take_fault(&self, call: Option<&str>) -> Option<Fault> {
        self.plan().take_fault(call)
    }

    /// Does what a test wants done at this moment of a call. The desk is free meanwhile: a test may call it.
    pub(crate) fn take_turn(&self, call: Option<&str>, moment: Moment) {
        let doing = self.plan().take_doing(call, moment);
        if let Some(doing) = doing {
            doing(self);
        }
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        lock(&self.inside.plan)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

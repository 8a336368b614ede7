//! Starting, steering and stopping a stand-in.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDateTime;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value as Json};
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

use crate::demo;
use crate::fault::Fault;
use crate::http;
use crate::journal::{Call, Journal};
use crate::orm::{self, Database, Env, View};

/// A stand-in that is being set up.
#[derive(Debug)]
pub struct Builder {
    address: String,
    database: Database,
    fault: Option<Fault>,
    keeps_connections: bool,
}

/// A running stand-in. It stops when it is dropped, with every connection.
#[derive(Debug)]
pub struct StandIn {
    address: SocketAddr,
    state: Arc<State>,
    accepting: AbortHandle,
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) journal: Journal,
    pub(crate) keeps_connections: bool,
    database: Mutex<Database>,
    fault: Mutex<Option<Fault>>,
}

impl StandIn {
    /// Odoo 17 with its demo data and the user `bridge`, on a port of the system's choice once started.
    pub fn demo() -> Builder {
        Builder { address: "127.0.0.1:0".to_owned(), database: demo::database(), fault: None, keeps_connections: false }
    }

    /// The base address without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The name of the database.
    pub fn database(&self) -> &'static str {
        demo::DATABASE
    }

    /// The login of the user that a bridge signs in as.
    pub fn login(&self) -> &'static str {
        demo::LOGIN
    }

    /// That user's API key.
    pub fn api_key(&self) -> &'static str {
        demo::API_KEY
    }

    /// That user's password.
    pub fn password(&self) -> &'static str {
        demo::PASSWORD
    }

    /// Misbehaves this way from the next request on.
    pub fn set_fault(&self, fault: Fault) {
        *lock(&self.state.fault) = Some(fault);
    }

    /// Behaves again.
    pub fn clear_fault(&self) {
        *lock(&self.state.fault) = None;
    }

    /// Sets the moment that stamps and activity states count from, UTC.
    pub fn set_now(&self, now: NaiveDateTime) {
        self.state.database().now = now;
    }

    /// Every call so far, in the order of arrival.
    pub fn calls(&self) -> Vec<Call> {
        self.state.journal.calls()
    }

    /// Forgets the calls so far.
    pub fn forget_calls(&self) {
        self.state.journal.clear();
    }

    /// Waits until the calls fulfil a condition, such as that one has arrived while a gate holds its answer.
    ///
    /// # Panics
    /// When they do not within ten seconds.
    pub async fn wait_until(&self, what: &str, condition: impl FnMut(&[Call]) -> bool) {
        self.state.journal.wait_until(what, condition).await;
    }

    /// Creates a record as the administrator would and returns its id.
    ///
    /// # Panics
    /// When Odoo would refuse the values.
    pub fn create(&self, model: &str, values: &Json) -> i64 {
        create(&mut self.state.database(), model, values)
    }

    /// Reads fields of a record as the administrator would; `None` if it is not there.
    ///
    /// # Panics
    /// When a field does not exist.
    #[expect(clippy::panic, reason = "it fails the test that asks")]
    pub fn record(&self, model: &str, id: i64, fields: &[&str]) -> Option<Json> {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let env = administrator();
        match View::new(&self.state.database(), &env).read(model, &[id], &fields) {
            Ok(records) => records.into_iter().next(),
            Err(err) => panic!("reading {model} {id}: {err}"),
        }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Builder {
    /// Listens there, such as `127.0.0.1:8069`.
    #[must_use]
    pub fn on(mut self, address: &str) -> Self {
        address.clone_into(&mut self.address);
        self
    }

    /// Adds a record.
    ///
    /// # Panics
    /// When Odoo would refuse the values.
    #[must_use]
    pub fn with(mut self, model: &str, values: &Json) -> Self {
        create(&mut self.database, model, values);
        self
    }

    /// Starts with a fault.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// Archives the user a bridge signs in as, which takes effect at once on every password and key.
    #[must_use]
    pub fn with_user_archived(mut self) -> Self {
        for account in self.database.accounts.iter_mut().filter(|account| account.login == demo::LOGIN) {
            account.active = false;
        }
        self
    }

    /// Keeps connections open between requests, as a proxy in front of Odoo does; Odoo itself closes each.
    #[must_use]
    pub fn keeping_connections(mut self) -> Self {
        self.keeps_connections = true;
        self
    }

    /// Starts on the current runtime.
    ///
    /// # Panics
    /// When the address cannot be had; [`Builder::try_start`] returns that as an error.
    #[expect(clippy::panic, reason = "a test cannot go on without it")]
    pub async fn start(self) -> StandIn {
        let address = self.address.clone();
        match self.try_start().await {
            Ok(odoo) => odoo,
            Err(err) => panic!("the Odoo stand-in cannot listen on {address}: {err}"),
        }
    }

    /// Starts on the current runtime.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn try_start(self) -> io::Result<StandIn> {
        let listener = TcpListener::bind(&self.address).await?;
        let state = Arc::new(State {
            journal: Journal::default(),
            keeps_connections: self.keeps_connections,
            database: Mutex::new(self.database),
            fault: Mutex::new(self.fault),
        });
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state))).abort_handle();
        Ok(StandIn { address, state, accepting })
    }
}

impl State {
    pub(crate) fn database(&self) -> MutexGuard<'_, Database> {
        lock(&self.database)
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        lock(&self.fault).clone()
    }
}

/// Serves connections until the task is aborted, which ends them too: the set aborts what it holds.
async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    // An accept error is of one connection (it was reset, or files ran out), not of the listener.
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        while connections.try_join_next().is_some() {}
        let state = Arc::clone(&state);
        connections.spawn(async move {
            let answer = service_fn(move |request| http::answer(Arc::clone(&state), request));
            // A client that goes away, or a test that wanted no answer, ends the connection; nobody needs to know.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

#[expect(clippy::panic, reason = "it fails the test that asks")]
fn create(database: &mut Database, model: &str, values: &Json) -> i64 {
    let values: Map<String, Json> = values.as_object().cloned().unwrap_or_default();
    match orm::create(database, &administrator(), model, &values) {
        Ok(id) => id,
        Err(err) => panic!("creating a {model}: {err}"),
    }
}

fn administrator() -> Env {
    Env { sudo: true, ..Env::new(demo::ADMIN_UID, Map::new()) }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

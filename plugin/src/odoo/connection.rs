//! What all adapters share: the cached login, retries, the breaker, the fields that exist.

use std::time::Duration;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::breaker::Breaker;
use super::{Call, Class, Filter, JsonRpc, Method, Odoo, OdooError, Outage, Reader, Row, UserId};
use crate::ports::{Deps, Timestamp};
use crate::settings::Account;

const LOGIN_KEPT_SECONDS: u32 = 24 * 3600;
const FIELDS_KEPT_SECONDS: u32 = 24 * 3600;
const LAST_GOOD_KEPT_SECONDS: u32 = 30 * 24 * 3600;
/// Further tries of a read.
const RETRIES_MAX: u32 = 3;
/// Before the first of them; doubled each time, plus up to as much again.
const RETRY_PAUSE: Duration = Duration::from_millis(200);

/// Odoo as one account sees it, for one command: everything has to be done by one deadline.
pub struct Connection<'a> {
    deps: Deps<'a>,
    account: &'a Account,
    odoo: JsonRpc<'a>,
    keys: Keys,
    reader: Reader,
    deadline: Timestamp,
}

/// A page of records.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    /// Such as `res.partner`.
    pub model: &'static str,
    /// Which records.
    pub filter: &'a Filter,
    /// Which fields; those that do not exist must be left out.
    pub fields: &'a [&'static str],
    /// Such as `name asc, id asc`; ends with the id, or pages overlap.
    pub order: &'static str,
    /// Records at most.
    pub limit: u32,
}

/// How the connection has been doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// When Odoo answered last, as far as this process knows.
    pub last_good: Option<Timestamp>,
    /// In a row.
    pub failures: u32,
}

impl Health {
    /// Of the account's connection, without asking Odoo.
    #[must_use]
    pub fn of(deps: &Deps<'_>, account: &Account) -> Self {
        let keys = Keys::of(account);
        let last_good = deps.cache.get(&keys.last_good).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { last_good, failures: Breaker::load(deps.cache, &keys.breaker).failures }
    }
}

impl<'a> Connection<'a> {
    /// Connects to nothing yet: the first call does. The account's time starts to run.
    #[must_use]
    pub fn open(deps: Deps<'a>, account: &'a Account, reader: Reader) -> Self {
        let odoo = JsonRpc::new(&account.address, deps.http, deps.clock);
        let deadline = deps.clock.now().after(account.timeout);
        Self { deps, account, odoo, keys: Keys::of(account), reader, deadline }
    }

    /// Odoo's version, such as `17.0`.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn version(&self) -> Result<String, OdooError> {
        self.guarded(Class::Read, || self.odoo.version(self.deadline))
    }

    /// Those of `wanted` that the model has and the account may see. Kept for 24 h.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn fields(&self, model: &'static str, wanted: &[&'static str]) -> Result<Vec<&'static str>, OdooError> {
        let key = format!("{}/fields/{model}", self.keys.prefix);
        let known = self.deps.cache.get(&key).and_then(|bytes| serde_json::from_slice::<Vec<String>>(&bytes).ok());
        let known = match known {
            Some(known) => known,
            None => {
                let kwargs = Map::from_iter([("attributes".to_owned(), json!(["type"]))]);
                let answer =
                    self.execute(&Call { model, method: Method::FieldsGet, args: vec![json!(wanted)], kwargs })?;
                let Value::Object(fields) = answer else { return Err(Outage::Malformed.into()) };
                let known: Vec<String> = fields.into_iter().map(|(field, _)| field).collect();
                self.deps.cache.set(&key, json!(known).to_string().as_bytes(), FIELDS_KEPT_SECONDS);
                known
            }
        };
        Ok(wanted.iter().copied().filter(|field| known.iter().any(|known| known == field)).collect())
    }

    /// The first records by their order.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn search_read(&self, search: &Search<'_>) -> Result<Vec<Row>, OdooError> {
        let kwargs = Map::from_iter([
            ("fields".to_owned(), json!(search.fields)),
            ("order".to_owned(), json!(search.order)),
            ("limit".to_owned(), json!(search.limit)),
            ("context".to_owned(), self.reader.context()),
        ]);
        let args = vec![search.filter.to_domain()];
        Row::list(self.execute(&Call { model: search.model, method: Method::SearchRead, args, kwargs })?)
    }

    /// Runs a method as the account. A login costs Odoo 0.4 s, so the user id is kept; when Odoo refuses it, one fresh
    /// login tells whether the key is to blame.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn execute(&self, call: &Call) -> Result<Value, OdooError> {
        self.guarded(call.method.class(), || {
            let Some(user) = self.known_user() else { return self.execute_as(self.sign_in()?, call) };
            match self.execute_as(user, call) {
                Err(OdooError::Authentication) => {
                    self.deps.cache.delete(&self.keys.user);
                    self.execute_as(self.sign_in()?, call)
                }
                answer => answer,
            }
        })
    }

    fn execute_as(&self, user: UserId, call: &Call) -> Result<Value, OdooError> {
        self.odoo.execute(self.account, user, call, self.deadline)
    }

    fn known_user(&self) -> Option<UserId> {
        let bytes = self.deps.cache.get(&self.keys.user)?;
        serde_json::from_slice(&bytes).ok().map(UserId)
    }

    fn sign_in(&self) -> Result<UserId, OdooError> {
        let user = self.odoo.sign_in(self.account, self.deadline)?;
        self.deps.cache.set(&self.keys.user, user.0.to_string().as_bytes(), LOGIN_KEPT_SECONDS);
        Ok(user)
    }

    /// Asks unless Odoo rests, and remembers how it went.
    fn guarded<T>(&self, class: Class, ask: impl Fn() -> Result<T, OdooError>) -> Result<T, OdooError> {
        let cache = self.deps.cache;
        let mut breaker = Breaker::load(cache, &self.keys.breaker);
        let before = breaker;
        breaker.admit(self.deps.clock.now()).map_err(|rest| Outage::Resting {
            retry_in_seconds: rest.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX),
        })?;
        if breaker != before {
            breaker.save(cache, &self.keys.breaker);
        }
        let answer = self.retried(class, ask);
        let now = self.deps.clock.now();
        match &answer {
            Err(OdooError::Outage(_) | OdooError::Authentication) => breaker.fail(now),
            Err(OdooError::RateLimited { retry_after_seconds }) => {
                breaker.hold(now, Duration::from_secs(retry_after_seconds.unwrap_or(0).into()));
            }
            _ => {
                breaker = Breaker::default();
                cache.set(&self.keys.last_good, now.0.to_string().as_bytes(), LAST_GOOD_KEPT_SECONDS);
            }
        }
        if breaker != before {
            breaker.save(cache, &self.keys.breaker);
        }
        answer
    }

    fn retried<T>(&self, class: Class, ask: impl Fn() -> Result<T, OdooError>) -> Result<T, OdooError> {
        for retry in 0..RETRIES_MAX {
            let error = match ask() {
                Err(error) if class == Class::Read => error,
                answer => return answer,
            };
            let Some(pause) = self.pause(&error, retry) else { return Err(error) };
            if self.deps.clock.now().after(pause) >= self.deadline {
                return Err(error);
            }
            self.deps.clock.wait(pause);
        }
        ask()
    }

    /// How long to wait before the next try, if one makes sense.
    fn pause(&self, error: &OdooError, retry: u32) -> Option<Duration> {
        match error {
            OdooError::RateLimited { retry_after_seconds: Some(seconds) } => {
                Some(Duration::from_secs((*seconds).into()))
            }
            OdooError::RateLimited { retry_after_seconds: None }
            | OdooError::Outage(Outage::Unreachable(_) | Outage::Status(502..=504)) => {
                let pause = RETRY_PAUSE * 2_u32.pow(retry);
                let jitter_ms = (self.deps.random)() % u64::try_from(pause.as_millis()).unwrap_or(1).max(1);
                Some(pause + Duration::from_millis(jitter_ms))
            }
            _ => None,
        }
    }
}

/// Keys in the cache; a changed account starts anew.
struct Keys {
    prefix: String,
    user: String,
    breaker: String,
    last_good: String,
}

impl Keys {
    fn of(account: &Account) -> Self {
        let mut hash = Sha256::new();
        for part in [&account.address.to_string(), &account.database, &account.login, account.key.expose()] {
            hash.update(part);
            hash.update([0]);
        }
        let prefix = hash.finalize().iter().fold(String::from("odoo/"), |text, byte| format!("{text}{byte:02x}"));
        Self {
            user: format!("{prefix}/user"),
            breaker: format!("{prefix}/breaker"),
            last_good: format!("{prefix}/last-good"),
            prefix,
        }
    }
}

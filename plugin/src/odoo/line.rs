//! Exchanges with one server for one account: several at the same time, with the cached login, tries and the breaker.

mod exchange;
mod guard;
mod keys;
mod surroundings;

pub(super) use keys::Keys;
pub use surroundings::Surroundings;

use std::time::Duration;

use serde_json::Value;

use super::{Call, Class, OdooError, Outage, Question, UserId, denied};
use crate::ports::{Deps, Timestamp};
use crate::settings::Account;

const LOGIN_KEPT_SECONDS: u32 = 24 * 3600;
const VERSION_KEPT_SECONDS: u32 = 24 * 3600;
/// Further tries of a read.
const RETRIES_MAX: u32 = 3;
/// Before the first of them; doubled each time, plus up to as much again.
const RETRY_PAUSE: Duration = Duration::from_millis(200);

pub(super) type Answer = Result<Value, OdooError>;

/// The way to Odoo as one account.
pub(super) struct Line<'a> {
    pub(super) deps: Deps<'a>,
    account: &'a Account,
    pub(super) keys: Keys,
    deadline: Timestamp,
}

impl<'a> Line<'a> {
    /// Connects to nothing yet. The account's time starts to run.
    pub(super) fn new(deps: Deps<'a>, account: &'a Account) -> Self {
        let deadline = deps.clock.now().after(account.timeout);
        Self { deps, account, keys: Keys::of(account), deadline }
    }

    /// Odoo's version, without a login.
    pub(super) fn version(&self) -> Result<String, OdooError> {
        let answer = one(self.guarded(1, || self.retried(&[Question::Version])))?;
        self.keep_version(&answer);
        answer.as_str().map(ToOwned::to_owned).ok_or_else(|| Outage::Malformed.into())
    }

    /// Odoo's version as it was not long ago.
    pub(super) fn known_version(&self) -> Option<String> {
        String::from_utf8(self.deps.cache.get(&self.keys.version)?).ok()
    }

    /// The user that the account is.
    pub(super) fn user(&self) -> Result<UserId, OdooError> {
        self.known_user().map_or_else(|| self.fresh_user(), Ok)
    }

    /// The user that the account is by a real login.
    pub(super) fn fresh_user(&self) -> Result<UserId, OdooError> {
        let signed_in = one(self.guarded(1, || vec![self.sign_in().map(|user| user.0.into())]))?;
        signed_in.as_i64().map(UserId).ok_or_else(|| Outage::Malformed.into())
    }

    /// Runs the methods as the account, at the same time; the answers come in the order of the calls. What may not be
    /// written is not sent.
    pub(super) fn execute(&self, calls: Vec<Call>) -> Vec<Answer> {
        let admitted: Vec<_> = calls.into_iter().map(denied::admit).collect();
        let sent: Vec<_> = admitted.iter().filter_map(|call| call.as_ref().ok()).collect();
        let mut answers = if sent.is_empty() { Vec::new() } else { self.execute_admitted(&sent) }.into_iter();
        let answer = |call: Result<Call, OdooError>| call.and_then(|_| one(answers.next()));
        admitted.into_iter().map(answer).collect()
    }

    /// A login costs Odoo 0.4 s, so the user id is kept; when Odoo refuses it, one fresh login tells whether the key is
    /// to blame.
    fn execute_admitted(&self, calls: &[&Call]) -> Vec<Answer> {
        self.guarded(calls.len(), || {
            let Some(user) = self.known_user() else { return self.sign_in_and_execute(calls) };
            let mut answers = self.execute_as(user, calls);
            let refused = |answer: &Answer| matches!(answer, Err(OdooError::Authentication));
            if answers.iter().any(refused) {
                self.deps.cache.delete(&self.keys.user);
                let again = answers.iter().zip(calls).filter(|(answer, _)| refused(answer));
                let again: Vec<_> = again.map(|(_, call)| *call).collect();
                let fresh = self.sign_in_and_execute(&again);
                for (answer, fresh) in answers.iter_mut().filter(|answer| refused(answer)).zip(fresh) {
                    *answer = fresh;
                }
            }
            answers
        })
    }

    fn sign_in_and_execute(&self, calls: &[&Call]) -> Vec<Answer> {
        match self.sign_in() {
            Ok(user) => self.execute_as(user, calls),
            Err(error) => vec![Err(error.before_sending()); calls.len()],
        }
    }

    fn execute_as(&self, user: UserId, calls: &[&Call]) -> Vec<Answer> {
        self.retried(&calls.iter().map(|call| Question::Execute(user, call)).collect::<Vec<_>>())
    }

    fn known_user(&self) -> Option<UserId> {
        let bytes = self.deps.cache.get(&self.keys.user)?;
        serde_json::from_slice(&bytes).ok().map(UserId)
    }

    fn sign_in(&self) -> Result<UserId, OdooError> {
        let answer = one(self.retried(&[Question::SignIn]))?;
        self.keep_user(&answer);
        answer.as_i64().map(UserId).ok_or_else(|| Outage::Malformed.into())
    }

    fn keep_user(&self, user: &Value) {
        self.deps.cache.set(&self.keys.user, user.to_string().as_bytes(), LOGIN_KEPT_SECONDS);
    }

    fn keep_version(&self, version: &Value) {
        let version = version.as_str().unwrap_or_default();
        self.deps.cache.set(&self.keys.version, version.as_bytes(), VERSION_KEPT_SECONDS);
    }

    /// Asks again for those reads whose failure may pass.
    fn retried(&self, questions: &[Question<'_>]) -> Vec<Answer> {
        let mut answers = self.exchange(questions);
        for retry in 0..RETRIES_MAX {
            let pauses = questions.iter().zip(&answers).enumerate().filter_map(|(index, (question, answer))| {
                let error = answer.as_ref().err().filter(|_| question.class() == Class::Read)?;
                Some((index, self.pause(error, retry)?))
            });
            let (again, pauses): (Vec<_>, Vec<_>) = pauses.unzip();
            let Some(pause) = pauses.into_iter().max() else { break };
            if self.deps.clock.now().after(pause) >= self.deadline {
                break;
            }
            self.deps.clock.wait(pause);
            let fresh = self.exchange(&again.iter().map(|index| questions[*index]).collect::<Vec<_>>());
            for (index, answer) in again.into_iter().zip(fresh) {
                answers[index] = answer;
            }
        }
        answers
    }

    /// How long to wait before the next try, if one makes sense.
    fn pause(&self, error: &OdooError, retry: u32) -> Option<Duration> {
        match error {
            OdooError::RateLimited { retry_after_seconds: Some(seconds) } => {
                Some(Duration::from_secs((*seconds).into()))
            }
            OdooError::RateLimited { retry_after_seconds: None }
            | OdooError::Outage(Outage::Unreachable(_) | Outage::Cut | Outage::Status(502..=504)) => {
                let pause = RETRY_PAUSE * 2_u32.pow(retry);
                let jitter_ms = (self.deps.random)() % u64::try_from(pause.as_millis()).unwrap_or(1).max(1);
                Some(pause + Duration::from_millis(jitter_ms))
            }
            _ => None,
        }
    }
}

/// The first of the answers; there is one to every question.
pub(super) fn one(answers: impl IntoIterator<Item = Answer>) -> Answer {
    answers.into_iter().next().unwrap_or_else(|| Err(Outage::Malformed.into()))
}

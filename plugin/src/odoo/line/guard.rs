//! What stands between a failing Odoo and those who go on asking.

use std::time::Duration;

use super::{Answer, Line};
use crate::odoo::breaker::Breaker;
use crate::odoo::{OdooError, Outage};

const LAST_GOOD_KEPT_SECONDS: u32 = 30 * 24 * 3600;

/// What the answers of one moment say: a single one that is understood shows that server and account work.
enum Sign {
    Good,
    Hold(Duration),
    /// The server fails, for everybody.
    Outage,
    /// The server works and refuses the account.
    Refusal,
}

impl Line<'_> {
    /// Asks unless Odoo rests, and remembers how it went. An outage counts for all accounts of the server, a refused
    /// account for itself only.
    pub(super) fn guarded(&self, count: usize, ask: impl FnOnce() -> Vec<Answer>) -> Vec<Answer> {
        let keys = [&self.keys.server_breaker, &self.keys.account_breaker];
        let before = keys.map(|key| Breaker::load(self.deps.cache, key));
        let mut breakers = before;
        let now = self.deps.clock.now();
        let rests = breakers.iter_mut().filter_map(|breaker| breaker.admit(now).err());
        if let Some(rest) = rests.max() {
            let retry_in_seconds = rest.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX);
            return vec![Err(Outage::Resting { retry_in_seconds }.into()); count];
        }
        self.keep(keys, before, breakers);
        let answers = ask();
        if answers.iter().all(|answer| matches!(answer, Err(OdooError::Closed(_)))) {
            // Nothing was asked, so nothing is known.
            return answers;
        }
        let now = self.deps.clock.now();
        let [server, account] = &mut breakers;
        match Sign::of(&answers) {
            Sign::Good => [*server, *account] = [Breaker::default(); 2],
            Sign::Hold(pause) => server.hold(now, pause),
            Sign::Outage => server.fail(now),
            Sign::Refusal => {
                *server = Breaker::default();
                account.fail(now);
            }
        }
        if breakers == [Breaker::default(); 2] {
            self.deps.cache.set(&self.keys.last_good, now.0.to_string().as_bytes(), LAST_GOOD_KEPT_SECONDS);
        }
        self.keep(keys, before, breakers);
        answers
    }

    fn keep(&self, keys: [&String; 2], before: [Breaker; 2], after: [Breaker; 2]) {
        for ((key, before), after) in keys.into_iter().zip(before).zip(after) {
            if after != before {
                after.save(self.deps.cache, key);
            }
        }
    }
}

impl Sign {
    fn of(answers: &[Answer]) -> Self {
        let mut sign = Self::Outage;
        for answer in answers {
            match (answer, &sign) {
                (Err(OdooError::Outage(_)), _) => {}
                (Err(OdooError::Authentication), Self::Outage) => sign = Self::Refusal,
                (Err(OdooError::RateLimited { retry_after_seconds }), _) => {
                    let pause = Duration::from_secs(retry_after_seconds.unwrap_or(0).into());
                    sign = Self::Hold(if let Self::Hold(longer) = sign { longer.max(pause) } else { pause });
                }
                (Err(OdooError::Authentication), _) => {}
                _ => return Self::Good,
            }
        }
        sign
    }
}

//! Work of a night that goes through many things, as far as the time of one run reaches, and goes on in the next run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::order;
use crate::ports::{Deps, Timestamp};
use crate::settings::Settings;
use crate::store::{Change, Store, Stored};
use crate::text::Zone;

/// A night belongs to the day before, until three o'clock in the default time zone.
const STARTS_AT: Duration = Duration::from_secs(3 * 3600);
/// Of one run; the last thing may take some seconds more.
const TIME_MAX: Duration = Duration::from_secs(15);

/// How far a job is: `cur/<job>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    night: String,
    /// Everything up to here is done.
    after: String,
    is_done: bool,
    fence: u64,
}

impl Stored for Progress {
    const VERSION: u32 = 1;
}

/// The work of one night of one job.
pub(super) struct Night<'a> {
    deps: &'a Deps<'a>,
    key: String,
    progress: Progress,
    start: Timestamp,
}

impl<'a> Night<'a> {
    /// What is left of the night; none if its work is done.
    ///
    /// # Errors
    /// For the log.
    pub(super) fn begin(
        deps: &'a Deps<'a>,
        settings: &Settings,
        job: &str,
        fence: u64,
    ) -> Result<Option<Self>, String> {
        let (key, start) = (format!("cur/{job}"), deps.clock.now());
        let night = night(settings, start);
        let before = Store::new(deps.kv).get::<Progress>(&key).map_err(|error| error.to_string())?;
        let before = before.map(|read| read.value).filter(|before| before.night == night);
        if before.as_ref().is_some_and(|before| before.is_done) {
            return Ok(None);
        }
        let progress = before.unwrap_or_else(|| Progress { night, after: String::new(), is_done: false, fence });
        Ok(Some(Self { deps, key, progress: Progress { fence, ..progress }, start }))
    }

    /// Visits what is left, in the order of the keys. A visit that fails ends the run, and the next run begins with it.
    ///
    /// # Errors
    /// For the log.
    pub(super) fn visit<E: std::fmt::Display>(
        mut self,
        mut keys: Vec<String>,
        mut visit: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), String> {
        order::sort(&mut keys);
        keys.retain(|key| *key > self.progress.after);
        for key in keys {
            if self.deps.clock.now().since(self.start) >= TIME_MAX {
                return self.save();
            }
            if let Err(error) = visit(&key) {
                self.save()?;
                return Err(error.to_string());
            }
            self.progress.after = key;
        }
        self.progress.is_done = true;
        self.save()
    }

    fn save(&self) -> Result<(), String> {
        let is_ours = Store::new(self.deps.kv).update(&self.key, None, |stored: Option<&Progress>| match stored {
            Some(stored) if stored.fence > self.progress.fence => Change::Keep(false),
            _ => Change::Put(self.progress.clone(), true),
        });
        match is_ours {
            Ok(true) => Ok(()),
            Ok(false) => Err("another node holds the lease by now".into()),
            Err(error) => Err(error.to_string()),
        }
    }
}

fn night(settings: &Settings, now: Timestamp) -> String {
    let zone = Zone::named(&settings.default_time_zone).unwrap_or(Zone::UTC);
    let shift = i64::try_from(STARTS_AT.as_millis()).unwrap_or(0);
    zone.day(Timestamp(now.0.saturating_sub(shift))).to_string()
}

use std::time::{Duration, SystemTime};

use crate::ports::{Clock, Secrets, Timestamp};

pub(super) struct WasiClock;

impl Clock for WasiClock {
    fn now(&self) -> Timestamp {
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
    }

    fn wait(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

pub(super) struct WasiRandom;

impl Secrets for WasiRandom {
    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        match getrandom::fill(&mut bytes) {
            Ok(()) => bytes,
            // A secret that can be guessed is worse than a call that ends here.
            Err(_) => std::process::abort(),
        }
    }
}

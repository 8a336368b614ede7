//! What an exchange tells besides its answer: the server's clock and the end of its certificate.

use serde::{Deserialize, Serialize};

use super::Line;
use crate::ports::{HttpError, HttpResponse, Timestamp};

const KEPT_SECONDS: u32 = 300;

/// What the last exchange told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// By how many milliseconds the server's clock is ahead of ours, give or take the second that it is cut to and half the time
    /// that the exchange took.
    pub ahead_ms: Option<i64>,
    /// The last moment of the server's certificate; none without TLS.
    pub certificate_end: Option<Timestamp>,
}

impl Line<'_> {
    /// Notes what the answer to a question tells that left at `start`.
    pub(super) fn note(&self, start: Timestamp, response: &Result<HttpResponse, HttpError>) {
        let Ok(response) = response else { return };
        let middle = i64::midpoint(start.0, self.deps.clock.now().0);
        let surroundings = Surroundings {
            ahead_ms: response.date.map(|date| date.0 + 500 - middle),
            certificate_end: response.certificate_end,
        };
        let text = serde_json::json!(surroundings).to_string();
        self.deps.cache.set(&self.keys.surroundings, text.as_bytes(), KEPT_SECONDS);
    }

    /// What the last version that was asked for told.
    pub(in crate::odoo) fn surroundings(&self) -> Surroundings {
        let known = self.deps.cache.get(&self.keys.surroundings);
        known.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }
}

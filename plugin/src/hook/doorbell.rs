//! The secret in a doorbell's address: Odoo's own webhook can neither sign nor send a header (requirement 6.2, F9).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{Hook, Key, Sender};
use crate::ports::Deps;
use crate::seal::Seal;

/// What the capability is made of, besides the hook's secret.
const PURPOSE: &[u8] = b"doorbell";

impl Key {
    /// Opens the doorbell and signs nothing: 43 characters that are made of the secret, change with it, and do not lead back
    /// to it.
    #[must_use]
    pub fn capability(&self) -> String {
        // An HMAC takes keys of every length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.bytes()) else { return String::new() };
        mac.update(PURPOSE);
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

impl Hook {
    /// Under which of this hook's secrets that is its capability; nothing if under none, or if the hook is disabled.
    #[must_use]
    pub fn opened_with(&self, deps: &Deps<'_>, seal: &Seal, capability: &str) -> Option<Sender> {
        let fits = |key: &Key| {
            let own = key.capability();
            !own.is_empty() && bool::from(own.as_bytes().ct_eq(capability.as_bytes()))
        };
        let current = self.key(seal).is_ok_and(|key| fits(&key));
        let previous = self.previous_key(seal, deps.clock.now()).ok().flatten().is_some_and(|key| fits(&key));
        match (self.is_disabled, current, previous) {
            (false, true, _) => Some(Sender::Current),
            (false, _, true) => Some(Sender::Previous),
            _ => None,
        }
    }
}

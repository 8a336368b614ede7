//! The secret in a doorbell's address: Odoo's own webhook can neither sign nor send a header (requirement 6.2, F9).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{Hook, Key};
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
    /// Whether that is the capability of this hook, under its secret or the one before.
    #[must_use]
    pub fn opens(&self, deps: &Deps<'_>, seal: &Seal, capability: &str) -> bool {
        let previous = self.previous_key(seal, deps.clock.now()).ok().flatten();
        let keys = self.key(seal).ok().into_iter().chain(previous);
        let fits = keys.map(|key| key.capability()).filter(|own| !own.is_empty());
        let fits = fits.map(|own| bool::from(own.as_bytes().ct_eq(capability.as_bytes())));
        !self.is_disabled && fits.fold(false, |any, fits| any | fits)
    }
}

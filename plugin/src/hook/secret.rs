use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Hook;
use crate::ports::{Secrets, Timestamp};
use crate::seal::{Seal, SealError};
use crate::settings::Secret;

/// As the Standard Webhooks spell a secret that both sides know.
const PREFIX: &str = "whsec_";

/// What a sender signs with: `whsec_<base64>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(Secret);

impl Key {
    /// A new one.
    #[must_use]
    pub fn new(secrets: &dyn Secrets) -> Self {
        Self(Secret::new(format!("{PREFIX}{}", STANDARD.encode(secrets.bytes()))))
    }

    /// One that an administrator typed, of any spelling.
    #[must_use]
    pub fn of(secret: &Secret) -> Self {
        Self(secret.clone())
    }

    /// The whole, for its owner's eyes.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// What `X-Odoo-Signature` is made with: the text as it was handed over, so that it fits into one line of a shell.
    pub(super) fn text(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }

    /// What `webhook-signature` is made with: the bytes that the text stands for, as every library for it does.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let decoded = self.0.expose().strip_prefix(PREFIX).and_then(|encoded| STANDARD.decode(encoded).ok());
        // A secret of another spelling stands for itself: no secret is empty.
        decoded.filter(|bytes| !bytes.is_empty()).unwrap_or_else(|| self.text().to_vec())
    }

    pub(super) fn seal(&self, seal: &Seal, secrets: &dyn Secrets, hook: &str) -> Result<String, SealError> {
        seal.seal(secrets, &purpose(hook), &self.expose())
    }

    fn open(seal: &Seal, hook: &str, sealed: &str) -> Result<Self, SealError> {
        Ok(Self(Secret::new(seal.open(&purpose(hook), sealed)?)))
    }
}

impl Hook {
    /// The current secret.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn key(&self, seal: &Seal) -> Result<Key, SealError> {
        Key::open(seal, &self.name, &self.secret)
    }

    /// The secret before, as long as it is taken.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn previous_key(&self, seal: &Seal, now: Timestamp) -> Result<Option<Key>, SealError> {
        let previous = self.previous.as_ref().filter(|previous| now < previous.until);
        previous.map(|previous| Key::open(seal, &self.name, &previous.secret)).transpose()
    }
}

/// What is sealed for one hook opens for no other.
pub(super) fn purpose(hook: &str) -> String {
    format!("hook:{hook}")
}

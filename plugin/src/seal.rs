//! Secrets at rest and what a client carries for us: sealed with AES-256-GCM under `EncryptionKey` (requirements 2.2, 2.6).
//!
//! A sealed text is `<key id>.<base64url of nonce and ciphertext>`. Its purpose is associated data: what was sealed for one
//! person or one button opens for no other. The texts are safe in addresses, contexts and JSON.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::language::Language;
use crate::ports::Secrets;
use crate::say;
use crate::settings::{Encryption, Secret};
use crate::text::hexadecimal;

/// Chosen at random, so one key must not seal more than 2³² times: at ten a second that is 13 years.
const NONCE_BYTES: usize = 12;
/// Characters of a key id.
const KEY_ID_CHARACTERS: usize = 8;

/// Seals and opens.
pub struct Seal {
    current: Key,
    previous: Option<Key>,
}

struct Key {
    id: String,
    cipher: Aes256Gcm,
}

/// Why a sealed text stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was sealed under a key that is neither the current nor the previous one.
    #[error("it was sealed under another encryption key")]
    UnknownKey,
    /// It was changed, or sealed for something else.
    #[error("it is not what was sealed")]
    Broken,
}

impl Seal {
    /// By the settings.
    ///
    /// # Errors
    /// What to do when no key was generated yet.
    pub fn of(language: Language, encryption: &Encryption) -> Result<Self, String> {
        let current = encryption.current.as_ref().ok_or_else(|| {
            say!(
                language,
                "This needs an encryption key. A system administrator has to press Regenerate at `EncryptionKey` in the plugin's settings, and save."
            )
        })?;
        Ok(Self { current: Key::of(current), previous: encryption.previous.as_ref().map(Key::of) })
    }

    /// Seals a value for one purpose, such as `person:<id>`, under the current key.
    ///
    /// # Errors
    /// [`SealError::Broken`] if the value cannot be written as JSON.
    pub fn seal<T: Serialize>(&self, secrets: &dyn Secrets, purpose: &str, value: &T) -> Result<String, SealError> {
        let plain = serde_json::to_vec(value).map_err(|_| SealError::Broken)?;
        let random = secrets.bytes();
        let nonce = random.first_chunk::<NONCE_BYTES>().ok_or(SealError::Broken)?;
        let payload = Payload { msg: &plain, aad: purpose.as_bytes() };
        let sealed = self.current.cipher.encrypt(nonce.into(), payload).map_err(|_| SealError::Broken)?;
        let text = URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat());
        Ok(format!("{}.{text}", self.current.id))
    }

    /// Opens what was sealed for this purpose, under the current key or the one before.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn open<T: DeserializeOwned>(&self, purpose: &str, sealed: &str) -> Result<T, SealError> {
        let (id, text) = sealed.split_once('.').ok_or(SealError::Broken)?;
        let mut keys = std::iter::once(&self.current).chain(&self.previous);
        let key = keys.find(|key| key.id == id).ok_or(SealError::UnknownKey)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| SealError::Broken)?;
        let (nonce, message) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Broken)?;
        let payload = Payload { msg: message, aad: purpose.as_bytes() };
        let plain = key.cipher.decrypt(nonce.into(), payload).map_err(|_| SealError::Broken)?;
        serde_json::from_slice(&plain).map_err(|_| SealError::Broken)
    }

    /// The same sealed under the current key; none if it is already.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn again(&self, secrets: &dyn Secrets, purpose: &str, sealed: &str) -> Result<Option<String>, SealError> {
        let value: Value = self.open(purpose, sealed)?;
        if sealed.split_once('.').is_some_and(|(id, _)| id == self.current.id) {
            return Ok(None);
        }
        self.seal(secrets, purpose, &value).map(Some)
    }
}

impl Key {
    /// The setting is as random as a key, only of another length: one hash makes it fit, another names it.
    fn of(secret: &Secret) -> Self {
        let hash = |label: &str| {
            Sha256::new().chain_update(label).chain_update([0]).chain_update(secret.expose().as_bytes()).finalize()
        };
        let id = hexadecimal(&hash("odoo seal id"));
        let key: [u8; 32] = hash("odoo seal key").into();
        Self { id: id.chars().take(KEY_ID_CHARACTERS).collect(), cipher: Aes256Gcm::new(&key.into()) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::cell::Cell;

    use proptest::prelude::*;

    use super::{Language, Seal, SealError};
    use crate::ports::Secrets;
    use crate::settings::{Encryption, Secret};

    #[derive(Default)]
    struct Counter(Cell<u8>);

    impl Secrets for Counter {
        fn bytes(&self) -> [u8; 32] {
            self.0.set(self.0.get() + 1);
            [self.0.get(); 32]
        }
    }

    fn seal(current: &str, previous: Option<&str>) -> Seal {
        let secret = |text: &str| Secret::new(text.to_owned());
        Seal::of(Language::En, &Encryption { current: Some(secret(current)), previous: previous.map(secret) }).unwrap()
    }

    fn open(seal: &Seal, purpose: &str, sealed: &str) -> Result<String, SealError> {
        seal.open(purpose, sealed)
    }

    #[test]
    fn what_was_sealed_opens_for_its_purpose_only() {
        let seal = seal("a", None);
        let sealed = seal.seal(&Counter::default(), "person:ben", &"k3y").unwrap();
        assert_eq!(open(&seal, "person:ben", &sealed), Ok("k3y".into()));
        assert_eq!(open(&seal, "person:cara", &sealed), Err(SealError::Broken));
        assert!(!sealed.contains("k3y"));
    }

    #[test]
    fn the_same_value_looks_different_each_time() {
        let (seal, secrets) = (seal("a", None), Counter::default());
        let texts = [(); 2].map(|()| seal.seal(&secrets, "p", &7).unwrap());
        assert_ne!(texts[0], texts[1]);
    }

    #[test]
    fn the_previous_key_opens_and_no_longer_seals() {
        let old = seal("a", None).seal(&Counter::default(), "p", &"k3y").unwrap();
        let rotated = seal("b", Some("a"));
        assert_eq!(open(&rotated, "p", &old), Ok("k3y".into()));
        let new = rotated.again(&Counter::default(), "p", &old).unwrap().unwrap();
        assert_eq!(open(&seal("b", None), "p", &new), Ok("k3y".into()));
        assert_eq!(rotated.again(&Counter::default(), "p", &new), Ok(None));
        assert_eq!(open(&seal("a", None), "p", &new), Err(SealError::UnknownKey));
    }

    #[test]
    fn without_a_key_it_is_said_what_to_do() {
        assert_eq!(
            Seal::of(Language::En, &Encryption::default()).err().unwrap(),
            "This needs an encryption key. A system administrator has to press Regenerate at `EncryptionKey` in the plugin's settings, and save."
        );
    }

    #[test]
    fn a_changed_character_keeps_it_closed() {
        let seal = seal("a", None);
        let sealed = seal.seal(&Counter::default(), "p", &"k3y").unwrap();
        for position in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[position] = if bytes[position] == b'A' { b'B' } else { b'A' };
            assert!(open(&seal, "p", &String::from_utf8(bytes).unwrap()).is_err(), "{position}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}", purpose in ".{0,10}") {
            prop_assert!(open(&seal("a", None), &purpose, &text).is_err());
        }

        #[test]
        fn every_value_comes_back(value in ".{0,200}", purpose in ".{0,40}") {
            let seal = seal("a", None);
            let sealed = seal.seal(&Counter::default(), &purpose, &value).unwrap();
            prop_assert_eq!(open(&seal, &purpose, &sealed), Ok(value));
        }
    }
}

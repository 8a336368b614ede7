//! `EncryptionKey` is generated at the first start: an admin who never saw the setting has one (requirement 15).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ports::{Deps, Level};
use crate::settings::Settings;
use crate::store::{Store, Stored};

/// One node generates; the others wait for what it saves.
const CLAIM_KEY: &str = "sys/encryption-key";
/// Longer than saving and telling the other nodes takes. Where the key is lost again, by the form of somebody who opened it
/// before there was one, the next start makes another.
const CLAIM_SECONDS: u32 = 30;

#[derive(Serialize, Deserialize)]
struct Claim {}

impl Stored for Claim {
    const VERSION: u32 = 1;
}

/// Saves a key where there is none. A failure is for the log: what needs a key says so.
pub(super) fn generate_if_missing(deps: &Deps<'_>) {
    let current = Settings::current(deps);
    if !current.problems.is_empty() || current.settings.encryption.current.is_some() {
        return;
    }
    let saved = match Store::new(deps.kv).create(CLAIM_KEY, &Claim {}, Some(CLAIM_SECONDS)) {
        Ok(false) => return,
        Ok(true) => deps
            .config
            .set("EncryptionKey", &json!(URL_SAFE_NO_PAD.encode(deps.secret.bytes())))
            .map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match saved {
        Ok(()) => {
            deps.log.write(Level::Info, "An encryption key was generated and saved in the settings", &[]);
            // The server tells nobody who is not active yet; what is saved now has no mistake.
            drop(Settings::accept(deps));
        }
        Err(error) => deps.log.write(Level::Warn, "No encryption key could be saved", &[("error", error)]),
    }
}

//! The last settings without a mistake: in the memory of each process, and sealed in the store for one that starts while something
//! wrong is saved (requirement 13.2).

use serde::{Deserialize, Serialize};

use super::reader::Reader;
use super::{Encryption, Settings};
use crate::language::Language;
use crate::ports::{Deps, Level};
use crate::seal::Seal;
use crate::store::{Change, Store, StoreError, Stored};

/// In the host's memory.
const CACHE_KEY: &str = "settings/last-good";
const CACHE_SECONDS: u32 = 30 * 24 * 3600;
/// How long a process believes that the store has none.
const NONE_SECONDS: u32 = 60;
/// In the store.
const KEY: &str = "sys/settings";
const PURPOSE: &str = "settings";

/// The whole document: it holds secrets.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sealed {
    document: String,
}

impl Stored for Sealed {
    const VERSION: u32 = 1;
}

/// Keeps settings without a mistake. Without an encryption key only this process does.
pub(super) fn keep(deps: &Deps<'_>, document: &str, encryption: &Encryption) {
    deps.cache.set(CACHE_KEY, document.as_bytes(), CACHE_SECONDS);
    let Ok(seal) = Seal::of(Language::En, encryption) else { return };
    if let Err(error) = write(deps, &seal, document) {
        let fields = [("error", error.to_string())];
        deps.log.write(Level::Warn, "The settings are not kept for the day when something wrong is saved", &fields);
    }
}

/// The last ones, while something wrong is saved.
pub(super) fn find(deps: &Deps<'_>) -> Option<Settings> {
    let document = deps.cache.get(CACHE_KEY).unwrap_or_else(|| {
        let found = read(deps).map(String::into_bytes);
        let seconds = if found.is_some() { CACHE_SECONDS } else { NONE_SECONDS };
        let document = found.unwrap_or_default();
        deps.cache.set(CACHE_KEY, &document, seconds);
        document
    });
    if document.is_empty() {
        return None;
    }
    Settings::parse(std::str::from_utf8(&document).ok()?).ok()
}

fn write(deps: &Deps<'_>, seal: &Seal, document: &str) -> Result<(), StoreError> {
    let Ok(sealed) = seal.seal(deps.secret, PURPOSE, &document) else { return Ok(()) };
    Store::new(deps.kv).update(KEY, None, |kept: Option<&Sealed>| match kept.and_then(|kept| opened(seal, kept)) {
        Some(kept) if kept == document => Change::Keep(()),
        _ => Change::Put(Sealed { document: sealed.clone() }, ()),
    })
}

/// Under the key of what is saved now; one that is wrong itself opens nothing.
fn read(deps: &Deps<'_>) -> Option<String> {
    let encryption = Encryption::read(&mut Reader::new(&deps.config.settings()));
    let seal = Seal::of(Language::En, &encryption).ok()?;
    match Store::new(deps.kv).get::<Sealed>(KEY) {
        Ok(kept) => opened(&seal, &kept?.value),
        Err(error) => {
            let fields = [("error", error.to_string())];
            deps.log.write(Level::Warn, "The last good settings cannot be read", &fields);
            None
        }
    }
}

fn opened(seal: &Seal, kept: &Sealed) -> Option<String> {
    seal.open(PURPOSE, &kept.document).ok()
}

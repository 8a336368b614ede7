//! Keys after a change of the encryption key (requirement 2.6).

use super::link::{Link, purpose};
use crate::ports::Deps;
use crate::seal::Seal;
use crate::store::{Change, Store, StoreError};

/// What became of a person's sealed key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resealed {
    /// It is sealed under the current key, or there is none.
    Fine,
    /// Neither the current nor the previous key opened it, so it was deleted.
    Lost,
}

/// Seals a person's key under the current encryption key if it is sealed under the previous one.
///
/// # Errors
/// See [`StoreError`].
pub fn reseal(deps: &Deps<'_>, seal: &Seal, user_id: &str) -> Result<Resealed, StoreError> {
    Store::new(deps.kv).update(&Link::key(user_id), None, |link: Option<&Link>| {
        let Some((link, sealed)) = link.and_then(|link| Some((link, link.sealed.as_ref()?))) else {
            return Change::Keep(Resealed::Fine);
        };
        match seal.again(deps.secret, &purpose(user_id), sealed) {
            Ok(None) => Change::Keep(Resealed::Fine),
            Ok(Some(sealed)) => Change::Put(Link { sealed: Some(sealed), ..link.clone() }, Resealed::Fine),
            Err(_) => Change::Put(Link { sealed: None, ..link.clone() }, Resealed::Lost),
        }
    })
}

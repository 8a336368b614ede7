//! Whose account in Odoo a call uses (requirement 2.4).

use super::link::{Credential, Link, link};
use super::refused::refused;
use crate::odoo::{OdooError, explain};
use crate::ports::Deps;
use crate::say;
use crate::seal::Seal;
use crate::settings::{Account, Settings, WriteIdentity};
use crate::text;
use crate::text::Markdown;

/// An account in Odoo, and what people are told about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// To connect with.
    pub account: Account,
    /// Whether it is the person's own.
    pub is_personal: bool,
    /// The person in Mattermost, if it is their own.
    pub owner_id: Option<String>,
    /// The person's user in Odoo, if that is known; its own account or not.
    pub odoo_uid: Option<i64>,
    /// Markdown for cards: `as ben`, `as the plugin's account`.
    pub label: String,
}

impl Identity {
    /// An error of Odoo in one plain sentence for whoever sees the outcome. The owner of a refused key hears of it.
    pub fn explain(&self, deps: &Deps<'_>, error: &OdooError) -> String {
        self.own_trouble(deps, error).unwrap_or_else(|| explain(deps.language, error, false, None, ""))
    }

    /// The sentence for an error that only the owner of a personal account can mend. The owner of a refused key hears of it.
    pub fn own_trouble(&self, deps: &Deps<'_>, error: &OdooError) -> Option<String> {
        match (&self.owner_id, error) {
            (Some(owner_id), OdooError::Authentication) => {
                refused(deps, owner_id);
                Some(deps.language.tell(KEY_REFUSED))
            }
            (Some(_), OdooError::Access(_)) => Some(deps.language.tell(NO_ACCESS)),
            _ => None,
        }
    }
}

/// The account for reading: always the plugin's.
#[must_use]
pub fn reader(service: &Account) -> Identity {
    Identity {
        account: service.clone(),
        is_personal: false,
        owner_id: None,
        odoo_uid: None,
        label: text!("as the plugin's account").into(),
    }
}

/// The account for writing in a person's name: their own when connected, else the plugin's if `WriteIdentity` allows.
///
/// # Errors
/// What the person has to do first.
pub fn writer(deps: &Deps<'_>, settings: &Settings, service: &Account, user_id: &str) -> Result<Identity, String> {
    let link = link(deps, user_id).map_err(|_| deps.language.tell(NO_STORE))?.map(|link| link.value);
    if let Some(own) = link.as_ref().map(|link| own(deps, settings, service, user_id, link)).transpose()?.flatten() {
        return Ok(own);
    }
    let odoo_uid = link.map(|link| link.odoo_uid);
    match settings.people.write_identity {
        WriteIdentity::PersonalOrService => Ok(Identity { odoo_uid, ..reader(service) }),
        WriteIdentity::Personal => Err(deps.language.tell(NO_KEY)),
    }
}

/// The person's own account for reading what others will see as well; none if they gave no key.
///
/// # Errors
/// Why their key cannot be used; one that Odoo refused is not tried again.
pub fn personal(
    deps: &Deps<'_>,
    settings: &Settings,
    service: &Account,
    user_id: &str,
) -> Result<Option<Identity>, String> {
    match link(deps, user_id).map_err(|_| deps.language.tell(NO_STORE))? {
        Some(link) if link.value.refused_at.is_some() => Err(deps.language.tell(KEY_REFUSED)),
        Some(link) => own(deps, settings, service, user_id, &link.value),
        None => Ok(None),
    }
}

fn own(
    deps: &Deps<'_>,
    settings: &Settings,
    service: &Account,
    user_id: &str,
    link: &Link,
) -> Result<Option<Identity>, String> {
    if link.sealed.is_none() {
        return Ok(None);
    }
    let seal = Seal::of(deps.language, &settings.encryption)?;
    let credential = link.credential(&seal, user_id).map_err(|_| deps.language.tell(UNREADABLE_KEY))?;
    let name = || deps.chat.person(user_id).map_or_else(|_| say!(deps.language, "its owner"), |person| person.username);
    Ok(credential.map(|Credential { login, key }| Identity {
        account: Account { login, key, ..service.clone() },
        is_personal: true,
        owner_id: Some(user_id.to_owned()),
        odoo_uid: Some(link.odoo_uid),
        label: say!(deps.language, "as {name}", name = Markdown::foreign(&name())),
    }))
}

const KEY_REFUSED: &str = text!(
    "Odoo does not take the personal API key any more with which this was to be done. Its owner has to connect again, with `/odoo connect`."
);
const NO_ACCESS: &str = text!("The personal Odoo account with which this was to be done is not allowed to do it.");
const NO_STORE: &str = text!("Mattermost's store did not answer. Try again.");
const UNREADABLE_KEY: &str = text!("Your Odoo key cannot be opened any more. Connect again with `/odoo connect`.");
const NO_KEY: &str =
    text!("Changes in Odoo are made with your own Odoo account here. Connect it first, with `/odoo connect`.");

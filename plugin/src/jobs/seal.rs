//! Job `seal`: goes through everybody who is connected, once a night (requirements 2.3, 2.5, 2.6). Links are mended, keys are
//! sealed under the current encryption key, and whoever has to do something about their key hears of it.

use std::time::Duration;

use super::nightly::Night;
use crate::admins;
use crate::hook;
use crate::identity::{self, Credential, Link, Resealed, Whose};
use crate::language::Language;
use crate::notify;
use crate::odoo::{Connection, OdooError, Reader};
use crate::ports::{Deps, Level};
use crate::say;
use crate::seal::Seal;
use crate::settings::{self, Account, Settings};
use crate::store::StoreError;
use crate::text;

const PAGE: u32 = 1000;
/// Stands before all keys of people.
const SERVICE: &str = "service";
const HOOKS: &str = "hook/";
/// Of one person's check: whoever comes next wants to be checked too.
const CHECK_TIMEOUT: Duration = Duration::from_secs(5);

const LOST: &str = text!(
    "Your Odoo key cannot be opened any more, because the encryption key of this plugin was changed. It was deleted here. Connect again with `/odoo connect`."
);

pub(super) fn run(deps: &Deps<'_>, fence: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    if settings.is_paused {
        return Ok(());
    }
    let Some(night) = Night::begin(deps, &settings, "seal", fence)? else { return Ok(()) };
    let mut keys = keys(deps).map_err(|error| error.to_string())?;
    keys.push(SERVICE.into());
    let hooks = hook::all(deps).map_err(|error| error.to_string())?;
    keys.extend(hooks.into_iter().map(|hook| format!("{HOOKS}{}", hook.name)));
    let mut round = Round::of(deps, &settings);
    night.visit(keys, |key| match (key.strip_prefix(identity::PEOPLE), key.strip_prefix(identity::USERS)) {
        (Some(user_id), _) => round.person(user_id),
        (_, Some(uid)) => uid.parse().map_or(Ok(()), |uid| identity::tidy(deps, uid)),
        _ => match key.strip_prefix(HOOKS) {
            Some(name) => round.hook(name),
            None => round.service(),
        },
    })
}

/// The keys of both sides of all links.
fn keys(deps: &Deps<'_>) -> Result<Vec<String>, StoreError> {
    let mut keys = Vec::new();
    for page in 0.. {
        let listed = deps.kv.list(page, PAGE)?;
        let is_last = listed.len() < PAGE as usize;
        keys.extend(
            listed.into_iter().filter(|key| key.starts_with(identity::PEOPLE) || key.starts_with(identity::USERS)),
        );
        if is_last {
            break;
        }
    }
    Ok(keys)
}

/// What a run needs of the world.
struct Round<'a> {
    deps: &'a Deps<'a>,
    settings: &'a Settings,
    /// None without an encryption key: nothing is opened then, and nothing given up.
    seal: Option<Seal>,
    /// The plugin's account, as long as Odoo answers.
    service: Option<Account>,
}

impl<'a> Round<'a> {
    fn of(deps: &'a Deps<'a>, settings: &'a Settings) -> Self {
        let service = match &settings.connection {
            settings::Connection::Account(account) => Some(Account { timeout: CHECK_TIMEOUT, ..account.clone() }),
            settings::Connection::Missing(_) => None,
        };
        Self { deps, settings, seal: Seal::of(deps.language, &settings.encryption).ok(), service }
    }

    fn service(&mut self) -> Result<(), StoreError> {
        let Some(account) = self.service.clone() else { return Ok(()) };
        let Some(warning) = self.asked(identity::expiry(self.deps, &account, Whose::Plugin)).flatten() else {
            return Ok(());
        };
        for user_id in admins::all(self.deps, self.settings)? {
            self.tell(&user_id, |language| warning.text(language));
        }
        Ok(())
    }

    fn hook(&self, name: &str) -> Result<(), StoreError> {
        let Some(seal) = &self.seal else { return Ok(()) };
        if hook::reseal(self.deps, seal, name)? {
            return Ok(());
        }
        for user_id in admins::all(self.deps, self.settings)? {
            self.tell(&user_id, |language| {
                say!(
                    language,
                    "The secret of the hook `{name}` cannot be opened any more, because the encryption key of this plugin was changed. Its senders are answered with 503 until it has another one: `/odoo hook rotate {name}`.",
                    name
                )
            });
        }
        Ok(())
    }

    fn person(&mut self, user_id: &str) -> Result<(), StoreError> {
        let Some(link) = identity::link(self.deps, user_id)?.map(|read| read.value) else { return Ok(()) };
        if !identity::mend(self.deps, user_id, &link)? {
            return Ok(());
        }
        let Some(seal) = &self.seal else { return Ok(()) };
        if identity::reseal(self.deps, seal, user_id)? == Resealed::Lost {
            self.tell(user_id, |language| language.tell(LOST));
            return Ok(());
        }
        self.check(user_id, &link)
    }

    /// Tries the person's key.
    fn check(&mut self, user_id: &str, link: &Link) -> Result<(), StoreError> {
        let (Some(seal), Some(service)) = (&self.seal, &self.service) else { return Ok(()) };
        let Ok(Some(Credential { login, key })) = link.credential(seal, user_id) else { return Ok(()) };
        let account = Account { login, key, ..service.clone() };
        let connection = Connection::open(*self.deps, &account, Reader::new("", "UTC"));
        match connection.sign_in() {
            Err(OdooError::Authentication) => identity::refused(self.deps, user_id),
            answer => {
                if self.asked(answer.map_err(Into::into)).is_none() {
                    return Ok(());
                }
                identity::accepted(self.deps, user_id)?;
                if let Some(warning) =
                    self.asked(identity::expiry(self.deps, &account, Whose::Person(user_id))).flatten()
                {
                    self.tell(user_id, |language| warning.text(language));
                }
            }
        }
        Ok(())
    }

    /// An answer of Odoo; after one that did not come nobody is checked any more.
    fn asked<T>(&mut self, answer: Result<T, identity::Unknown>) -> Option<T> {
        answer
            .map_err(|error| {
                let fields = [("error", error.to_string())];
                self.deps.log.write(Level::Info, "A key of Odoo was not checked this night", &fields);
                self.service = None;
            })
            .ok()
    }

    /// Tells somebody in their language.
    fn tell(&self, user_id: &str, text: impl Fn(Language) -> String) {
        if let Err(error) = notify::tell(self.deps, user_id, &text(self.deps.for_person(user_id).language)) {
            let fields = [("user_id", user_id.to_owned()), ("error", error.to_string())];
            self.deps.log.write(Level::Warn, "Somebody could not be told about a key", &fields);
        }
    }
}

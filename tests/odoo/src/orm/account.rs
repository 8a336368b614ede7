//! Who may sign in, and with what. The login and whether the user is archived stand in `res.users`.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::database::Database;

/// The secrets and rights of a user.
#[derive(Clone, Debug)]
pub struct Account {
    /// The id in `res.users`.
    pub uid: i64,
    /// The password; it works wherever a key does.
    pub password: String,
    /// The API keys.
    pub api_keys: Vec<ApiKey>,
    /// Secrets that a call was once answered with. Odoo goes on taking them after they are gone, see [`Account::remembers`].
    pub remembered: BTreeSet<String>,
    /// The groups by the names that error texts show, such as `Project/User`.
    pub groups: Vec<String>,
}

/// An API key.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// The key itself.
    pub secret: String,
    /// From when on it is refused, UTC.
    pub expires: Option<NaiveDateTime>,
}

impl Account {
    /// Whether the account is in the group.
    pub fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|name| name == group)
    }

    /// Whether this password or key is one of the account at that moment.
    pub fn knows(&self, secret: &str, now: NaiveDateTime) -> bool {
        self.password == secret || self.knows_key(secret, now)
    }

    fn knows_key(&self, secret: &str, now: NaiveDateTime) -> bool {
        self.api_keys.iter().any(|key| key.secret == secret && key.expires.is_none_or(|expires| now < expires))
    }

    /// Whether a worker of Odoo took this secret before: it keeps that until the user is written to.
    pub fn remembers(&self, secret: &str) -> bool {
        self.remembered.contains(secret)
    }
}

impl Database {
    /// The account with that uid.
    pub fn account(&self, uid: i64) -> Option<&Account> {
        self.accounts.iter().find(|account| account.uid == uid)
    }

    /// The same to change it.
    pub fn account_mut(&mut self, uid: i64) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.uid == uid)
    }

    /// The uid behind a login.
    pub fn uid_of(&self, login: &str) -> Option<i64> {
        let mut accounts = self.accounts.iter();
        let found = accounts.find(|account| self.stored("res.users", account.uid, "login").text() == Some(login));
        found.map(|account| account.uid)
    }

    /// Whether a user is there and not archived.
    pub fn is_active(&self, uid: i64) -> bool {
        self.stored("res.users", uid, "active").is_true()
    }

    /// The uid for a login and a secret that is good now.
    pub fn sign_in(&self, login: &str, secret: &str) -> Option<i64> {
        let account = self.uid_of(login).and_then(|uid| self.account(uid))?;
        (self.is_active(account.uid) && account.knows(secret, self.now)).then_some(account.uid)
    }

    /// The uid whose key this is. JSON-2 takes no passwords and remembers nothing.
    pub fn uid_of_key(&self, key: &str) -> Option<i64> {
        let account = self.accounts.iter().find(|account| account.knows_key(key, self.now))?;
        self.is_active(account.uid).then_some(account.uid)
    }

    /// Whether a call with this secret is answered; a good one is remembered from then on.
    pub fn admit(&mut self, uid: i64, secret: &str) -> bool {
        let (is_active, now) = (self.is_active(uid), self.now);
        let Some(account) = self.account_mut(uid) else { return false };
        if is_active && account.knows(secret, now) {
            account.remembered.insert(secret.to_owned());
        }
        is_active && account.remembers(secret)
    }

    /// What a write on a user does to every worker: it checks the secret anew at the next call.
    pub fn forget_secrets(&mut self, uids: &[i64]) {
        for account in self.accounts.iter_mut().filter(|account| uids.contains(&account.uid)) {
            account.remembered.clear();
        }
    }
}

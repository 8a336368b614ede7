//! Who may sign in, as a test knows and changes them.

use chrono::NaiveDateTime;
use serde_json::json;

use super::Desk;
use crate::demo::{self, User};
use crate::orm::{Account, ApiKey, Value, timestamp};

impl Desk {
    /// The login of the user that a bridge signs in as.
    pub fn login(&self) -> &'static str {
        demo::LOGIN
    }

    /// That user's API key.
    pub fn api_key(&self) -> &'static str {
        demo::API_KEY
    }

    /// That user's password.
    pub fn password(&self) -> &'static str {
        demo::PASSWORD
    }

    /// Somebody of the demo database: `admin`, `demo`, `bridge`, `paula` (manages projects), `rita` (neither sales nor
    /// projects) or `nora` (archived).
    ///
    /// # Panics
    /// When nobody has that login.
    #[expect(clippy::panic, reason = "it fails the test that asks")]
    pub fn user(&self, login: &str) -> User {
        demo::user(&self.data(), login).unwrap_or_else(|| panic!("nobody has the login {login}"))
    }

    /// Puts somebody into a group, by the name that error texts show, such as `Project/Administrator`.
    pub fn grant(&self, login: &str, group: &str) {
        self.change(login, |account| account.groups.push(group.to_owned()));
    }

    /// Takes somebody out of a group.
    pub fn withdraw(&self, login: &str, group: &str) {
        self.change(login, |account| account.groups.retain(|name| name != group));
    }

    /// Removes the API keys of somebody, as their owner would.
    ///
    /// `authenticate` refuses a removed key at once. A key that a call was answered with goes on working until something is
    /// written on the user, as in Odoo, where every worker remembers it.
    pub fn revoke_key(&self, login: &str) {
        let uid = self.user(login).uid;
        let mut data = self.data();
        if let Some(account) = data.account_mut(uid) {
            account.api_keys.clear();
        }
        if let Ok(keys) = data.table_mut("res.users.apikeys") {
            keys.records.retain(|_, key| key.get("user_id").and_then(Value::id) != Some(uid));
        }
    }

    /// Gives somebody one more API key.
    pub fn give_key(&self, login: &str, api_key: &str) {
        self.keep_key(login, ApiKey { secret: api_key.to_owned(), expires: None });
    }

    /// Gives somebody one more API key that is refused from that moment on, as those of 18 and 19 are.
    pub fn give_key_until(&self, login: &str, api_key: &str, expires: NaiveDateTime) {
        self.keep_key(login, ApiKey { secret: api_key.to_owned(), expires: Some(expires) });
    }

    fn keep_key(&self, login: &str, key: ApiKey) {
        let uid = self.user(login).uid;
        let mut values = json!({"name": "Another key", "user_id": uid});
        if let Some(expires) = key.expires {
            values["expiration_date"] = json!(timestamp(expires));
        }
        self.create("res.users.apikeys", &values);
        if let Some(account) = self.data().account_mut(uid) {
            account.api_keys.push(key);
        }
    }

    fn change(&self, login: &str, change: impl FnOnce(&mut Account)) {
        let uid = self.user(login).uid;
        let mut data = self.data();
        data.forget_secrets(&[uid]);
        data.account_mut(uid).map(change);
    }
}

use sha2::{Digest, Sha256};

use crate::settings::Account;
use crate::text::hexadecimal;

/// Keys in the cache; a changed account starts anew.
pub(in crate::odoo) struct Keys {
    pub(in crate::odoo) account: String,
    pub(super) user: String,
    pub(in crate::odoo) api: String,
    pub(super) version: String,
    pub(super) surroundings: String,
    pub(in crate::odoo) languages: String,
    pub(in crate::odoo) server_breaker: String,
    pub(in crate::odoo) account_breaker: String,
    pub(in crate::odoo) last_good: String,
}

impl Keys {
    pub(in crate::odoo) fn of(account: &Account) -> Self {
        let address = account.address.to_string();
        let server = digest(&[&address, &account.database]);
        let account = digest(&[&address, &account.database, &account.login, account.key.expose()]);
        Self {
            user: format!("{account}/user"),
            api: format!("{server}/api"),
            version: format!("{server}/version"),
            surroundings: format!("{server}/surroundings"),
            languages: format!("{server}/languages"),
            server_breaker: format!("{server}/breaker"),
            account_breaker: format!("{account}/breaker"),
            last_good: format!("{account}/last-good"),
            account,
        }
    }
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    format!("odoo/{}", hexadecimal(&hash.finalize()))
}

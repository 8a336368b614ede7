//! Who may sign in to the demo database.

use crate::orm::{Account, ApiKey, Database};

/// The login of the user a bridge signs in as.
pub const LOGIN: &str = "bridge";
/// That user's API key.
pub const API_KEY: &str = "BRIDGE_API_KEY";
/// That user's password.
pub const PASSWORD: &str = "BRIDGE_PASSWORD";
/// The uid of the administrator.
pub const ADMIN_UID: i64 = 2;

/// What somebody does who works with contacts, sales and tasks.
const EVERYDAY: &[&str] = &[
    INTERNAL_USER,
    "Extra Rights/Contact Creation",
    "Sales/User: All Documents",
    "Sales/User: Own Documents Only",
    "Project/User",
];
const INTERNAL_USER: &str = "User types/Internal User";
const PROJECT_ADMINISTRATOR: &str = "Project/Administrator";

/// A user of the demo database, as a test needs to know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The id in `res.users`.
    pub uid: i64,
    /// The id in `res.partner`.
    pub partner_id: i64,
    /// The login name.
    pub login: String,
    /// The name that people see.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The API key; empty for a user who has none.
    pub api_key: String,
    /// The password.
    pub password: String,
}

/// Everybody with a secret: the administrator, Odoo's own `demo`, the bridge, `paula` who also manages projects, `rita` who
/// is only an internal user, and `nora` who was archived.
pub fn accounts() -> Vec<Account> {
    let administration = [
        "Administration/Access Rights",
        "Administration/Settings",
        PROJECT_ADMINISTRATOR,
        "Purchase/Administrator",
        "Purchase/User",
        "Sales/Administrator",
    ];
    vec![
        account(ADMIN_UID, "admin", &["ADMIN_API_KEY"], &[EVERYDAY, &administration].concat()),
        account(6, "demo", &[], EVERYDAY),
        account(8, PASSWORD, &[API_KEY, "SECOND_API_KEY"], EVERYDAY),
        account(9, "PAULA_PASSWORD", &["PAULA_API_KEY"], &[EVERYDAY, &[PROJECT_ADMINISTRATOR]].concat()),
        account(10, "RITA_PASSWORD", &["RITA_API_KEY"], &[INTERNAL_USER]),
        account(11, "NORA_PASSWORD", &["NORA_API_KEY"], EVERYDAY),
    ]
}

/// Looks somebody up by login.
pub fn user(db: &Database, login: &str) -> Option<User> {
    let account = db.uid_of(login).and_then(|uid| db.account(uid))?;
    let partner_id = db.stored("res.users", account.uid, "partner_id").id()?;
    let text = |field| db.stored("res.partner", partner_id, field).text().unwrap_or_default().to_owned();
    Some(User {
        uid: account.uid,
        partner_id,
        login: login.to_owned(),
        name: text("name"),
        email: text("email"),
        api_key: account.api_keys.first().map(|key| key.secret.clone()).unwrap_or_default(),
        password: account.password.clone(),
    })
}

fn account(uid: i64, password: &str, api_keys: &[&str], groups: &[&str]) -> Account {
    let key = |secret: &&str| ApiKey { secret: (*secret).to_owned(), expires: None };
    Account {
        uid,
        password: password.to_owned(),
        api_keys: api_keys.iter().map(key).collect(),
        remembered: std::collections::BTreeSet::new(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

//! The plugin's settings: read once per call, checked as a whole, into types that cannot be wrong.

mod address;
mod api;
mod documents;
mod encryption;
mod last_good;
mod limits;
mod mentions;
mod names;
mod people;
mod proposals;
mod reader;
mod rules;
mod secret;
mod services;
mod tickets;
mod words;

use std::time::Duration;

pub use address::OdooAddress;
pub use api::Api;
pub use documents::{Documents, OwnDocument};
pub use encryption::Encryption;
pub use limits::Limits;
pub use mentions::Mentions;
pub use names::Names;
pub use people::{People, SubscribePolicy, WriteIdentity};
pub use proposals::Proposals;
pub use rules::Rules;
pub use secret::Secret;
pub use services::{Agent, CommandEndpoint, Services};
pub use tickets::{ProjectChoice, Tickets};
pub use words::Words;

use crate::odoo;
use crate::ports::{Deps, Person};
use crate::text::Zone;
use reader::Reader;

/// For whoever wants something to be written in Odoo while `Paused` is on.
pub const WRITING_PAUSED: &str =
    crate::text!("Writing is paused: an administrator switched `Paused` on in the plugin's settings.");

/// The host ends every call after 30 s; the answer needs some of them.
const TIMEOUT_SECONDS_MAX: u64 = 25;
const TIMEOUT_SECONDS: u64 = 20;
/// Without these there is no connection.
const CONNECTION: [&str; 4] = ["OdooURL", "OdooDatabase", "OdooLogin", "OdooAPIKey"];

/// What the admin chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where Odoo is.
    pub connection: Connection,
    /// `DefaultTimeZone`: IANA name for people whose own is unknown.
    pub default_time_zone: String,
    /// `Language`: for what everybody reads, and for people whose own is unknown; empty for the server's.
    pub language: String,
    /// `Paused`.
    pub is_paused: bool,
    /// `EncryptionKey` and the one before.
    pub encryption: Encryption,
    /// Who may do what, and in whose name.
    pub people: People,
    /// How changes are approved.
    pub proposals: Proposals,
    /// What a ticket is.
    pub tickets: Tickets,
    /// `DefaultChannel`: the name of the channel of hooks that have none; empty for none.
    pub default_channel: String,
    /// What is told by itself.
    pub rules: Rules,
    /// `MentionPolicy`: which events may call people by name.
    pub mentions: Mentions,
    /// `TriggerWords`: a message that begins with one of them is a command.
    pub trigger_words: Words,
    /// Whom messages are sent to.
    pub services: Services,
    /// How much and how long.
    pub limits: Limits,
    /// `EnableModules`.
    pub has_modules: bool,
}

/// Where Odoo is, if the admin said so already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connection {
    /// These settings are empty.
    Missing(Vec<&'static str>),
    /// All there.
    Account(Account),
}

/// An account of Odoo: the service account, or that of one person on the same server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `OdooURL`.
    pub address: OdooAddress,
    /// `OdooDatabase`.
    pub database: String,
    /// `OdooLogin`.
    pub login: String,
    /// `OdooAPIKey`, or the content of the file that `OdooAPIKeyFile` names.
    pub key: Secret,
    /// `OdooAPI`; none if the server is asked.
    pub api: Option<Api>,
    /// `OdooTimeoutSeconds`: for one command, retries included.
    pub timeout: Duration,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The setting's key as the manifest spells it.
    pub setting: &'static str,
    /// What is wrong and what would be right, as one sentence.
    pub text: String,
}

/// What is in force, and what is wrong with what the admin saved last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// The saved settings; with problems, the last ones that had none.
    pub settings: Settings,
    /// Of the saved settings.
    pub problems: Vec<Problem>,
}

impl Settings {
    /// Reads the whole document.
    ///
    /// # Errors
    /// Every mistake in it, in the order of the console. An empty setting is none.
    pub fn parse(document: &str) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(document);
        let connection = Connection::read(&mut reader);
        reader.parsed("OdooCACertificate", certificate);
        let encryption = Encryption::read(&mut reader);
        let default_time_zone = reader.parsed("DefaultTimeZone", time_zone);
        let language = reader.parsed("Language", language);
        let settings = Self {
            connection,
            default_time_zone: default_time_zone.unwrap_or_else(|| "UTC".into()),
            language: language.unwrap_or_default(),
            is_paused: reader.switch("Paused"),
            encryption,
            people: People::read(&mut reader),
            proposals: Proposals::read(&mut reader),
            tickets: Tickets::read(&mut reader),
            default_channel: reader.text("DefaultChannel"),
            rules: Rules::read(&mut reader),
            mentions: reader.parsed("MentionPolicy", Mentions::parse).unwrap_or_default(),
            trigger_words: reader.parsed("TriggerWords", Words::parse).unwrap_or_default(),
            services: Services::read(&mut reader),
            limits: Limits::read(&mut reader),
            has_modules: reader.switch("EnableModules"),
        };
        reader.finish(settings)
    }

    /// The settings in force.
    pub fn current(deps: &Deps<'_>) -> Current {
        match Self::parse(&deps.config.settings()) {
            Ok(settings) => Current { settings, problems: Vec::new() },
            Err(problems) => Current { settings: last_good::find(deps).unwrap_or_default(), problems },
        }
    }

    /// The locale of what everybody reads: `Language`, else the server's.
    #[must_use]
    pub fn locale(&self, deps: &Deps<'_>) -> String {
        if self.language.is_empty() { deps.config.server().locale } else { self.language.clone() }
    }

    /// The time zone of a person; the default one if theirs is unknown.
    #[must_use]
    pub fn zone_of(&self, person: &Person) -> Zone {
        Zone::named(&person.time_zone).or_else(|| Zone::named(&self.default_time_zone)).unwrap_or(Zone::UTC)
    }

    /// Checks what the admin saved, and keeps it for the day when something wrong is saved.
    ///
    /// # Errors
    /// Every mistake.
    pub fn accept(deps: &Deps<'_>) -> Result<Self, Vec<Problem>> {
        let document = deps.config.settings();
        let settings = Self::parse(&document)?;
        last_good::keep(deps, &document, &settings.encryption);
        Ok(settings)
    }
}

/// Nothing is set: what the console shows at first.
impl Default for Settings {
    fn default() -> Self {
        Self {
            connection: Connection::Missing(CONNECTION.into()),
            default_time_zone: "UTC".into(),
            language: String::new(),
            is_paused: false,
            encryption: Encryption::default(),
            people: People::default(),
            proposals: Proposals::default(),
            tickets: Tickets::default(),
            default_channel: String::new(),
            rules: Rules::default(),
            mentions: Mentions::default(),
            trigger_words: Words::default(),
            services: Services::default(),
            limits: Limits::default(),
            has_modules: false,
        }
    }
}

impl Account {
    /// Another account of the same server, such as that of one person.
    #[must_use]
    pub fn personal(&self, login: String, key: Secret) -> Self {
        Self { login, key, ..self.clone() }
    }
}

impl Connection {
    fn read(reader: &mut Reader) -> Self {
        let allow_private = reader.switch("AllowPrivateOdoo");
        let address = reader.parsed("OdooURL", |text| OdooAddress::parse(text, allow_private));
        let [database, login, key] = ["OdooDatabase", "OdooLogin", "OdooAPIKey"].map(|setting| reader.text(setting));
        let api = Api::read(reader);
        let timeout = reader.number("OdooTimeoutSeconds", 1..=TIMEOUT_SECONDS_MAX, TIMEOUT_SECONDS);
        let is_empty = [address.is_none(), database.is_empty(), login.is_empty(), key.is_empty()];
        let missing = CONNECTION.into_iter().zip(is_empty);
        let missing: Vec<_> = missing.filter_map(|(setting, is_missing)| is_missing.then_some(setting)).collect();
        match address {
            Some(address) if missing.is_empty() => {
                let (key, timeout) = (Secret::new(key), Duration::from_secs(timeout));
                Self::Account(Account { address, database, login, key, api, timeout })
            }
            _ => Self::Missing(missing),
        }
    }
}

/// Who reads what Odoo writes for everybody.
#[must_use]
pub fn reader_of_all(deps: &Deps<'_>, settings: &Settings) -> odoo::Reader {
    odoo::Reader::new(&settings.locale(deps), &settings.default_time_zone)
}

/// Who reads what Odoo writes in answer to this person; an unknown person has neither language nor zone of their own.
#[must_use]
pub fn reader_of(deps: &Deps<'_>, settings: &Settings, person: &Person) -> odoo::Reader {
    let locale = if person.locale.is_empty() { settings.locale(deps) } else { person.locale.clone() };
    let time_zone = if person.time_zone.is_empty() { &settings.default_time_zone } else { &person.time_zone };
    odoo::Reader::new(&locale, time_zone)
}

fn certificate(text: &str) -> Result<(), String> {
    if text.starts_with("-----BEGIN CERTIFICATE-----") && text.ends_with("-----END CERTIFICATE-----") {
        Ok(())
    } else {
        Err("must be a certificate in PEM form, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`."
            .into())
    }
}

fn time_zone(text: &str) -> Result<String, String> {
    match Zone::named(text) {
        Some(_) => Ok(text.into()),
        None => Err("must be a name such as `UTC` or `Europe/Prague`.".into()),
    }
}

fn language(text: &str) -> Result<String, String> {
    let mut parts = text.split(['-', '_']);
    let is_word = |part: &str| (2..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic());
    if parts.clone().count() <= 2 && parts.all(is_word) {
        Ok(text.into())
    } else {
        Err("must be a language such as `en` or `pt-BR`.".into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::time::Duration;

    use serde_json::{Value, json};

    use super::{Account, Api, Connection, OdooAddress, Person, Problem, Secret, Settings};

    fn complete() -> Value {
        json!({
            "odoourl": "https://erp.example.com/", "odoodatabase": "odoo", "odoologin": "bridge", "odooapikey": "k3y",
            "odootimeoutseconds": 20, "defaulttimezone": "Europe/Prague",
        })
    }

    fn changed(setting: &str, value: Value) -> Result<Settings, Vec<(&'static str, String)>> {
        let mut document = complete();
        document[setting] = value;
        Settings::parse(&document.to_string())
            .map_err(|problems| problems.into_iter().map(|Problem { setting, text }| (setting, text)).collect())
    }

    #[test]
    fn a_complete_configuration_is_an_account() {
        assert_eq!(
            Settings::parse(&complete().to_string()).unwrap(),
            Settings {
                connection: Connection::Account(Account {
                    address: OdooAddress::parse("https://erp.example.com", false).unwrap(),
                    database: "odoo".into(),
                    login: "bridge".into(),
                    key: Secret::new("k3y".into()),
                    api: None,
                    timeout: Duration::from_secs(20),
                }),
                default_time_zone: "Europe/Prague".into(),
                ..Settings::default()
            }
        );
    }

    #[test]
    fn the_dialect_is_found_out_unless_it_is_named() {
        let choices = [
            ("", None),
            ("auto", None),
            ("json2", Some(Api::Json2)),
            ("jsonrpc", Some(Api::JsonRpc)),
            ("xmlrpc", Some(Api::XmlRpc)),
        ];
        for (word, choice) in choices {
            let connection = changed("odooapi", json!(word)).unwrap().connection;
            assert!(matches!(connection, Connection::Account(Account { api, .. }) if api == choice), "{word}");
        }
        assert_eq!(
            changed("odooapi", json!("soap")),
            Err(vec![("OdooAPI", "must be `auto` or `json2` or `jsonrpc` or `xmlrpc`.".into())])
        );
    }

    #[test]
    fn people_without_a_known_zone_have_the_default_one() {
        let settings = Settings::parse(&complete().to_string()).unwrap();
        let zone = |name: &str| settings.zone_of(&Person { time_zone: name.into(), ..Person::default() }).name();
        assert_eq!(
            ["America/New_York", "", "Middle/Earth"].map(zone),
            ["America/New_York", "Europe/Prague", "Europe/Prague"]
        );
    }

    #[test]
    fn the_console_shows_the_same_defaults() {
        let manifest: Value = serde_json::from_str(include_str!("../../manifest.json")).unwrap();
        let settings = manifest["settings_schema"]["settings"].as_array().unwrap();
        let defaults = settings
            .iter()
            .filter_map(|setting| Some((setting["key"].as_str()?.to_lowercase(), setting.get("default")?.clone())));
        let document = Value::Object(defaults.collect());
        assert_eq!(Settings::parse(&document.to_string()), Ok(Settings::default()));
    }

    #[test]
    fn what_is_missing_is_named() {
        for document in ["{}", "null", ""] {
            let settings = Settings::parse(document).unwrap();
            assert_eq!(
                settings.connection,
                Connection::Missing(vec!["OdooURL", "OdooDatabase", "OdooLogin", "OdooAPIKey"])
            );
        }
        assert_eq!(changed("odoologin", json!("  ")).unwrap().connection, Connection::Missing(vec!["OdooLogin"]));
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let document = json!({
            "odoourl": "erp.example.com", "odootimeoutseconds": 0, "odoocacertificate": "/etc/ca.pem",
            "defaulttimezone": "my zone", "language": "english please", "paused": "maybe", "odoodatabase": 7,
        });
        let problems: Vec<_> = Settings::parse(&document.to_string())
            .unwrap_err()
            .into_iter()
            .map(|problem| format!("{}: {}", problem.setting, problem.text))
            .collect();
        assert_eq!(
            problems,
            [
                "OdooURL: must be an address such as `https://erp.example.com`.",
                "OdooDatabase: must be a text.",
                "OdooTimeoutSeconds: must be a number from 1 to 25.",
                "OdooCACertificate: must be a certificate in PEM form, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`.",
                "DefaultTimeZone: must be a name such as `UTC` or `Europe/Prague`.",
                "Language: must be a language such as `en` or `pt-BR`.",
                "Paused: must be true or false.",
            ]
        );
    }

    #[test]
    fn numbers_and_switches_may_be_texts() {
        let settings = changed("odootimeoutseconds", json!("5")).unwrap();
        assert!(
            matches!(settings.connection, Connection::Account(Account { timeout, .. }) if timeout == Duration::from_secs(5))
        );
        assert!(changed("allowservicereads", json!("true")).unwrap().people.allow_service_reads);
    }

    #[test]
    fn a_document_that_is_no_object_is_one_problem() {
        assert_eq!(
            Settings::parse("[]").unwrap_err(),
            [Problem { setting: "all settings", text: "are not a JSON object.".into() }]
        );
    }

    #[test]
    fn the_key_does_not_print() {
        assert!(!format!("{:?}", changed("paused", json!(true)).unwrap()).contains("k3y"));
    }
}

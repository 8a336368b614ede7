use std::time::Duration;

use odoo_plugin::api_key;
use odoo_plugin::ports::{Chat, ChatError};
use serde_json::json;

use crate::world::World;

/// Ben runs the integration.
fn run_by_ben() -> World {
    World::new().setting("odooadmins", json!("@ben"))
}

/// The key in the last direct message.
fn token(world: &World) -> String {
    let told = world.told("ben").pop().unwrap();
    told.lines().find(|line| line.starts_with("odk_")).unwrap().to_owned()
}

#[test]
fn a_key_is_sent_once_to_who_made_it_and_kept_as_a_hash() {
    let world = run_by_ben();
    assert_eq!(
        world.command("/odoo apikey new reports"),
        "The key `reports` is made. The bot sent it to you in a direct message, once."
    );
    let token = token(&world);
    assert_eq!(
        world.told("ben"),
        [format!(
            "API key `reports`, valid until 2027-02-19 10:30. This is the only time that it is shown:\n```\n{token}\n```"
        )]
    );
    assert_eq!(api_key::authenticate(&world.deps(), &token).unwrap().name, "reports");
    let secret = &token[13..];
    assert!(world.kv.borrow().values().all(|(value, _)| !String::from_utf8_lossy(value).contains(secret)));
    assert!(!world.logged.borrow().join("\n").contains(secret));
}

#[test]
fn a_key_that_proposes_has_a_channel_that_its_maker_is_in() {
    let world = run_by_ben();
    assert_eq!(
        world.command("/odoo apikey new importer --scopes read,propose"),
        "A key with the scope `propose` needs `--channel`: the cards of its proposals appear there."
    );
    assert_eq!(
        world.command("/odoo apikey new importer --scopes propose --channel nowhere"),
        "You are in no channel “nowhere” of this team."
    );
    assert_eq!(
        world.command("/odoo apikey new importer --scopes read,propose --channel ~Deals --days 30"),
        "The key `importer` is made. The bot sent it to you in a direct message, once."
    );
    assert!(world.channel_member("deals", "bot").is_ok());
    let key = api_key::authenticate(&world.deps(), &token(&world)).unwrap();
    assert_eq!(key.channel_id, Some("deals".into()));
}

#[test]
fn a_private_channel_of_others_is_no_channel() {
    let world = World::new().setting("odooadmins", json!("@anna"));
    world.change("anna", |anna| anna.is_system_admin = false);
    assert_eq!(
        world.command_as("anna", "town", "/odoo apikey new spy --scopes propose --channel deals"),
        "You are in no channel “deals” of this team."
    );
}

#[test]
fn only_system_administrators_let_keys_provision() {
    assert_eq!(
        run_by_ben().command("/odoo apikey new portal --scopes provision"),
        "This is for system administrators. Ask one of them."
    );
    let world = World::new().admin();
    world.command("/odoo apikey new portal --scopes provision");
    let token = token(&world);
    let scopes = || api_key::authenticate(&world.deps(), &token).unwrap().scopes.len();
    assert_eq!(scopes(), 1);
    world.change("ben", |ben| ben.is_system_admin = false);
    assert_eq!(scopes(), 0);
}

#[test]
fn what_a_key_cannot_be_is_told() {
    let world = run_by_ben();
    let answers = ["", "with|pipe", "x --scopes approve", "x --scopes ,"]
        .map(|arguments| world.command(&format!("/odoo apikey new {arguments}")));
    assert_eq!(
        answers,
        [
            "The key needs a name of letters, digits, `.`, `-` and `_`, at most 40 of them.",
            "The key needs a name of letters, digits, `.`, `-` and `_`, at most 40 of them.",
            "`--scopes` must be `read`, `propose` or `provision`, not “approve”.",
            "`--scopes` is empty.",
        ]
    );
    world.command("/odoo apikey new x");
    assert_eq!(
        world.command("/odoo apikey new x"),
        "There is a key `x` already. Choose another name, or revoke it first."
    );
}

#[test]
fn a_key_that_cannot_be_handed_over_is_revoked() {
    let world = run_by_ben().without_bot();
    assert_eq!(
        world.command("/odoo apikey new lost"),
        "The bot could not send you the key, so it was revoked. Try again.\nRequest `req`"
    );
    assert_eq!(world.command("/odoo apikey list"), "There are no API keys. `/odoo apikey new` makes one.");
}

#[test]
fn keys_are_listed_without_their_secrets() {
    let world = run_by_ben();
    world.command("/odoo apikey new old --days 1");
    let token = token(&world);
    api_key::authenticate(&world.deps(), &token).unwrap();
    world.pass(Duration::from_secs(86_400));
    world.command("/odoo apikey new importer --scopes propose,read --channel deals");
    assert_eq!(
        world.command("/odoo apikey list"),
        "| Name | Id | Owner | Scopes | Channel | Valid until | Last use |
|:--|:--|:--|:--|:--|:--|:--|
| importer | aaaaaaad | ben | read, propose | deals | 2027-02-20 10:30 | never |
| old | aaaaaaab | ben | read |  | 2026-11-22 10:30, expired | 2026-11-21 10:30 |
"
    );
}

#[test]
fn a_revoked_key_is_refused_from_then_on() {
    let world = run_by_ben();
    world.command("/odoo apikey new reports");
    let token = token(&world);
    assert_eq!(world.command("/odoo apikey revoke reports"), "The key “reports” does not work any more.");
    assert_eq!(api_key::authenticate(&world.deps(), &token), Err(api_key::KeyError::Refused));
    assert_eq!(
        world.command("/odoo apikey revoke reports"),
        "There is no key “reports”. `/odoo apikey list` shows them."
    );
}

#[test]
fn others_neither_make_nor_see_nor_revoke_keys() {
    let world = World::new();
    for command in ["new x", "list", "revoke x"] {
        assert_eq!(
            world.command(&format!("/odoo apikey {command}")),
            "This is for Odoo administrators. A system administrator names them in the setting `OdooAdmins`."
        );
    }
    assert_eq!(world.person("ben").map(|ben| ben.is_system_admin), Ok::<_, ChatError>(false));
}

#[test]
fn names_of_keys_are_suggested_to_administrators_only() {
    let world = run_by_ben();
    world.command("/odoo apikey new reports");
    let suggested = |user_id: &str| {
        let target = "/autocomplete/v1/keys?parsed=odoo+apikey+revoke+&user_input=odoo+apikey+revoke+re&channel_id=town&team_id=team";
        String::from_utf8(world.request("GET", target, Some(user_id), b"").body).unwrap()
    };
    assert_eq!(suggested("cara"), "[]");
    assert!(suggested("ben").contains(r#""Item":"reports""#));
}

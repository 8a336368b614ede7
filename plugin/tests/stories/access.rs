use odoo_plugin::access::{self, Action, Role, Scope, Standing};
use odoo_plugin::identity::{How, Link, connect};
use odoo_plugin::language::Language;
use odoo_plugin::ports::{ChannelMember, Chat};
use odoo_plugin::settings::Settings;
use serde_json::json;

use crate::world::{START, World};

fn may(world: &World, user_id: &str, action: Action) -> Result<(), String> {
    let settings = Settings::current(&world.deps()).settings;
    access::may(&world.deps(), &settings, &world.person(user_id).unwrap(), action)
}

fn standing(world: &World, user_id: &str) -> (Standing, Settings) {
    let settings = Settings::current(&world.deps()).settings;
    (Standing::of(&world.deps(), &settings, &world.person(user_id).unwrap()).unwrap(), settings)
}

/// `ben` is the user 9 of Odoo.
fn connected() -> World {
    let world = World::new();
    let link = Link { odoo_uid: 9, how: How::Email, matched_at: START, sealed: None, refused_at: None };
    connect(&world.deps(), "ben", &link).unwrap();
    world
}

#[test]
fn who_is_connected_searches_and_proposes() {
    let world = connected();
    assert_eq!(may(&world, "ben", Action::Read), Ok(()));
    assert_eq!(may(&world, "ben", Action::Propose), Ok(()));
    assert_eq!(
        may(&world, "cara", Action::Propose),
        Err("This is for people who connected their Odoo account. Connect yours with `/odoo connect`.".into())
    );
}

#[test]
fn named_proposers_are_the_only_ones() {
    let world = connected().setting("proposers", json!("@cara"));
    assert_eq!(may(&world, "cara", Action::Propose), Ok(()));
    assert_eq!(
        may(&world, "ben", Action::Propose),
        Err("Changes are proposed by the people whom an administrator names in the setting `Proposers`.".into())
    );
}

#[test]
fn a_system_administrator_does_everything_but_decide_around_the_policy() {
    let world = World::new();
    assert_eq!(may(&world, "anna", Action::Purge), Ok(()));
    assert_eq!(
        may(&world, "anna", Action::Decide),
        Err("This is for others to decide: the approval policy does not name you here.".into())
    );
    let (anna, settings) = standing(&world, "anna");
    assert_eq!(anna.as_approver().may(Language::En, &settings, Action::Decide), Ok(()));
}

#[test]
fn odoo_administrators_and_agents_are_named_in_the_settings() {
    let world = World::new().setting("odooadmins", json!("ben")).setting("agents", json!("cara"));
    assert_eq!(may(&world, "ben", Action::ApiKeys), Ok(()));
    assert_eq!(may(&world, "ben", Action::Freeze), Err("This is for system administrators. Ask one of them.".into()));
    assert_eq!(may(&world, "cara", Action::Tickets), Ok(()));
    assert_eq!(
        may(&world, "cara", Action::Hooks),
        Err("This is for Odoo administrators. A system administrator names them in the setting `OdooAdmins`.".into())
    );
}

#[test]
fn who_subscribes_a_channel_is_a_setting() {
    let world = connected();
    let subscribes = |policy: &str, user_id: &str, channel_id: &str| {
        world.save("subscribepolicy", json!(policy));
        let (standing, settings) = standing(&world, user_id);
        standing.in_channel(&world.deps(), user_id, channel_id).may(Language::En, &settings, Action::Subscribe).is_ok()
    };
    world.join("deals", "cara", ChannelMember { is_admin: true, is_guest: false });
    let table = ["channel-admin", "member", "system-admin"].map(|policy| {
        [
            subscribes(policy, "cara", "deals"),
            subscribes(policy, "cara", "town"),
            subscribes(policy, "ben", "deals"),
            subscribes(policy, "ben", "elsewhere"),
            subscribes(policy, "anna", "town"),
        ]
    });
    assert_eq!(
        table,
        [[true, false, false, false, true], [true, false, true, false, true], [false, false, false, false, true],]
    );
}

#[test]
fn a_service_account_is_a_tool_whatever_else_it_is() {
    let world = World::new().setting("serviceaccounts", json!("anna"));
    assert_eq!(may(&world, "anna", Action::Propose), Ok(()));
    assert_eq!(may(&world, "anna", Action::Purge), Err("This is for people, not for tools.".into()));
    let (anna, settings) = standing(&world, "anna");
    assert_eq!(
        anna.clone().as_approver().may(Language::En, &settings, Action::Decide),
        Err("A tool never approves or executes: a person has to.".into())
    );
    assert!(!anna.in_channel(&world.deps(), "anna", "town").has(Role::ChannelAdmin));
}

#[test]
fn bots_read_when_everybody_does() {
    let world = World::new();
    assert_eq!(
        may(&world, "bot", Action::Read),
        Err("This account or key may not read: it needs the scope `read`.".into())
    );
    world.save("allowservicereads", json!(true));
    assert_eq!(may(&world, "bot", Action::Read), Ok(()));
    assert!(may(&world, "bot", Action::Propose).is_err());
}

#[test]
fn a_key_does_what_its_scopes_say() {
    let settings = Settings::default();
    let key = Standing::tool(&[Scope::Propose]);
    assert_eq!(key.may(Language::En, &settings, Action::Propose), Ok(()));
    assert_eq!(
        key.may(Language::En, &settings, Action::Read),
        Err("This account or key may not read: it needs the scope `read`.".into())
    );
    assert_eq!(
        key.may(Language::En, &settings, Action::Provision),
        Err("This key may not provision: it needs the scope `provision`.".into())
    );
}

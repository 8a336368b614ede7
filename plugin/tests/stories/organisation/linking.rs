use std::time::Duration;

use odoo_plugin::organisation::{self, Organisation};
use serde_json::json;

use super::{AZURE, DECO, link, linked, world};
use crate::world::{Memory, World};

fn org(world: &World, channel_id: &str, rest: &str) -> String {
    world.command_as("ben", channel_id, &format!("/odoo org {rest}"))
}

fn keys(world: &World) -> Vec<String> {
    let kv = world.kv.borrow();
    kv.keys().filter(|key| key.starts_with("org/") || key.starts_with("team/")).cloned().collect()
}

#[test]
fn a_team_is_linked_listed_and_unlinked() {
    let world = world();
    assert_eq!(org(&world, "town", "list"), "No team is linked with an organisation. `/odoo org link` links this one.");
    assert_eq!(
        org(&world, "town", "link partner:14"),
        "This team is linked with Azure Interior (`partner:14`): whoever reads Odoo here finds what belongs to it, and nothing else. `/odoo org unlink partner:14` takes that back."
    );
    assert_eq!(
        org(&world, "deals", "link partner:14"),
        "This team is linked with Azure Interior (`partner:14`) already."
    );
    link(&world, "garden", "acme-2");
    assert_eq!(
        org(&world, "town", "list"),
        "| Organisation | Name | Team |\n|:--|:--|:--|\n| `acme-2` |  | rivals |\n| `partner:14` | Azure Interior | acme |\n"
    );
    assert_eq!(keys(&world), ["org/acme-2", "org/partner:14", "team/other", "team/team"]);
    assert_eq!(
        org(&world, "garden", "unlink partner:14"),
        "`partner:14` has no team any more. Nobody was removed, and whoever reads Odoo there finds again all that they may."
    );
    assert_eq!(
        org(&world, "garden", "unlink partner:14"),
        "No team is linked with `partner:14`. `/odoo org list` shows those that are."
    );
    assert_eq!(keys(&world), ["org/acme-2", "team/other"]);
    let audit = world.command("/odoo audit");
    let entries: Vec<_> = audit.lines().filter(|line| line.contains("org.")).collect();
    assert_eq!(entries.len(), 3, "{audit}");
    assert!(entries[0].contains("org.unlink | partner:\u{2060}14 | done"), "{audit}");
}

#[test]
fn an_organisation_has_one_team_and_a_team_one_organisation() {
    let world = linked(AZURE, DECO);
    assert_eq!(
        org(&world, "town", "link company:1"),
        "This team is linked with `partner:14`, and a team has one organisation. Unlink that one first: `/odoo org unlink partner:14`."
    );
    org(&world, "town", "unlink partner:14");
    assert_eq!(
        org(&world, "town", "link partner:10"),
        "Another team is linked with Deco Addict (`partner:10`), and an organisation has one team. `/odoo org list` shows which."
    );
    assert_eq!(keys(&world), ["org/partner:10", "team/other"]);
}

#[test]
fn ids_that_differ_in_case_only_are_one() {
    let world = world();
    link(&world, "town", "Acme");
    assert!(org(&world, "garden", "link ACME").starts_with("Another team is linked with `ACME`"));
    assert!(org(&world, "town", "link aCME").ends_with("already."));
    assert!(org(&world, "town", "unlink acme").starts_with("`acme` has no team any more."));
    assert_eq!(keys(&world), [""; 0]);
}

#[test]
fn an_organisation_of_odoo_has_to_be_there() {
    let world = world();
    for id in ["company:77", "partner:777777", "project:777"] {
        assert_eq!(
            org(&world, "town", &format!("link {id}")),
            format!("There is no `{id}` in Odoo, or the plugin's account may not see it. Look up its number there.")
        );
    }
    assert_eq!(keys(&world), [""; 0]);
}

#[test]
fn what_is_no_id_is_told() {
    let world = world();
    for id in ["", " team:3", " company:x", " a/b"] {
        assert_eq!(
            org(&world, "town", &format!("link{id}")),
            "Which organisation? `company:3`, `partner:7` or `project:9` with its number in Odoo, or the id of another platform: at most 64 letters, digits, `.`, `_` and `-`."
        );
    }
}

#[test]
fn a_direct_message_is_no_team() {
    assert_eq!(
        org(&world(), "dm-ben-bot", "link acme"),
        "Type it in a channel of the team: direct messages belong to no team."
    );
}

#[test]
fn others_neither_link_nor_read_the_list() {
    let world = world();
    for rest in ["link acme", "unlink acme", "list"] {
        let answer = world.command_as("cara", "town", &format!("/odoo org {rest}"));
        assert_eq!(
            answer,
            "This is for Odoo administrators. A system administrator names them in the setting `OdooAdmins`."
        );
    }
    assert_eq!(keys(&world), [""; 0]);
}

/// Runs `act` with the process ending at each of its effects in turn, before and after it; `check` looks at the world then.
fn at_every_step(act: impl Fn(&World), prepare: impl Fn() -> World, check: impl Fn(&World)) {
    for is_after in [false, true] {
        for step in 0.. {
            let world = prepare();
            world.effects.kill_at(step, is_after);
            let survived = world.survive(&act).is_ok();
            world.effects.calm();
            check(&world);
            if survived {
                assert!(step >= 3, "it was never interrupted");
                break;
            }
        }
    }
}

fn acme() -> Organisation {
    Organisation::Outside("acme".into())
}

fn try_link(world: &World) {
    organisation::link(&world.deps(), "team", &acme()).unwrap();
}

#[test]
fn after_a_crash_in_between_a_repeat_finishes_it() {
    at_every_step(try_link, world, |world| {
        assert!(org(world, "town", "link acme").starts_with("This team is linked with `acme`"));
        assert_eq!(keys(world), ["org/acme", "team/team"]);
        assert_eq!(organisation::all(&world.deps()).unwrap().len(), 1);
    });
    let unlink = |world: &World| {
        organisation::unlink(&world.deps(), "team", &acme()).unwrap();
    };
    let linked = || {
        let world = world();
        try_link(&world);
        world
    };
    at_every_step(unlink, linked, |world| {
        org(world, "town", "unlink acme");
        assert_eq!(keys(world), [""; 0]);
        assert_eq!(organisation::all(&world.deps()).unwrap(), []);
    });
}

#[test]
fn what_one_team_left_half_done_another_may_have() {
    at_every_step(try_link, world, |world| {
        let is_taken = org(world, "garden", "link acme").starts_with("Another team");
        let teams = organisation::all(&world.deps()).unwrap();
        let teams: Vec<_> = teams.into_iter().map(|team| team.id).collect();
        assert_eq!(teams, [if is_taken { "team" } else { "other" }]);
    });
}

#[test]
fn of_two_teams_at_the_same_time_one_wins() {
    for step in 0..6 {
        let world = world();
        world.effects.interrupt_at(step, |world| {
            organisation::link(&world.deps(), "other", &acme()).unwrap();
        });
        try_link(&world);
        world.effects.calm();
        let teams = organisation::all(&world.deps()).unwrap();
        let sides: Vec<_> = keys(&world).into_iter().filter(|key| key.starts_with("team/")).collect();
        assert_eq!(teams.iter().map(|team| format!("team/{}", team.id)).collect::<Vec<_>>(), sides, "{step}");
        assert_eq!(teams.len(), 1, "{step}");
    }
}

#[test]
fn another_node_hears_of_it_within_a_minute() {
    let world = world().setting("allowservicereads", json!(true));
    let mut memory = Memory::default();
    let find = |world: &World| world.command("/odoo show lead 14");
    assert!(world.on_node(&mut memory, |world| find(world)).is_empty());
    link(&world, "town", AZURE);
    assert!(find(&world).starts_with("There is no lead 14 in Odoo"));
    world.pass(Duration::from_secs(61));
    assert!(world.on_node(&mut memory, |world| find(world)).starts_with("There is no lead 14 in Odoo"));
}

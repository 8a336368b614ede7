use odoo_plugin::ports::Chat;
use serde_json::json;

use super::{all, world};
use crate::world::{BOT, World};

#[test]
fn a_channel_lists_what_it_follows() {
    let world = world();
    assert_eq!(
        world.command("/odoo subscriptions"),
        "This channel follows nothing in Odoo yet. `/odoo subscribe` begins it."
    );
    world.command("/odoo subscribe lead --stage won --amount 10000 --events stage");
    world.command("/odoo subscribe task --mode lines");
    let direct = world.direct_channel("ben", BOT).unwrap().id;
    world.command_as("ben", &direct, "/odoo subscribe partner");
    let ids: Vec<_> = all(&world).into_iter().map(|one| one.id).collect();
    assert_eq!(
        world.command("/odoo subscriptions"),
        format!(
            "| Id | Records | Events | Filters | By | Since |
|:--|:--|:--|:--|:--|:--|
| `{}` | leads | stage | stage “Won”, amount 10000 or more | ben | 2026-11-21 10:30 |
| `{}` | tasks | create, stage, assign | as lines | ben | 2026-11-21 10:30 |
",
            ids[0], ids[1]
        )
    );
}

#[test]
fn system_administrators_list_all_channels() {
    let world = world();
    world.command("/odoo subscribe lead");
    let direct = world.direct_channel("ben", BOT).unwrap().id;
    world.command_as("ben", &direct, "/odoo subscribe lead");
    assert_eq!(world.command("/odoo subscriptions --all"), "This is for system administrators. Ask one of them.");
    world.archive("town");
    let listed = world.command_as("anna", "deals", "/odoo subscriptions --all");
    let channels: Vec<_> = listed.lines().skip(2).map(|line| line.rsplit(" | ").next().unwrap()).collect();
    assert_eq!(channels, ["town, archived |", "direct messages |"]);
}

#[test]
fn who_may_not_search_sees_no_list() {
    let answer = World::live().command("/odoo subscriptions");
    assert!(answer.starts_with("Searching Odoo is open to people who connected"), "{answer}");
}

#[test]
fn what_can_follow_is_suggested() {
    let world = world();
    world.command("/odoo subscribe lead --stage won");
    let id = all(&world).remove(0).id;
    let suggested = |user_id: &str, list: &str, channel: &str, typed: &str| -> Vec<String> {
        let target = format!(
            "/autocomplete/v1/{list}?parsed=odoo+x+&user_input=odoo+x+{typed}&channel_id={channel}&team_id=team"
        );
        let body = world.request("GET", &target, Some(user_id), b"").body;
        let items: Vec<serde_json::Value> = serde_json::from_slice(&body).unwrap();
        items.iter().map(|item| item["Item"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(suggested("ben", "subscriptions", "town", ""), [id]);
    assert_eq!(suggested("ben", "subscriptions", "deals", ""), [""; 0]);
    assert_eq!(suggested("dora", "subscriptions", "town", ""), [""; 0]);
    assert_eq!(suggested("ben", "events", "town", "c"), ["create", "change", "comment"]);
    assert_eq!(suggested("ben", "events", "town", "create,s"), ["create,stage"]);
    assert_eq!(
        suggested("ben", "partner-events", "town", "create,"),
        ["create,change", "create,assign", "create,archive", "create,comment"]
    );
    assert_eq!(suggested("ben", "order-events", "town", "approval,a"), ["approval,assign"]);
    assert_eq!(suggested("ben", "sales-teams", "town", "pre"), ["Pre-Sales[#5]"]);
    assert_eq!(suggested("ben", "companies", "town", "you"), ["YourCompany[#1]"]);
    assert_eq!(suggested("ben", "users", "town", "marc"), ["Marc-Demo[#6]"]);
    assert_eq!(suggested("ben", "lead-tags", "town", "pro"), ["Product[#1]"]);
    assert_eq!(suggested("ben", "project-tags", "town", "bu"), ["Bug[#1]"]);
    assert_eq!(suggested("ben", "partner-tags", "town", "ven"), ["Vendor[#1]"]);
    world.save("allowservicereads", json!(false));
    assert_eq!(suggested("ben", "subscriptions", "town", ""), [""; 0]);
}

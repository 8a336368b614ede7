use std::time::Duration;

use odoo_stand_in::Fault;
use serde_json::{Value, json};

use crate::world::{Memory, World};

/// Everybody may search; Odoo is the stand-in with its demo data.
fn open_world() -> World {
    World::live().setting("allowservicereads", json!(true))
}

/// What `ben` is shown behind `parsed` while he types `typed`.
fn suggested(world: &World, list: &str, parsed: &str, typed: &str) -> Vec<(String, String)> {
    let encoded = |text: &str| text.replace('%', "%25").replace('&', "%26").replace(' ', "+").replace('#', "%23");
    let target = format!(
        "/autocomplete/v1/{list}?channel_id=town&parsed={}&team_id=team&user_id=ben&user_input={}",
        encoded(parsed),
        encoded(&format!("{parsed}{typed}"))
    );
    let response = world.request("GET", &target, Some("ben"), b"");
    assert_eq!(response.status, 200);
    let items: Vec<Value> = serde_json::from_slice(&response.body).unwrap();
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    items.iter().map(|item| (text(item, "Item"), text(item, "Hint"))).collect()
}

fn items(world: &World, list: &str, typed: &str) -> Vec<String> {
    suggested(world, list, "odoo find task --flag ", typed).into_iter().map(|(item, _)| item).collect()
}

#[test]
fn stages_are_single_words_each_once() {
    let world = open_world();
    assert_eq!(
        items(&world, "stages", ""),
        ["New", "Foreign", "In-Progress", "Waiting-for-customer", "Done", "Canceled"]
    );
    assert_eq!(items(&world, "stages", "in"), ["In-Progress"]);
    assert_eq!(items(&world, "lead-stages", "P"), ["Proposition"]);
}

#[test]
fn countries_are_found_by_code_and_by_name() {
    let world = open_world();
    let behind = "odoo propose partner --country_code ";
    let found = suggested(&world, "countries", behind, "es");
    assert_eq!(found[0], ("ES".to_owned(), "Spain".to_owned()));
    assert_eq!(suggested(&world, "countries", behind, "spa"), [("Spain[ES]".to_owned(), "Spain".to_owned())]);
    let before = world.asked.borrow().len();
    items(&world, "countries", "u");
    assert_eq!(world.asked.borrow().len(), before, "they are kept");
}

#[test]
fn partners_bring_their_number_along() {
    let world = open_world();
    assert_eq!(
        suggested(&world, "partners", "odoo find lead --partner ", "Deco")[..2],
        [
            ("Deco-Addict[#10]".to_owned(), "Deco Addict".to_owned()),
            ("Deco-Addict,-Addison-Olson[#35]".to_owned(), "Deco Addict, Addison Olson".to_owned())
        ]
    );
    assert_eq!(
        suggested(&world, "partners", "odoo find lead --partner ", "addict")[0],
        ("addict[#10]".to_owned(), "Deco Addict".to_owned())
    );
    assert!(items(&world, "partners", "d").is_empty(), "one letter is too little");
    assert!(items(&world, "partners", "deco a").is_empty(), "an item is one word");
}

#[test]
fn what_is_suggested_is_understood() {
    let world = open_world();
    let (item, _) = suggested(&world, "partners", "", "addict").remove(0);
    let shown = world.command(&format!("/odoo find lead --partner {item}"));
    assert!(shown.contains("[Interest in your products]"), "{shown}");
    let stage = items(&world, "stages", "wait").remove(0);
    let shown = world.command(&format!("/odoo find task --stage {stage}"));
    assert!(!shown.starts_with("There is no stage"), "{shown}");
}

#[test]
fn a_text_may_be_anything_and_flags_follow_it() {
    let world = open_world();
    assert_eq!(items(&world, "text", "kitchen"), ["kitchen"]);
    assert_eq!(items(&world, "text", "lunch room --mi"), ["lunch room"]);
    assert!(items(&world, "text", "--mi").is_empty());
    assert!(items(&world, "text", "").is_empty());
}

#[test]
fn a_text_for_partners_has_their_names() {
    let world = open_world();
    assert_eq!(
        suggested(&world, "partner-names", "odoo find partner ", "azure i"),
        [
            ("azure i".to_owned(), String::new()),
            ("Azure Interior".to_owned(), "vauxoo@yourcompany.example.com".to_owned())
        ]
    );
}

#[test]
fn kinds_of_activities_projects_teams_and_channels_are_suggested() {
    let world = open_world();
    assert_eq!(items(&world, "activity-types", "to"), ["To-Do"]);
    assert_eq!(items(&world, "projects", "off"), ["Office-Design[#1]"]);
    assert_eq!(items(&world, "topics", "f"), ["find", "files"]);
    assert_eq!(items(&world, "topics", "find e"), ["find event"]);
    assert_eq!(items(&world, "teams", ""), ["acme"]);
    assert_eq!(items(&world, "channels", "d"), ["deals"]);
}

#[test]
fn the_same_letters_are_asked_for_once() {
    let world = open_world();
    items(&world, "partners", "deco");
    let asked = world.asked.borrow().len();
    items(&world, "partners", "Deco");
    assert_eq!(world.asked.borrow().len(), asked);
}

#[test]
fn who_may_not_read_gets_nothing_and_odoo_is_not_asked() {
    let world = World::live();
    assert!(items(&world, "partners", "deco").is_empty());
    assert!(world.asked.borrow().is_empty());
}

#[test]
fn an_odoo_that_is_down_leaves_an_empty_list_soon() {
    let world = open_world();
    world.desk().set_fault(Fault::NoAnswer);
    assert!(items(&world, "partners", "deco").is_empty());
    assert!(world.elapsed().as_secs() < 5, "{:?}", world.elapsed());
    assert!(world.logged.borrow().is_empty());
    assert_eq!(items(&world, "partner-names", "deco"), ["deco"], "a text stays a text");
}

#[test]
fn who_asks_ten_times_as_often_as_reads_are_allowed_gets_nothing_until_the_minute_ends() {
    let world = open_world().setting("readsperminute", json!(2));
    let mut other = Memory::new();
    let answers: Vec<_> = (0..30)
        .map(|number| match number % 2 {
            0 => items(&world, "topics", "find").len(),
            _ => world.on_node(&mut other, |world| items(world, "topics", "find").len()),
        })
        .collect();
    assert_eq!(answers.iter().filter(|count| **count > 0).count(), 20, "{answers:?}");
    assert_eq!(answers[20..], [0; 10]);
    assert!(world.logged.borrow().is_empty());
    let target = "/autocomplete/v1/topics?parsed=odoo+help+&user_input=odoo+help+find";
    assert_ne!(world.request("GET", target, Some("cara"), b"").body, b"[]", "others are counted apart");
    world.pass(Duration::from_secs(60));
    assert!(!items(&world, "topics", "find").is_empty());
}

#[test]
fn typing_seldom_costs_a_call_of_the_store() {
    let world = open_world();
    let before = world.kv_calls.get();
    for _ in 0..100 {
        assert!(!items(&world, "topics", "find").is_empty());
    }
    let after = world.kv_calls.get();
    let calls = after.0 + after.1 - before.0 - before.1;
    assert!(calls <= 5, "{calls} calls for 100 keys");
}

#[test]
fn unknown_lists_and_strangers() {
    assert!(items(&open_world(), "nosuch", "x").is_empty());
    assert_eq!(open_world().request("GET", "/autocomplete/v1/stages", None, b"").status, 401);
}

//! What Odoo wrote down of changes tells who changed what when, where the account may read it.

use std::time::Duration;

use serde_json::{Value, json};

use super::{at_the_same_time, create, look, rings, shown, tick, world, write};
use crate::world::World;

const GROUPS: [&str; 2] = ["Administration/Settings", "Administration/Access Rights"];

/// The plugin's account may read what Odoo writes down.
fn open() -> World {
    let world = world();
    for group in GROUPS {
        world.desk().grant("bridge", group);
    }
    world
}

/// Somebody writes in Odoo, so many seconds later.
fn write_after(world: &World, seconds: u64, login: &str, id: i64, values: &Value) {
    world.pass(Duration::from_secs(seconds));
    at_the_same_time(world);
    world.desk().write_as(login, "project.task", id, values);
}

fn calls(world: &World, name: &str) -> usize {
    world.desk().calls().iter().filter(|call| call.name() == name).count()
}

/// A time of the day is not the point here.
fn without_times(text: &str) -> String {
    text.split('\n')
        .map(|line| match line.split_once(" by ") {
            Some((before, by)) => format!("{}*by {by}", before.rsplit_once('*').map_or(before, |(before, _)| before)),
            None => line.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn two_people_between_two_looks_are_two_steps_each_with_its_author() {
    let world = open();
    let id = create(&world, "Paint");
    look(&world);
    world.pass(Duration::from_secs(120));
    write_after(&world, 1, "demo", id, &json!({"priority": "1", "name": "Paint twice"}));
    write_after(&world, 1, "admin", id, &json!({"priority": "0"}));
    look(&world);
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 2, "{texts:?}");
    let expected = "**Title**: Paint → Paint twice *by Marc Demo*\n**Priority**: Low → High *by Marc Demo*\n\
        **Priority**: High → Low *by Mitchell Admin*";
    assert_eq!(without_times(&texts[1]), expected);
}

#[test]
fn steps_that_are_minutes_apart_are_told_apart() {
    let world = open();
    let id = create(&world, "Paint");
    look(&world);
    write_after(&world, 61, "demo", id, &json!({"priority": "1"}));
    write_after(&world, 61, "admin", id, &json!({"priority": "0"}));
    look(&world);
    let texts: Vec<_> = shown(&world, "town").iter().skip(1).map(|text| without_times(text)).collect();
    let expected = ["**Priority**: Low → High\n*by Marc Demo*", "**Priority**: High → Low\n*by Mitchell Admin*"];
    assert_eq!(texts, expected);
}

#[test]
fn what_was_changed_and_changed_back_between_two_looks_is_told() {
    let world = open();
    let id = create(&world, "Paint");
    look(&world);
    write_after(&world, 1, "demo", id, &json!({"priority": "1"}));
    write_after(&world, 1, "demo", id, &json!({"priority": "0"}));
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert_eq!(without_times(&texts[1]), "Changed, and changed back\n*by Marc Demo*");
}

#[test]
fn what_odoo_does_not_write_down_is_told_by_the_difference() {
    let world = open();
    let id = create(&world, "Paint");
    look(&world);
    let tag = world.desk().search("project.tags", &json!([]))[0];
    write_after(&world, 1, "demo", id, &json!({"priority": "1", "tag_ids": [[6, 0, [tag]]]}));
    look(&world);
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 2, "{texts:?}");
    let text = without_times(&texts[1]);
    assert!(
        text.starts_with("**Priority**: Low → High\n**Tags**: – → ") && text.ends_with("\n*by Marc Demo*"),
        "{text}"
    );
}

#[test]
fn an_old_task_tells_what_was_before() {
    let world = open();
    write_after(&world, 1, "demo", 5, &json!({"priority": "0"}));
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 1, "{texts:?}");
    let card = super::first(&world, "town").cards[0].clone();
    assert!(card.text.starts_with("**Priority**: High → Low\n*"), "{card:?}");
}

#[test]
fn told_once_however_often_odoo_is_asked_and_whoever_rings() {
    let world = open();
    let id = create(&world, "Paint");
    look(&world);
    write_after(&world, 1, "demo", id, &json!({"priority": "1"}));
    rings(&world, id);
    for _ in 0..10 {
        world.pass(Duration::from_secs(3));
        tick(&world);
    }
    write_after(&world, 1, "demo", id, &json!({"description": "<p>longer</p>"}));
    for _ in 0..3 {
        look(&world);
    }
    let texts: Vec<_> = shown(&world, "town").iter().skip(1).map(|text| without_times(text)).collect();
    assert_eq!(texts, ["**Priority**: Low → High\n*by Marc Demo*"]);
}

#[test]
fn a_page_of_changes_is_one_question_and_what_did_not_change_none() {
    let world = open();
    let ids: Vec<_> = (0..20).map(|n| create(&world, &format!("Task {n}"))).collect();
    look(&world);
    world.desk().forget_calls();
    look(&world);
    assert_eq!(calls(&world, "mail.tracking.value/search_read"), 0);
    for id in ids {
        write(&world, id, &json!({"priority": "1"}));
    }
    world.desk().forget_calls();
    look(&world);
    assert_eq!(calls(&world, "mail.message/search_read"), 2, "one of them is for what people say");
    assert_eq!(calls(&world, "mail.tracking.value/search_read"), 1);
    assert_eq!(calls(&world, "mail.tracking.value/check_access_rights"), 0, "asked within the last hour");
}

#[test]
fn an_account_that_may_not_read_it_asks_once() {
    let world = world();
    let id = create(&world, "Paint");
    for priority in ["1", "0", "1"] {
        look(&world);
        write(&world, id, &json!({"priority": priority}));
    }
    look(&world);
    assert_eq!(calls(&world, "mail.tracking.value/check_access_rights"), 1);
    assert_eq!(calls(&world, "mail.tracking.value/search_read"), 0);
    let texts = shown(&world, "town");
    assert!(texts[1].starts_with("**Priority**: Low → High\n*"), "{texts:?}");
}

#[test]
fn a_right_that_is_taken_away_costs_nothing_but_the_steps() {
    let world = open();
    let id = create(&world, "Paint");
    look(&world);
    world.desk().withdraw("bridge", GROUPS[0]);
    write_after(&world, 1, "demo", id, &json!({"priority": "1"}));
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(without_times(&texts[1]), "**Priority**: Low → High\n*by Marc Demo*");
}

#[test]
fn what_is_written_between_the_two_questions_is_told_once() {
    let world = open();
    let id = create(&world, "Paint");
    look(&world);
    write_after(&world, 1, "demo", id, &json!({"priority": "1"}));
    world.desk().before("mail.message/search_read", move |odoo| {
        odoo.write_as("admin", "project.task", id, &json!({"priority": "0"}));
    });
    look(&world);
    let told = shown(&world, "town");
    assert_eq!(without_times(&told[1]), "**Priority**: Low → High\n*by Marc Demo*");
    world.pass(Duration::from_secs(21));
    write_after(&world, 61, "admin", id, &json!({"name": "Paint twice"}));
    look(&world);
    let told = shown(&world, "town").join("\n");
    assert_eq!(told.matches("High → Low").count(), 1, "{told}");
    assert_eq!(told.matches("Low → High").count(), 1, "{told}");
}

#[test]
fn killed_at_any_step_each_step_is_told_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = open();
            let id = create(&world, "Paint");
            look(&world);
            write_after(&world, 61, "demo", id, &json!({"priority": "1"}));
            write_after(&world, 61, "admin", id, &json!({"priority": "0"}));
            world.pass(Duration::from_secs(21));
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(tick).is_ok();
            world.effects.calm();
            for _ in 0..5 {
                look(&world);
            }
            let texts: Vec<_> = shown(&world, "town").iter().skip(1).map(|text| without_times(text)).collect();
            let expected =
                ["**Priority**: Low → High\n*by Marc Demo*", "**Priority**: High → Low\n*by Mitchell Admin*"];
            assert_eq!(texts, expected, "step {step}, {is_after}");
            if is_over {
                break;
            }
        }
    }
}

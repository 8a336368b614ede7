//! What is told, once each.

use std::time::Duration;

use odoo_plugin::subscription::Mode;
use serde_json::json;

use super::{create, first, follow, follow_as, look, shown, world, write};
use crate::world::World;

#[test]
fn what_was_there_before_anybody_followed_is_no_news() {
    let world = world();
    look(&world);
    assert_eq!(shown(&world, "town"), Vec::<String>::new());
}

#[test]
fn a_new_task_is_a_card_and_what_happens_to_it_stands_below() {
    let world = world();
    let id = create(&world, "Paint @channel **red**");
    look(&world);
    let stage = world.desk().record("project.task", 5, &["stage_id"]).unwrap()["stage_id"][0].clone();
    write(&world, id, &json!({"stage_id": stage, "priority": "1"}));
    look(&world);
    look(&world);
    let card = first(&world, "town").cards[0].clone();
    assert!(card.title.contains("task") && card.title.contains("Paint"), "{card:?}");
    assert!(!card.title.contains("@channel") && !card.title.contains("**"), "{card:?}");
    assert_eq!(card.title_link, format!("https://erp.example.com/mail/view?model=project.task&res_id={id}"));
    let fields: Vec<_> = card.fields.iter().map(|field| field.title.clone()).collect();
    assert!(fields.contains(&"Stage".to_owned()) && fields.contains(&"Priority".to_owned()), "{fields:?}");
    let posts = world.posts.borrow();
    assert_eq!(posts.len(), 2, "{posts:?}");
    assert_eq!(posts[1].root_id, posts[0].id);
    assert!(posts[1].text.contains("**Stage**: ") && posts[1].text.contains(" → "), "{}", posts[1].text);
    assert!(posts[1].text.contains("**Priority**: Low → High"), "{}", posts[1].text);
}

#[test]
fn a_long_value_on_a_card_is_cut_with_a_mark_below_a_title_that_leads_to_all_of_it() {
    let world = world();
    let tag = |letter: &str| world.desk().create("project.tags", &json!({"name": letter.repeat(400)}));
    let tags = [tag("a"), tag("b")];
    let id = create(&world, "Paint");
    world.desk().write("project.task", id, &json!({"tag_ids": [[6, 0, tags]]}));
    look(&world);
    let card = first(&world, "town").cards[0].clone();
    let value = &card.fields.iter().find(|field| field.title == "Tags").unwrap().value;
    assert!(value.chars().count() <= 610 && value.ends_with('…'), "{value}");
    assert_eq!(card.title_link, format!("https://erp.example.com/mail/view?model=project.task&res_id={id}"));
    assert_eq!(world.files.borrow().len(), 0);
}

#[test]
fn a_card_that_is_brought_up_to_date_keeps_what_tells_where_it_came_from() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    let before = first(&world, "town");
    assert!(before.props["odoo_event"].is_string(), "{before:?}");
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    let after = first(&world, "town");
    assert_ne!(after.cards, before.cards);
    assert_eq!(after.props, before.props);
}

#[test]
fn an_old_task_that_changes_is_told_without_what_was_before() {
    let world = world();
    write(&world, 5, &json!({"priority": "1"}));
    look(&world);
    write(&world, 5, &json!({"priority": "0"}));
    look(&world);
    let shown = shown(&world, "town");
    assert_eq!(shown.len(), 2);
    assert!(shown[1].contains("**Priority**: High → Low"), "{shown:?}");
}

#[test]
fn each_channel_that_follows_has_a_card_of_its_own() {
    let world = world();
    follow(&world, "deals");
    create(&world, "Paint");
    look(&world);
    assert_eq!((shown(&world, "town").len(), shown(&world, "deals").len()), (1, 1));
}

#[test]
fn a_deleted_card_gets_a_successor_that_says_so() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    world.remove("post1");
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    let card = first(&world, "town").cards[0].clone();
    assert!(card.text.starts_with("*The earlier card was deleted.*\n**Priority**: Low → High\n"), "{card:?}");
}

#[test]
fn a_write_that_changes_nothing_that_is_followed_is_no_news() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    write(&world, id, &json!({"description": "<p>longer</p>"}));
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

#[test]
fn a_channel_that_wants_lines_has_no_cards() {
    let world = world();
    follow_as(&world, "deals", Mode::Lines, 1_000);
    let id = create(&world, "Paint");
    look(&world);
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    let title = ["task #\u{2060}", &id.to_string(), ": Paint"].concat();
    let link = format!("[{title}](https://erp.example.com/mail/view?model=project.task&res_id={id})");
    let by = "by Mitchell Admin*";
    let lines = shown(&world, "deals");
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with(&format!("{link}: New task, *")) && lines[0].ends_with(by), "{lines:?}");
    assert!(
        lines[1].starts_with(&format!("{link}: **Priority**: Low → High, *")) && lines[1].ends_with(by),
        "{lines:?}"
    );
}

#[test]
fn a_channel_that_has_had_enough_for_an_hour_is_told_so_once() {
    let world = world();
    follow_as(&world, "deals", Mode::Cards, 2);
    let make = |count| {
        for n in 0..count {
            create(&world, &format!("Task {n}"));
        }
        look(&world);
    };
    make(5);
    let posts = world.posts.borrow().clone();
    let deals: Vec<_> = posts.iter().filter(|post| post.channel_id == "deals").collect();
    let notices: Vec<_> = deals.iter().filter(|post| post.cards[0].title.is_empty()).collect();
    assert_eq!((deals.len(), notices.len(), shown(&world, "town").len()), (3, 1, 5));
    assert!(notices[0].cards[0].text.contains("more than 2 changes in this hour"), "{notices:?}");
    world.pass(Duration::from_secs(3600));
    look(&world);
    look(&world);
    let summary = world.last_post().cards[0].text.clone();
    assert!(summary.contains(": 3 changes of the last hour were not shown."), "{summary}");
    assert_eq!(["Task 2", "Task 3", "Task 4"].map(|name| summary.matches(name).count()), [1; 3], "{summary}");
    assert_eq!(shown(&world, "deals").len(), 4);
    make(1);
    assert_eq!(shown(&world, "deals").len(), 5);
}

#[test]
fn following_five_hundred_old_tasks_of_one_second_tells_nothing() {
    let world = World::live();
    super::at_the_same_time(&world);
    for n in 0..500 {
        world.desk().create("project.task", &json!({"name": format!("Old {n}"), "project_id": 3}));
    }
    follow(&world, "town");
    for _ in 0..3 {
        look(&world);
    }
    assert_eq!(shown(&world, "town").len(), 0);
    create(&world, "New");
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

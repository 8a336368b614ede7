//! Nothing is missed and nothing told twice, whoever dies and however long Odoo is away.

use std::collections::HashMap;
use std::time::Duration;

use odoo_plugin::subscription::Mode;
use odoo_stand_in::Fault;
use serde_json::json;

use super::{create, follow_as, look, shown, tick, world, write};
use crate::event::work_for;
use crate::world::World;

#[test]
fn five_hundred_tasks_of_one_second_are_all_told() {
    let world = world();
    world.pass(Duration::from_secs(1));
    super::at_the_same_time(&world);
    for n in 0..500 {
        world.desk().create("project.task", &json!({"name": format!("Task {n}"), "project_id": 3}));
    }
    for _ in 0..3 {
        look(&world);
    }
    work_for(&world, Duration::from_secs(150));
    assert_eq!(shown(&world, "town").len(), 500);
}

#[test]
fn a_thousand_changes_between_two_looks_are_told_in_order_per_record() {
    let world = World::live();
    follow_as(&world, "town", Mode::Cards, 5_000);
    look(&world);
    let ids: Vec<_> = (0..500).map(|n| create_at_once(&world, n)).collect();
    look_long(&world);
    for priority in ["1", "0"] {
        super::at_the_same_time(&world);
        for id in &ids {
            world.desk().write("project.task", *id, &json!({"priority": priority}));
        }
        look_long(&world);
    }
    let (posts, mut threads) = (world.posts.borrow(), HashMap::<&str, Vec<&str>>::new());
    for post in posts.iter() {
        let change = if post.text.contains("Low → High") {
            "high"
        } else if post.text.contains("High → Low") {
            "low"
        } else {
            "card"
        };
        threads.entry(if post.root_id.is_empty() { &post.id } else { &post.root_id }).or_default().push(change);
    }
    assert_eq!((threads.len(), posts.len()), (500, 1_500));
    assert!(threads.values().all(|thread| thread == &["card", "high", "low"]), "{threads:?}");
}

#[test]
fn a_thousand_new_tasks_in_one_tick_are_all_told() {
    let world = world();
    for n in 0..1_000 {
        create_at_once(&world, n);
    }
    look_long(&world);
    assert_eq!(shown(&world, "town").len(), 1_000);
}

/// A round that runs out of time ends with an error, and the next one goes on.
fn look_long(world: &World) {
    for _ in 0..8 {
        world.pass(Duration::from_secs(21));
        let _out_of_time = world.job("poll");
    }
    work_for(world, Duration::from_secs(300));
}

/// In the second of all others.
fn create_at_once(world: &World, number: u32) -> i64 {
    super::at_the_same_time(world);
    world.desk().create("project.task", &json!({"name": format!("Task {number}"), "project_id": 3}))
}

#[test]
fn sixty_hours_without_odoo_only_delay() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    world.desk().set_fault(Fault::NoAnswer);
    for hour in 0..60 {
        world.pass(Duration::from_secs(3600));
        assert!(world.job("poll").is_err());
        if hour % 10 == 5 {
            create(&world, &format!("Made in hour {hour}"));
            write(&world, id, &json!({"priority": if hour < 50 { "0" } else { "1" }}));
        }
    }
    world.desk().clear_fault();
    create(&world, "Wallpaper");
    world.pass(Duration::from_secs(60));
    look(&world);
    let shown = shown(&world, "town");
    let told: Vec<_> = shown.iter().map(|text| text.rsplit(": ").next().unwrap_or_default()).collect();
    let made = [
        "Made in hour 5",
        "Made in hour 15",
        "Made in hour 25",
        "Made in hour 35",
        "Made in hour 45",
        "Made in hour 55",
    ];
    let places: Vec<_> = made.iter().map(|name| told.iter().position(|told| told == name)).collect();
    assert!(places.iter().all(Option::is_some) && shown.len() == 9, "{shown:?}");
    assert!(shown.iter().any(|text| text.contains("Low → High")), "{shown:?}");
}

#[test]
fn what_happened_while_the_plugin_was_off_appears_afterwards() {
    let world = world();
    create(&world, "Paint");
    world.pass(Duration::from_secs(24 * 3600));
    world.restart();
    tick(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

#[test]
fn killed_at_any_step_each_thing_is_told_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            let id = create(&world, "Paint");
            look(&world);
            write(&world, id, &json!({"priority": "1"}));
            create(&world, "Wallpaper");
            world.pass(Duration::from_secs(21));
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(tick).is_ok();
            world.effects.calm();
            for _ in 0..5 {
                look(&world);
            }
            assert_eq!(shown(&world, "town").len(), 3, "step {step}, {is_after}: {:?}", shown(&world, "town"));
            if is_over {
                break;
            }
        }
    }
}

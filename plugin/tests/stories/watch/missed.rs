//! Nothing is missed and nothing told twice, whoever dies and however long Odoo is away.

use std::time::Duration;

use odoo_stand_in::Fault;
use serde_json::json;

use super::{create, look, shown, tick, world, write};

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
    assert_eq!(shown(&world, "town").len(), 500);
}

#[test]
fn sixty_hours_without_odoo_only_delay() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    world.desk().set_fault(Fault::NoAnswer);
    for _ in 0..60 {
        world.pass(Duration::from_secs(3600));
        assert!(world.job("poll").is_err());
    }
    world.desk().clear_fault();
    write(&world, id, &json!({"priority": "1"}));
    create(&world, "Wallpaper");
    world.pass(Duration::from_secs(60));
    look(&world);
    assert_eq!(shown(&world, "town").len(), 3);
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

//! Something is away when it is time.

use std::time::Duration;

use odoo_plugin::ports::{ChatError, Clock};
use odoo_stand_in::Fault;
use serde_json::json;

use super::{late_rule, shown, tick, wait_for, work_for, world};
use crate::world::{Memory, Refusal, World};

/// Marc Demo's task 8 is late, and Mitchell Admin's tasks 6 and 33.
fn late() -> World {
    let world = world(&late_rule());
    wait_for(&world, "2026-11-21 15:00:00");
    world
}

fn counts(world: &World) -> (usize, usize) {
    (shown(world, "dm-ben-bot").len(), shown(world, "town").len())
}

#[test]
fn killed_at_any_step_everybody_is_told_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = late();
            world.effects.kill_at(step, is_after);
            let is_over = matches!(world.survive(tick), Ok(Ok(())));
            world.effects.calm();
            // Whoever changes hands meanwhile is not told of twice.
            world.desk().write("project.task", 33, &json!({"user_ids": [[6, 0, [6]]]}));
            work_for(&world, 5);
            let (ben, town) = counts(&world);
            assert!(ben == 1 && town <= 1, "step {step}, {is_after}: {ben} {town}");
            let told: String = shown(&world, "dm-ben-bot").into_iter().chain(shown(&world, "town")).collect();
            assert_eq!(told.matches("[Check Lift]").count(), 1, "step {step}, {is_after}: {told}");
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn two_nodes_at_the_same_minute_tell_once() {
    for step in 0.. {
        let world = late();
        world.effects.interrupt_at(step, |world| {
            let mut other = Memory::new();
            world.on_node(&mut other, tick).unwrap();
        });
        let before = world.effects.count();
        tick(&world).unwrap();
        let is_over = world.effects.count() - before <= step;
        world.effects.calm();
        work_for(&world, 4);
        assert_eq!(counts(&world), (1, 1), "step {step}");
        if is_over {
            break;
        }
    }
}

#[test]
fn an_odoo_that_is_away_at_the_slot_only_delays_within_three_hours() {
    let world = late();
    world.desk().set_fault(Fault::NoAnswer);
    while world.now().0 < 1_795_253_400_000 + 8 * 3_600_000 {
        world.pass(Duration::from_secs(600));
        assert!(tick(&world).is_err());
    }
    world.desk().clear_fault();
    world.pass(Duration::from_secs(60));
    work_for(&world, 3);
    assert_eq!(counts(&world), (1, 1));
}

#[test]
fn what_was_missed_for_longer_is_told_at_the_next_slot() {
    let world = world(&late_rule());
    wait_for(&world, "2026-11-21 18:00:00");
    work_for(&world, 3);
    assert_eq!(counts(&world), (0, 0));
    wait_for(&world, "2026-11-22 15:00:00");
    work_for(&world, 3);
    assert_eq!(counts(&world), (1, 1));
}

#[test]
fn of_several_slots_that_were_missed_the_last_one_is_told() {
    let mut rule = late_rule();
    rule["at"] = json!(["09:00", "10:00", "11:00"]);
    rule.as_object_mut().unwrap().retain(|key, _| !["overdue_at", "tiers"].contains(&key.as_str()));
    let world = world(&rule);
    world.desk().write("project.task", 8, &json!({"date_deadline": "2026-11-21 20:00:00"}));
    wait_for(&world, "2026-11-21 16:10:00");
    work_for(&world, 5);
    assert_eq!(counts(&world), (1, 0));
}

#[test]
fn a_chat_that_refuses_for_a_while_gets_each_message_once() {
    for is_posted in [false, true] {
        let world = late();
        world.refusal.replace(Some(Refusal { error: ChatError::Unavailable, is_posted }));
        work_for(&world, 3);
        world.refusal.replace(None);
        work_for(&world, 10);
        assert_eq!(counts(&world), (1, if is_posted { shown(&world, "town").len() } else { 1 }));
        assert!(!shown(&world, "town").is_empty());
    }
}

#[test]
fn a_paused_plugin_reminds_when_it_goes_on() {
    let world = late();
    world.save("paused", json!(true));
    work_for(&world, 3);
    assert_eq!(counts(&world), (0, 0));
    world.save("paused", json!(false));
    work_for(&world, 1);
    assert_eq!(counts(&world), (1, 1));
}

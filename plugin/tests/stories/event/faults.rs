//! Whoever dies when, and whatever Mattermost answers: shown once, or an administrator knows.

use std::time::Duration;

use odoo_plugin::event::{DeliveryState, accept as try_accept};
use odoo_plugin::ports::ChatError;
use serde_json::json;

use super::{accept, event, in_thread, stored, titles, work, work_for};
use crate::world::{Refusal, World};

/// Longer than any claim.
const LONG: Duration = Duration::from_secs(150);

#[test]
fn killed_at_any_step_before_the_answer_the_sender_sends_it_again_and_it_is_shown_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = World::new();
            world.effects.kill_at(step, is_after);
            if world.survive(|world| try_accept(&world.deps(), &event("7"))).is_ok() {
                assert!(step >= 2, "an event is stored and queued");
                break;
            }
            accept(&world, &event("7"));
            work_for(&world, LONG);
            assert_eq!(titles(&world, "town"), ["Build 7"], "step {step}, {is_after}");
        }
    }
}

#[test]
fn killed_at_any_step_after_the_answer_it_is_shown_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = World::new();
            accept(&world, &in_thread("suite", "7"));
            world.effects.kill_at(step, is_after);
            let is_alive = world.survive(work).is_ok();
            if is_alive {
                assert!(step >= 4, "posted, remembered, marked, given back");
                break;
            }
            work_for(&world, LONG);
            accept(&world, &in_thread("suite", "8"));
            work(&world);
            assert_eq!(titles(&world, "town"), ["Build 7", "Build 8"], "step {step}, {is_after}");
            let posts = world.posts.borrow();
            assert_eq!(posts[1].root_id, posts[0].id, "step {step}, {is_after}");
        }
    }
}

#[test]
fn mattermost_failing_for_minutes_only_delays() {
    for is_posted in [false, true] {
        let world = World::new();
        accept(&world, &event("7"));
        world.refusal.replace(Some(Refusal { error: ChatError::Unavailable, is_posted }));
        work_for(&world, Duration::from_secs(300));
        world.refusal.replace(None);
        work_for(&world, Duration::from_secs(300));
        assert_eq!(titles(&world, "town"), ["Build 7"], "{is_posted}");
    }
}

#[test]
fn after_twelve_tries_it_is_dead_and_an_administrator_hears_of_it_once_an_hour() {
    let world = World::new().setting("odooadmins", json!("@anna"));
    world.refusal.replace(Some(Refusal { error: ChatError::Other("database is locked".into()), is_posted: false }));
    let accepted = [accept(&world, &event("7")), accept(&world, &event("8"))];
    let mut tries = 0;
    while accepted.iter().any(|accepted| !stored(&world, accepted).is_settled()) {
        world.pass(Duration::from_secs(3600 * 6 / 5));
        work(&world);
        tries += 1;
    }
    assert_eq!(tries, 12);
    let told = "An event could not be shown where it belongs, and is not tried any more. `/odoo outbox list` shows it and others like it.";
    assert_eq!(world.told("anna"), [told]);
    for accepted in &accepted {
        let event = stored(&world, accepted);
        assert!(matches!(event.deliveries[0].state, DeliveryState::Dead { .. }), "{event:?}");
        assert!(event.content.is_some(), "it can be shown by hand");
    }
}

#[test]
fn a_channel_that_is_gone_is_not_tried_again() {
    let world = World::new();
    let accepted = accept(&world, &event("7"));
    world.refusal.replace(Some(Refusal { error: ChatError::NotFound, is_posted: false }));
    work(&world);
    let state = stored(&world, &accepted).deliveries[0].state.clone();
    assert_eq!(state, DeliveryState::Dead { error: "the channel is gone, or the bot may not post there".into() });
}

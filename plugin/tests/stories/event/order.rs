//! In order per subject, and only there.

use std::time::Duration;

use odoo_plugin::event::{Accepted, Delivery, Event};
use odoo_plugin::ports::ChatError;

use super::{about, accept, event, titles, work, work_for};
use crate::world::{Refusal, World};

#[test]
fn five_hundred_events_of_ten_records_are_all_shown_in_order_per_record() {
    let world = World::new();
    for n in 0..500 {
        accept(&world, &about(&format!("record {}", n % 10), &n.to_string()));
    }
    work_for(&world, Duration::from_secs(150));
    let titles = titles(&world, "town");
    assert_eq!(titles.len(), 500);
    for record in 0..10 {
        let numbers = titles.iter().filter_map(|title| title.strip_prefix("Build ")?.parse::<usize>().ok());
        let own: Vec<_> = numbers.filter(|number| number % 10 == record).collect();
        assert!(own.is_sorted(), "{own:?}");
    }
}

#[test]
fn what_comes_later_waits_for_what_came_earlier_about_the_same_thing() {
    let world = World::new();
    let refusal = || Some(Refusal { error: ChatError::Unavailable, is_posted: false });
    accept(&world, &about("record", "1"));
    world.refusal.replace(refusal());
    work(&world);
    world.refusal.replace(None);
    accept(&world, &about("record", "2"));
    accept(&world, &event("of another"));
    work(&world);
    assert_eq!(titles(&world, "town"), ["Build of another"]);
    work_for(&world, Duration::from_secs(5));
    assert_eq!(titles(&world, "town"), ["Build of another", "Build 1", "Build 2"]);
}

/// The queue that it waits in.
fn lane(world: &World, accepted: &Accepted) -> u32 {
    let kv = world.kv.borrow();
    let is_in = |lane: &u32| {
        let queue = kv.get(&format!("q/{lane}")).map(|kept| String::from_utf8_lossy(&kept.0));
        queue.is_some_and(|queue| queue.contains(&accepted.key))
    };
    (0..8).find(is_in).expect("queued")
}

#[test]
fn a_lane_with_much_to_do_does_not_keep_the_other_one_of_its_job_waiting() {
    let world = World::new();
    let mut busy = 0;
    for n in 0..300 {
        let deliveries = vec![Delivery::to(&format!("channel{n}"))];
        busy = lane(&world, &accept(&world, &Event { deliveries, ..about("busy", &n.to_string()) }));
    }
    // Four jobs have two lanes each, and begin with the first.
    assert!(busy < 4, "{busy}");
    let is_beside = |n: &u32| lane(&world, &accept(&world, &event(&n.to_string()))) == (busy + 4) % 8;
    let beside = (300..).find(is_beside).map(|n| format!("Build {n}")).unwrap();
    work(&world);
    let posts = world.posts.borrow();
    let before = posts.iter().take_while(|post| post.cards[0].title != beside);
    let before = before.filter(|post| post.channel_id.starts_with("channel")).count();
    assert!(before <= 101, "{before}, in batches of at most 100");
}

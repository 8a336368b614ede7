//! A burst does not bury what people write.

use std::time::Duration;

use odoo_plugin::event::{Delivery, Event};

use super::{about, accept, titles, work, work_for};
use crate::world::{Memory, World};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_channel_gets_twenty_messages_a_second_from_a_node_in_order_per_subject_and_others_do_not_wait() {
    let world = World::new();
    for n in 0..200 {
        accept(&world, &about(&format!("subject {}", n % 10), &n.to_string()));
    }
    let elsewhere = about("elsewhere", "200");
    accept(&world, &Event { deliveries: vec![Delivery::to("deals")], ..elsewhere });
    let mut counts = Vec::new();
    for _ in 0..12 {
        work(&world);
        counts.push(titles(&world, "town").len());
        world.pass(SECOND);
    }
    assert_eq!(titles(&world, "deals"), ["Build 200"]);
    assert_eq!(counts, [20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 200, 200]);
    let mut last = [None; 10];
    for title in titles(&world, "town") {
        let n: usize = title.trim_start_matches("Build ").parse().unwrap();
        assert!(last[n % 10] < Some(n), "{title}");
        last[n % 10] = Some(n);
    }
}

#[test]
fn a_message_now_and_then_costs_no_more_calls_of_the_store() {
    let calls = |wait: Duration| {
        let world = World::new();
        for n in 0..20 {
            accept(&world, &about("subject", &n.to_string()));
            work(&world);
            world.pass(wait);
        }
        (titles(&world, "town").len(), world.kv_calls.get())
    };
    assert_eq!(calls(Duration::ZERO), calls(Duration::from_millis(200)));
}

#[test]
fn two_nodes_bring_twice_as_much_at_most() {
    let (world, mut other) = (World::new(), Memory::new());
    for n in 0..200 {
        accept(&world, &about(&format!("subject {n}"), &n.to_string()));
    }
    work(&world);
    world.on_node(&mut other, work);
    assert!(titles(&world, "town").len() <= 40, "{}", titles(&world, "town").len());
    work_for(&world, Duration::from_secs(100));
    assert_eq!(titles(&world, "town").len(), 200);
}

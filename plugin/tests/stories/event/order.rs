//! In order per subject, and only there.

use std::time::Duration;

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

//! How many are taken.

use std::time::Duration;

use odoo_plugin::hook::Wish;
use odoo_plugin::http::Response;
use odoo_plugin::ports::Clock;
use serde_json::json;

use super::{made, parts, send, send_bytes, wish, world};
use crate::event::{titles, work};
use crate::world::{Memory, World};

fn response(world: &World, key: &odoo_plugin::hook::Key, id: &str) -> Response {
    let body = br#"{"text": "hi"}"#;
    send_bytes(world, "ci", &key.sign(world.now(), id, body), body)
}

#[test]
fn events_above_the_limit_of_a_minute_are_refused_until_it_ends() {
    let (world, key) = world();
    world.save("hookeventsperminute", json!(3));
    world.pass(Duration::from_secs(12));
    for id in ["1", "2", "3"] {
        assert_eq!(response(&world, &key, id).status, 202);
    }
    let refused = response(&world, &key, "4");
    assert_eq!((refused.status, parts(&refused).1["code"].clone()), (429, json!("rate_limited")));
    assert!(refused.headers.contains(&("Retry-After", "48".into())), "{:?}", refused.headers);
    world.pass(Duration::from_secs(48));
    assert_eq!(response(&world, &key, "4").status, 202);
}

#[test]
fn two_nodes_share_the_limit() {
    let (world, key) = world();
    world.save("hookeventsperminute", json!(100));
    let mut other = Memory::new();
    let mut taken = 0;
    for id in 0..200 {
        let id = id.to_string();
        let (here, there) = (
            response(&world, &key, &id).status,
            world.on_node(&mut other, |world| response(world, &key, &format!("o{id}")).status),
        );
        taken += [here, there].iter().filter(|status| **status == 202).count();
    }
    assert!((92..=100).contains(&taken), "{taken}");
}

#[test]
fn unsigned_requests_do_not_use_up_the_limit() {
    let (world, key) = world();
    world.save("hookeventsperminute", json!(1));
    for _ in 0..5 {
        assert_eq!(send_bytes(&world, "ci", &[], b"{}").status, 401);
    }
    assert_eq!(response(&world, &key, "1").status, 202);
}

#[test]
fn a_hook_shows_as_many_an_hour_as_it_may() {
    let world = World::new();
    let key = made(&world, Wish { shown_per_hour_max: Some(2), ..wish() });
    let statuses = ["1", "2", "3"].map(|id| {
        let (status, _) = send(&world, &key, id, &json!({"text": id}));
        work(&world);
        status
    });
    assert_eq!(statuses, [202, 202, 429]);
    world.pass(Duration::from_secs(3600));
    assert_eq!(send(&world, &key, "3", &json!({"text": "3"})).0, 202);
    work(&world);
    assert_eq!(titles(&world, "town"), ["1", "2", "3"]);
}

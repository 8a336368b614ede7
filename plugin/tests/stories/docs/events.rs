//! The bodies of `docs/events.md`, as they stand there.

use std::path::Path;

use odoo_plugin::hook::{Target, Wish};
use serde_json::Value;

use crate::hook::{accepted, made, send, wish, without_id};
use crate::world::World;

#[test]
fn every_body_of_the_page_is_taken_without_a_complaint() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/events.md")).unwrap();
    let bodies = page.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let world = World::new();
    let target = |name: &str, id: &str| Target { id: id.into(), name: name.into() };
    let key = made(&world, Wish { channels: vec![target("builds", "town"), target("ops", "deals")], ..wish() });
    let mut count = 0;
    for body in bodies {
        count += 1;
        let parsed: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
        let (status, answer) = send(&world, &key, &count.to_string(), &parsed);
        assert_eq!((status, without_id(answer)), (202, accepted(false)), "{body}");
    }
    assert!(count >= 5, "{count}");
    crate::event::work(&world);
    assert_eq!(world.posts.borrow().len(), count);
}

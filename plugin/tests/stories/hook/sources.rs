//! A hook takes requests from the addresses of its list, and nobody else learns that it is there.

use std::time::Duration;

use odoo_plugin::hook::{self, Key, Sources, Wish};
use serde_json::json;

use super::{made, parts, send, send_bytes, wish};
use crate::watch;
use crate::world::{Memory, World};

const BODY: &[u8] = br#"{"text": "hi"}"#;
const RING: &str = r#"{"_model": "res.users", "_id": 5}"#;

/// The hook `ci` takes requests from these.
fn world(list: &str) -> (World, Key) {
    let world = watch::world();
    let key = made(&world, Wish { sources: Sources::parse(list).unwrap(), ..wish() });
    (world, key)
}

/// What a signed event and a ring are answered when they come from that address.
fn asked_from(world: &World, key: &Key, address: &str) -> [u16; 2] {
    world.address.replace(address.into());
    let event = send(world, key, &format!("from-{address}"), &json!({"text": "hi"})).0;
    let doorbell = format!("/doorbell/v1/ci/{}", key.capability());
    [event, world.request("POST", &doorbell, None, RING.as_bytes()).status]
}

#[test]
fn both_routes_take_requests_from_the_list_only() {
    let (world, key) = world("10.0.0.0/8,192.0.2.7,2001:db8::/32");
    for address in ["10.0.0.0", "10.255.255.255", "192.0.2.7", "::ffff:192.0.2.7", "2001:db8:ffff::1"] {
        assert_eq!(asked_from(&world, &key, address), [202, 202], "{address}");
    }
    for address in ["11.0.0.0", "9.255.255.255", "192.0.2.8", "::192.0.2.7", "2001:db9::", "", "nobody", "10.0.0.1:80"]
    {
        assert_eq!(asked_from(&world, &key, address), [401, 401], "{address}");
    }
}

#[test]
fn without_a_list_requests_come_from_anywhere() {
    let (world, key) = world("anywhere");
    for address in ["10.0.0.1", "2001:db8::1", ""] {
        assert_eq!(asked_from(&world, &key, address), [202, 202], "{address}");
    }
}

#[test]
fn who_comes_from_elsewhere_is_told_what_a_stranger_is_told_and_counted() {
    let (world, key) = world("10.0.0.0/8");
    let headers = key.sign(odoo_plugin::ports::Clock::now(&world), "7", BODY);
    let elsewhere = send_bytes(&world, "ci", &headers, BODY);
    assert_eq!(elsewhere, send_bytes(&world, "nothing", &headers, BODY));
    assert_eq!(
        parts(&elsewhere),
        (
            401,
            json!({"detail": "The signature is missing, wrong or too old.", "code": "unsigned", "request_id": "req"})
        )
    );
    world.request("POST", &format!("/doorbell/v1/ci/{}", key.capability()), None, RING.as_bytes());
    hook::flush(&world.deps()).unwrap();
    let usage = hook::usage(&world.deps(), "ci").unwrap();
    assert_eq!((usage.accepted, usage.rejected, usage.used_at()), (0, 2, None));
    let logged = world.logged.borrow();
    let line = "Info A request to a hook came from an address that is not on its list hook=ci request_id=req";
    assert_eq!(*logged, [line, line], "the log has no addresses");
}

#[test]
fn a_test_of_the_plugin_itself_needs_no_address() {
    let (world, _) = world("10.0.0.0/8");
    world.save("odooadmins", json!("@ben"));
    assert!(world.command("/odoo hook test ci").starts_with("The hook `ci` took it."));
}

#[test]
fn a_list_that_cannot_be_read_admits_nobody() {
    let (world, key) = world("10.0.0.0/8");
    let mut kv = world.kv.borrow_mut();
    let (value, _) = kv.get_mut("hook/ci").unwrap();
    *value = String::from_utf8_lossy(value).replace("10.0.0.0/8", "10.0.0.0/x").into_bytes();
    drop(kv);
    assert_eq!(asked_from(&world, &key, "10.0.0.1"), [503, 503]);
}

#[test]
fn a_longer_list_counts_at_once_on_all_nodes_and_a_shorter_one_after_five_seconds_at_the_latest() {
    let (world, key) = world("192.0.2.7");
    let mut other = Memory::new();
    let there = |world: &World, other: &mut Memory| {
        world.on_node(other, |world| (asked_from(world, &key, "192.0.2.7")[0], asked_from(world, &key, "192.0.2.8")[0]))
    };
    assert_eq!(there(&world, &mut other), (202, 401));
    hook::set_sources(&world.deps(), "ci", &Sources::parse("192.0.2.7,192.0.2.8").unwrap()).unwrap();
    assert_eq!(there(&world, &mut other), (202, 202));
    hook::set_sources(&world.deps(), "ci", &Sources::parse("192.0.2.7").unwrap()).unwrap();
    assert_eq!([asked_from(&world, &key, "192.0.2.8")[0], there(&world, &mut other).1], [401, 202]);
    world.pass(Duration::from_secs(5));
    assert_eq!(there(&world, &mut other), (202, 401));
}

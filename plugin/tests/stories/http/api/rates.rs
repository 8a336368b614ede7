use std::time::Duration;

use odoo_plugin::access::Scope;
use serde_json::{Value, json};

use super::{get, key, live, parts, post, proposing, send};

#[test]
fn the_31st_read_in_a_minute_has_to_wait() {
    let world = live();
    for read in 0..30 {
        let path = if read % 2 == 0 { "/odoo/status" } else { "/odoo/proposals" };
        assert_eq!(get(&world, "ben", path).0, 200, "{read}");
    }
    let started = world.elapsed();
    let response = world.request("GET", "/api/v1/odoo/status", Some("ben"), b"");
    let (status, body) = parts(&response);
    assert_eq!((status, &body["code"]), (429, &json!("rate_limited")));
    let wait: u64 = response.headers.iter().find(|(name, _)| *name == "Retry-After").unwrap().1.parse().unwrap();
    assert_eq!(wait, 60 - started.as_secs());
    assert_eq!(get(&world, "cara", "/odoo/status").0, 200, "somebody else");
    world.pass(Duration::from_secs(wait));
    assert_eq!(get(&world, "ben", "/odoo/status").0, 200);
}

#[test]
fn writes_are_counted_apart_and_also_when_they_are_refused() {
    let world = proposing().setting("writesperminute", json!(2));
    let propose = |body: Value| post(&world, "ben", "/odoo/propose/lead", &body).0;
    assert_eq!(
        [propose(json!({})), propose(json!({"name": "Desks"})), propose(json!({"name": "Desks"}))],
        [422, 200, 429]
    );
    assert_eq!(get(&world, "ben", "/odoo/proposals").0, 200);
}

#[test]
fn keys_are_counted_each_for_itself() {
    let world = live().setting("readsperminute", json!(1));
    let tokens = [(); 2].map(|()| key(&world, &[Scope::Read], None).0);
    let read = |token: &str| send(&world, token, "GET", "/odoo/status", &json!({})).0;
    assert_eq!([read(&tokens[0]), read(&tokens[0]), read(&tokens[1])], [200, 429, 200]);
}

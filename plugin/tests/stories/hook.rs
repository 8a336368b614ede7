//! Signed hooks: who is believed, what is taken, where it goes.

mod bodies;
mod cost;
mod doorbell;
mod presets;
mod rates;
mod record;
mod rotation;
mod scale;
mod secrets;
mod signing;
mod sources;
mod targets;

use odoo_plugin::event::Severity;
use odoo_plugin::hook::{self, Key, Kind, Made, Sources, Target, Wish};
use odoo_plugin::http::Response;
use odoo_plugin::language::Language;
use odoo_plugin::ports::Clock;
use odoo_plugin::seal::Seal;
use odoo_plugin::settings::Settings;
use serde_json::{Value, json};

use crate::world::World;

/// Of the world's encryption key.
pub fn seal(world: &World) -> Seal {
    Seal::of(Language::En, &Settings::current(&world.deps()).settings.encryption).unwrap()
}

/// The hook `ci` for `town` and `deals`, `town` first.
pub fn wish() -> Wish {
    let target = |name: &str| Target { id: name.into(), name: name.into() };
    Wish {
        name: "ci".into(),
        owner_id: "ben".into(),
        team_id: "team".into(),
        channels: vec![target("town"), target("deals")],
        has_members: false,
        default_channel_id: Some("town".into()),
        kinds: vec![Kind::Notify],
        severity_min: Severity::Info,
        shown_per_hour_max: None,
        has_only_failures: false,
        has_names: false,
        sources: Sources::default(),
    }
}

/// Makes a hook; returns its secret.
pub fn made(world: &World, wish: Wish) -> Key {
    match hook::create(&world.deps(), &seal(world), wish).unwrap() {
        Made::Done(key) => key,
        Made::Exists => panic!("there is one"),
    }
}

/// A world with the hook `ci`.
pub fn world() -> (World, Key) {
    let world = World::new();
    let key = made(&world, wish());
    (world, key)
}

/// Sends bytes with these headers to a hook.
pub fn send_bytes(world: &World, hook: &str, headers: &[(String, String)], body: &[u8]) -> Response {
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.request_with("POST", &format!("/hooks/v1/{hook}"), None, &headers, body)
}

/// Sends an event to `ci`, signed now; returns status and answer.
pub fn send(world: &World, key: &Key, id: &str, body: &Value) -> (u16, Value) {
    let body = body.to_string().into_bytes();
    parts(&send_bytes(world, "ci", &key.sign(world.now(), id, &body), &body))
}

pub fn parts(response: &Response) -> (u16, Value) {
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

/// An answer to an event that was stored, without its id.
pub fn accepted(is_duplicate: bool) -> Value {
    json!({"accepted": true, "duplicate": is_duplicate, "id": "", "ignored": [], "warnings": []})
}

/// The answer without the id, which must be there.
pub fn without_id(mut answer: Value) -> Value {
    assert_eq!(answer["id"].as_str().map(str::len), Some(32), "{answer}");
    answer["id"] = json!("");
    answer
}

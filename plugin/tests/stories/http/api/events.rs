use odoo_plugin::hook::Wish;
use odoo_plugin::ports::{ChatError, Clock};
use serde_json::json;

use super::{get, live};
use crate::event::work;
use crate::hook::{made, send, wish};
use crate::world::{Refusal, World};

/// Ben runs the integration; the hook `ci` has an event for `town`. Returns its id.
fn world() -> (World, String) {
    let world = live().setting("odooadmins", json!("@ben"));
    let key = made(&world, Wish { channels: wish().channels[..1].to_vec(), ..wish() });
    let (_, answer) = send(&world, &key, "build-7", &json!({"text": "Build 7"}));
    let id = answer["id"].as_str().unwrap().to_owned();
    (world, id)
}

#[test]
fn administrators_see_how_far_an_event_is() {
    let (world, id) = world();
    let told = |state: &str, delivery| json!({"id": id, "hook": "ci", "event_id": "build-7", "received_at": "2026-11-21T09:30:00Z", "state": state, "deliveries": [delivery]});
    let path = format!("/events/{id}");
    assert_eq!(get(&world, "ben", &path), (200, told("accepted", json!({"channel_id": "town", "state": "pending"}))));
    world.refusal.replace(Some(Refusal { error: ChatError::Unavailable, is_posted: false }));
    work(&world);
    let failed = json!({
        "channel_id": "town", "state": "failed", "tries": 1, "error": "no answer from Mattermost",
        "next_at": odoo_plugin::text::rfc_3339(odoo_plugin::ports::Timestamp(world.now().0 + 870)),
    });
    assert_eq!(get(&world, "ben", &path), (200, told("processing", failed)));
    world.refusal.replace(Some(Refusal { error: ChatError::NotFound, is_posted: false }));
    world.pass(std::time::Duration::from_secs(5));
    work(&world);
    let dead =
        json!({"channel_id": "town", "state": "dead", "error": "the channel is gone, or the bot may not post there"});
    assert_eq!(get(&world, "ben", &path), (200, told("dead", dead)));
    world.refusal.replace(None);
    world.command(&format!("/odoo outbox retry {id}"));
    work(&world);
    let post_id = world.last_post().id;
    assert_eq!(
        get(&world, "ben", &path),
        (200, told("done", json!({"channel_id": "town", "state": "sent", "post_id": post_id})))
    );
}

#[test]
fn others_do_not() {
    let (world, id) = world();
    assert_eq!(get(&world, "cara", &format!("/events/{id}")).0, 403);
}

#[test]
fn what_is_no_event_is_not_there() {
    let (world, id) = world();
    for id in ["build-7", &id[1..], &id.replace(|c: char| c.is_ascii_digit(), "a"), "..%2f"] {
        assert_eq!(get(&world, "ben", &format!("/events/{id}")).0, 404, "{id}");
    }
}

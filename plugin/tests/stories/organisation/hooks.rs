use odoo_plugin::event::{self, Delivery};
use odoo_plugin::hook::{Kind, Wish};
use serde_json::{Value, json};

use super::{link, world};
use crate::hook::{made, send, wish};
use crate::world::World;

/// The hook `ci` of the team of `town`, which belongs to project 9; the other team to project 3.
fn fenced() -> World {
    let world = world().setting("proposers", json!("@ben")).setting("ticketprojects", json!("9, #3"));
    link(&world, "town", "project:9");
    link(&world, "garden", "project:3");
    world
}

#[test]
fn an_event_for_a_channel_of_another_team_is_shown_nowhere() {
    let world = fenced();
    let key = made(&world, wish());
    for (id, place) in [("1", json!({"channel": "garden"})), ("2", json!({"channel_id": "garden"}))] {
        let mut body = place;
        body["text"] = json!("hi");
        let (status, answer) = send(&world, &key, id, &body);
        assert_eq!(status, 202, "{answer}");
        let stored = event::get(&world.deps(), answer["id"].as_str().unwrap()).unwrap().unwrap();
        assert_eq!(stored.deliveries, [Delivery::nowhere("that is none of the channels of the hook")]);
    }
}

#[test]
fn a_ticket_is_proposed_in_the_project_of_the_team() {
    let world = fenced();
    let key = made(&world, Wish { kinds: vec![Kind::Record], ..wish() });
    let ticket =
        |project: u8| json!({"type": "record", "kind": "ticket", "values": {"name": "No paper", "project": project}});
    let (status, answer) = send(&world, &key, "1", &ticket(3));
    assert_eq!((status, &answer["code"]), (422, &json!("not_found")), "{answer}");
    let (status, answer): (u16, Value) = send(&world, &key, "2", &ticket(9));
    assert_eq!(status, 202, "{answer}");
}

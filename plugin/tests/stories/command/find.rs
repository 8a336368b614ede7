mod activity;
mod event;
mod lead;
mod partner;
mod project;
mod retry;
mod task;
mod ticket;

use serde_json::json;

use crate::world::World;

/// Everybody may search; Odoo is the stand-in with its demo data.
fn open_world() -> World {
    World::live().setting("allowservicereads", json!(true))
}

/// The same, and `ben` has the address of the user `bridge` in Odoo.
fn known_world() -> World {
    let world = open_world();
    let email = world.desk().user("bridge").email.clone();
    world.change("ben", |person| person.email = email);
    world
}

/// The domain of the last search of a model.
fn last_domain(world: &World, model: &str) -> serde_json::Value {
    let asked = world.asked.borrow();
    let args = asked.iter().map(|body| &body["params"]["args"]);
    let search = args.rev().find(|args| args[3] == json!(model) && args[4] == json!("search_read"));
    search.expect("a search")[5][0].clone()
}

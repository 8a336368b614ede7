//! Modules: an administrator's own programs say how events are shown, and whatever they do, events are shown.

mod adding;
mod failing;
mod following;
mod shaping;

use odoo_plugin::hook::Key;
use serde_json::{Value, json};

use crate::event::work;
use crate::hook;
use crate::world::{BOT, World};

/// The direct channel of the bot and `ben`.
const DIRECT: &str = "dm-ben-bot";

/// `ben` administers the server and has the hook `ci`; modules are in use.
fn world() -> (World, Key) {
    let world = World::live().admin().setting("enablemodules", json!(true));
    let key = hook::made(&world, hook::wish());
    (world, key)
}

/// The same with a module on the hook that does what this code says.
fn with(code: &str) -> (World, Key) {
    let (world, key) = world();
    add(&world, code, "--hook ci");
    (world, key)
}

/// `ben` sends the bot a file and adds it as the module `mine`; returns what he reads.
fn add(world: &World, code: &str, flags: &str) -> String {
    world.send_file("ben", DIRECT, "mine.wasm", code.as_bytes());
    type_to_bot(world, &format!("/odoo module add mine {flags}"))
}

/// `ben` types something to the bot; returns what he reads.
fn type_to_bot(world: &World, text: &str) -> String {
    world.command_as("ben", DIRECT, text)
}

/// An event of the hook is sent and shown as far as it is; returns its answer.
fn send(world: &World, key: &Key, id: &str) -> Value {
    let body =
        json!({"title": "Build 7", "text": "It failed.", "severity": "error", "model": "project.task", "record": 3});
    let (status, answer) = hook::send(world, key, id, &body);
    assert_eq!(status, 202, "{answer}");
    work(world);
    answer
}

/// What is shown in a channel: texts, titles and small print, in order.
fn shown(world: &World, channel_id: &str) -> Vec<(String, String, String)> {
    let posts = world.posts.borrow();
    let there = posts.iter().filter(|post| post.channel_id == channel_id && post.author_id == BOT);
    let card = |post: &odoo_plugin::ports::Message| {
        let card = post.cards.first().cloned().unwrap_or_default();
        (post.text.clone(), card.title, card.footer)
    };
    there.map(card).collect()
}

fn post(text: &str, title: &str, footer: &str) -> (String, String, String) {
    (text.into(), title.into(), footer.into())
}

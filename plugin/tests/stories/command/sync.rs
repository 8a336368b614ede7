use odoo_plugin::subscription::Mode;
use serde_json::json;

use crate::watch::{follow_as, look, shown, tick, write};
use crate::world::World;

const TASK: i64 = 68;

/// `town` follows tasks and `deals` reads them in lines, after a task was written: it is known and told nowhere.
fn world() -> World {
    let world = World::live().setting("odooadmins", json!("@ben"));
    write(&world, TASK, &json!({"name": "Chairs"}));
    follow_as(&world, "town", Mode::Cards, 1_000);
    follow_as(&world, "deals", Mode::Lines, 1_000);
    look(&world);
    assert_eq!(told(&world), [0, 0]);
    world
}

/// Messages in `town` and in `deals`.
fn told(world: &World) -> [usize; 2] {
    ["town", "deals"].map(|channel_id| shown(world, channel_id).len())
}

#[test]
fn what_was_there_before_gets_one_card_on_request() {
    let world = world();
    let adopt = |world: &World| {
        let answer = world.command("/odoo sync adopt task --since 1h");
        tick(world);
        answer
    };
    assert_eq!(adopt(&world), "tasks: 1 looked at, 1 card is on the way.");
    assert_eq!(shown(&world, "town"), [format!("task #\u{2060}{TASK}: Chairs")]);
    assert_eq!(adopt(&world), "tasks: 1 looked at, 0 cards are on the way.");
    assert_eq!(told(&world), [1, 0]);
    assert!(world.command("/odoo audit").contains("sync.adopt | task | done"));
}

#[test]
fn what_happens_next_is_told_with_the_value_before() {
    let world = world();
    world.command("/odoo sync adopt --since 1h");
    tick(&world);
    world.pass(std::time::Duration::from_secs(120));
    write(&world, TASK, &json!({"name": "Armchairs"}));
    look(&world);
    let town = shown(&world, "town");
    assert_eq!(town.len(), 2, "{town:?}");
    assert!(town[1].contains("Chairs → Armchairs"), "{town:?}");
}

#[test]
fn what_the_next_poll_tells_is_left_to_it() {
    let world = world();
    write(&world, TASK, &json!({"name": "Armchairs"}));
    assert_eq!(world.command("/odoo sync adopt --since 1h"), "tasks: 1 looked at, 0 cards are on the way.");
    look(&world);
    assert_eq!(told(&world), [1, 1]);
}

#[test]
fn what_cannot_be_adopted_is_told() {
    let world = world();
    let answers = ["adopt", "adopt --since soon", "adopt lead --since 7d"]
        .map(|text| world.command(&format!("/odoo sync {text}")));
    assert_eq!(
        answers,
        [
            "Since when? Say so with `--since`, such as `--since 7d`.",
            "“soon” is no date. Write `today`, `tomorrow 10:00`, `friday`, `+2d`, `+1w`, `2026-12-24` or `2026-12-24 10:00`.",
            "No channel follows such records. `/odoo subscribe` begins that.",
        ]
    );
    assert_eq!(
        world.command_as("cara", "town", "/odoo sync adopt --since 7d"),
        "This is for Odoo administrators. A system administrator names them in the setting `OdooAdmins`."
    );
    world.save("paused", json!(true));
    assert!(world.command("/odoo sync adopt --since 7d").starts_with("Posting is paused"));
    assert_eq!(told(&world), [0, 0]);
}

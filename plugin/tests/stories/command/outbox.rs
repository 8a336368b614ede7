use odoo_plugin::hook::{Key, Wish};
use odoo_plugin::lifecycle;
use odoo_plugin::ports::ChatError;
use serde_json::json;

use crate::event::{titles, work, work_for};
use crate::hook::{made, send, wish};
use crate::world::{Memory, Refusal, World};

/// Ben runs the integration; the hook `ci` may write to `town` only.
fn world() -> (World, Key) {
    let world = World::new().setting("odooadmins", json!("@ben"));
    let key = made(&world, Wish { channels: wish().channels[..1].to_vec(), ..wish() });
    (world, key)
}

/// An event for a channel that is not the hook's; returns its id.
fn astray(world: &World, key: &Key, id: &str) -> String {
    let body = json!({"text": format!("Build {id}\nIt *failed*."), "channel": "deals", "fields": [{"title": "Branch", "value": "main"}]});
    send(world, key, id, &body).1["id"].as_str().unwrap().to_owned()
}

#[test]
fn events_that_are_not_tried_any_more_are_listed() {
    let (world, key) = world();
    assert_eq!(
        world.command("/odoo outbox list"),
        "There is no event that is not tried any more. Nothing waits to be shown."
    );
    let id = astray(&world, &key, "7");
    send(&world, &key, "8", &json!({"text": "hi"}));
    assert_eq!(
        world.command("/odoo outbox list"),
        format!(
            "| Id | From | Its id there | Stored | Where | Why not |
|:--|:--|:--|:--|:--|:--|
| `{id}` | the hook ci | 7 | 2026-11-21 10:30 | no channel | that is none of the channels of the hook |

`/odoo outbox show <id>` tells more, `retry <id>` tries again, `drop <id>` gives up. 1 event waits to be shown."
        )
    );
}

#[test]
fn one_is_shown_with_what_it_says() {
    let (world, key) = world();
    let id = astray(&world, &key, "7");
    let expected = format!(
        "**Event `{id}`**: dead\n- “7” of the hook `ci`, stored 2026-11-21 10:30\n- Request `req`\n- no channel: not tried any more: that is none of the channels of the hook\n\n**Build 7**\nIt \\*failed\\*.\n- Branch: main"
    );
    assert_eq!(world.command(&format!("/odoo outbox show {id}")), expected);
    assert_eq!(world.command("/odoo outbox show 7"), expected, "by the sender's id");
    assert_eq!(
        world.command("/odoo outbox show nothing"),
        "There is no event “nothing”, or none any more: they are kept for 7 days."
    );
}

#[test]
fn retry_shows_it_in_the_default_channel_once() {
    let (world, key) = world();
    let id = astray(&world, &key, "7");
    assert_eq!(
        world.command(&format!("/odoo outbox retry {id}")),
        format!("It is tried again. `/odoo trace {id}` tells how far it is.")
    );
    work(&world);
    assert_eq!(titles(&world, "town"), ["Build 7"]);
    assert_eq!(world.command(&format!("/odoo outbox retry {id}")), "Nothing of it is left to be shown.");
    assert_eq!(
        world.command("/odoo outbox list"),
        "There is no event that is not tried any more. Nothing waits to be shown."
    );
    assert_eq!(
        world.command("/odoo trace 7"),
        format!(
            "**Event `{id}`**: done\n- “7” of the hook `ci`, stored 2026-11-21 10:30\n- Request `req`\n- town: [shown](https://chat.example.com/_redirect/pl/post2)\n"
        )
    );
    let audit = world.command("/odoo audit");
    assert!(audit.contains(&format!("outbox.retry | {id} | done")), "{audit}");
}

#[test]
fn a_node_that_saw_it_die_shows_it_after_a_retry_elsewhere() {
    let (world, key) = world();
    let mut other = Memory::new();
    world.refusal.replace(Some(Refusal { error: ChatError::NotFound, is_posted: false }));
    let id = world.on_node(&mut other, |world| {
        let (_, answer) = send(world, &key, "7", &json!({"text": "Build 7"}));
        work(world);
        answer["id"].as_str().unwrap().to_owned()
    });
    world.refusal.replace(None);
    assert!(world.command("/odoo trace 7").contains("dead"));
    world.command(&format!("/odoo outbox retry {id}"));
    lifecycle::deactivate(&world.deps());
    // Until then the other one believes that its lanes are empty.
    world.pass(std::time::Duration::from_secs(5));
    world.on_node(&mut other, work);
    assert_eq!(titles(&world, "town"), ["Build 7"]);
}

#[test]
fn killed_at_any_step_a_retry_is_done_again_and_shown_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let (world, key) = world();
            let id = astray(&world, &key, "7");
            let retry = format!("/odoo outbox retry {id}");
            world.effects.kill_at(step, is_after);
            if world.survive(|world| world.command(&retry)).is_ok() {
                assert!(step >= 3, "put back, queued, taken off the list");
                break;
            }
            world.command(&retry);
            work_for(&world, std::time::Duration::from_secs(150));
            assert_eq!(titles(&world, "town"), ["Build 7"], "step {step}, {is_after}");
        }
    }
}

#[test]
fn drop_forgets_what_it_says() {
    let (world, key) = world();
    let id = astray(&world, &key, "7");
    assert_eq!(world.command(&format!("/odoo outbox drop {id}")), "It is given up, and what it said is forgotten.");
    assert_eq!(
        world.command("/odoo outbox show 7"),
        format!(
            "**Event `{id}`**: done\n- “7” of the hook `ci`, stored 2026-11-21 10:30\n- Request `req`\n- no channel: dropped by an administrator\n- What it said is forgotten.\n"
        )
    );
    assert_eq!(
        world.command(&format!("/odoo outbox drop {id}")),
        "It is still tried, or it is settled: there is nothing to give up."
    );
    assert_eq!(astray(&world, &key, "7"), id, "a duplicate brings nothing back");
    assert!(world.command("/odoo outbox list").starts_with("There is no event"));
    assert!(!format!("{:?}", world.kv.borrow().get(&format!("ev/{id}"))).contains("failed"));
}

#[test]
fn a_hook_without_a_default_channel_has_nowhere_to_show_it() {
    let world = World::new().setting("odooadmins", json!("@ben"));
    let key = made(&world, Wish { default_channel_id: None, ..wish() });
    let (_, answer) = send(&world, &key, "7", &json!({"text": "hi"}));
    assert_eq!(
        answer["warnings"],
        json!(["It is kept and not shown: the hook has no default channel. An administrator decides."])
    );
    assert_eq!(
        world.command("/odoo outbox retry 7"),
        "Its hook has no default channel, so there is nowhere to show it. `/odoo outbox show` shows it to you."
    );
    world.save("defaultchannel", json!("deals"));
    assert!(world.command("/odoo outbox retry 7").starts_with("It is tried again."));
    work(&world);
    assert_eq!(titles(&world, "deals"), ["hi"]);
}

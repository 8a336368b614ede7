//! Who wants to be left alone is: by what they follow in direct messages.

use std::time::Duration;

use odoo_plugin::subscription::Mode;
use serde_json::json;

use super::{create, follow_as, look, shown, tick, write};
use crate::world::World;

const DM: &str = "dm-ben-bot";

/// `ben` follows tasks in direct messages, and so does `town`. By his clock it is 10:30.
fn world() -> World {
    let world = World::live();
    follow_as(&world, "town", Mode::Cards, 1_000);
    follow_as(&world, DM, Mode::Cards, 1_000);
    look(&world);
    world
}

fn text_of_last_notice(world: &World) -> String {
    let posts = world.posts.borrow();
    let card = posts.iter().rfind(|post| post.channel_id == DM).unwrap().cards[0].clone();
    format!("{}: {}", card.title, card.text)
}

#[test]
fn quiet_hours_hold_back_and_sum_up_afterwards() {
    let world = world();
    let answer = world.command("/odoo settings quiet 9-11");
    assert!(answer.starts_with("Quiet hours: **09:00–11:00** (Europe/Madrid)"), "{answer}");
    let id = create(&world, "Paint");
    look(&world);
    write(&world, id, &json!({"priority": "1"}));
    create(&world, "Wallpaper @all");
    look(&world);
    assert_eq!((shown(&world, DM).len(), shown(&world, "town").len()), (0, 3));
    world.pass(Duration::from_secs(2 * 3600));
    look(&world);
    look(&world);
    let expected = format!(
        "While it was quiet: task #\u{2060}{id}: Paint (2 times)\ntask #\u{2060}{}: Wallpaper @\u{2060}all",
        id + 1
    );
    assert_eq!((shown(&world, DM).len(), text_of_last_notice(&world)), (1, expected));
    write(&world, id, &json!({"priority": "0"}));
    look(&world);
    assert_eq!(shown(&world, DM).len(), 2, "what happens then is told");
}

#[test]
fn killed_at_any_step_the_summary_comes_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            world.command("/odoo settings quiet 9-11");
            create(&world, "Paint");
            look(&world);
            world.pass(Duration::from_secs(2 * 3600));
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(tick).is_ok();
            world.effects.calm();
            for _ in 0..5 {
                look(&world);
            }
            assert_eq!(shown(&world, DM).len(), 1, "step {step}, {is_after}: {:?}", shown(&world, DM));
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn killed_while_it_holds_back_it_counts_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            world.command("/odoo settings quiet 9-11");
            create(&world, "Paint");
            world.pass(Duration::from_secs(21));
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(tick).is_ok();
            world.effects.calm();
            look(&world);
            world.pass(Duration::from_secs(2 * 3600));
            look(&world);
            look(&world);
            assert!(text_of_last_notice(&world).ends_with(": Paint"), "{}", text_of_last_notice(&world));
            assert_eq!(shown(&world, "town").len(), 1);
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn what_is_muted_is_told_neither_now_nor_later() {
    let world = world();
    assert_eq!(world.command("/odoo settings mute"), "Nothing is muted.");
    let answer = world.command("/odoo settings mute task +3h");
    assert_eq!(answer, "Muted in your direct messages:\n- `task` until 2026-11-21 13:30");
    create(&world, "Paint");
    look(&world);
    assert_eq!((shown(&world, DM).len(), shown(&world, "town").len()), (0, 1));
    world.pass(Duration::from_secs(3 * 3600));
    look(&world);
    assert_eq!(shown(&world, DM).len(), 0);
    create(&world, "Wallpaper");
    look(&world);
    assert_eq!(shown(&world, DM).len(), 1);
}

#[test]
fn a_mute_is_of_all_or_of_one_subscription_and_ends_when_one_says_so() {
    let world = world();
    let own = odoo_plugin::subscription::all(&world.deps()).unwrap().into_iter().find(|one| one.channel_id == DM);
    let id = own.unwrap().id;
    for scope in [id.as_str(), "all"] {
        let before = shown(&world, DM).len();
        world.command(&format!("/odoo settings mute {scope} tomorrow 9:00"));
        create(&world, "Paint");
        look(&world);
        assert_eq!(shown(&world, DM).len(), before, "{scope}");
        assert_eq!(world.command(&format!("/odoo settings mute {scope} off")), "Nothing is muted.");
        create(&world, "Wallpaper");
        look(&world);
        assert_eq!(shown(&world, DM).len(), before + 1, "{scope}");
    }
    for scope in ["all", "task"] {
        world.command(&format!("/odoo settings mute {scope} tomorrow 9:00"));
    }
    assert_eq!(world.command("/odoo settings mute off"), "Nothing is muted.");
}

#[test]
fn what_cannot_be_understood_is_told() {
    let world = world();
    let answers = ["mute lunch +1h", "mute task yesterday", "mute task soon", "quiet 22", "quiet 7-7"]
        .map(|command| world.command(&format!("/odoo settings {command}")));
    assert!(answers[0].starts_with("“lunch” is nothing that you follow in direct messages."), "{answers:?}");
    assert_eq!(answers[1], "That time is over already.");
    assert!(answers[2].starts_with("“soon” is no date."), "{answers:?}");
    for answer in &answers[3..] {
        assert!(answer.ends_with("are no hours. Write `22-07`, or `off`."), "{answers:?}");
    }
    assert_eq!(
        world.command("/odoo settings quiet"),
        "You have no quiet hours. `/odoo settings quiet 22-07` sets some."
    );
}

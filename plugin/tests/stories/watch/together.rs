//! Changes of one minute read as one.

use std::time::Duration;

use odoo_plugin::subscription::Mode;
use serde_json::json;

use super::{create, follow_as, look, say, shown, tick, world, write};
use crate::world::World;

#[test]
fn changes_within_a_minute_are_one_reply_that_grows() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    write(&world, id, &json!({"name": "Paint twice"}));
    look(&world);
    write(&world, id, &json!({"priority": "0"}));
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[1].starts_with("**Title**: Paint → Paint twice\n*"), "{texts:?}");
    assert!(texts[1].ends_with(" by Mitchell Admin*"), "{texts:?}");
    world.pass(Duration::from_secs(60));
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 3, "a minute later it is another one: {texts:?}");
    assert!(texts[2].starts_with("**Priority**: Low → High\n*"), "{texts:?}");
}

#[test]
fn what_was_changed_back_says_so() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    for priority in ["1", "0"] {
        write(&world, id, &json!({"priority": priority}));
        look(&world);
    }
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[1].starts_with("Changed, and changed back\n*"), "{texts:?}");
}

#[test]
fn a_comment_in_between_keeps_them_apart() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    say(&world, id, "<p>Really?</p>", true);
    look(&world);
    write(&world, id, &json!({"priority": "0"}));
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 4, "{texts:?}");
    assert!(texts[3].starts_with("**Priority**: High → Low\n*"), "{texts:?}");
}

#[test]
fn a_reply_that_somebody_deleted_does_not_grow() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    world.remove("post2");
    write(&world, id, &json!({"name": "Paint twice"}));
    look(&world);
    let texts = shown(&world, "town");
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[1].contains("**Title**: Paint → Paint twice\n*"), "{texts:?}");
}

#[test]
fn lines_grow_too() {
    let world = World::live();
    follow_as(&world, "deals", Mode::Lines, 1_000);
    look(&world);
    let id = create(&world, "Paint");
    look(&world);
    for name in ["Paint twice", "Paint thrice"] {
        write(&world, id, &json!({"name": name}));
        look(&world);
    }
    let texts = shown(&world, "deals");
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[1].contains(": **Title**: Paint → Paint thrice, *"), "{texts:?}");
}

#[test]
fn killed_at_any_step_a_reply_says_everything_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            let id = create(&world, "Paint");
            look(&world);
            write(&world, id, &json!({"priority": "1"}));
            look(&world);
            write(&world, id, &json!({"name": "Paint twice"}));
            world.pass(Duration::from_secs(21));
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(tick).is_ok();
            world.effects.calm();
            for _ in 0..5 {
                look(&world);
            }
            let texts = shown(&world, "town");
            assert_eq!(texts.len(), 2, "step {step}, {is_after}: {texts:?}");
            let whole = "**Priority**: Low → High\n**Title**: Paint → Paint twice\n*";
            assert!(texts[1].starts_with(whole), "step {step}, {is_after}: {texts:?}");
            if is_over {
                break;
            }
        }
    }
}

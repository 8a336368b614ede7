//! Records that Odoo does not show any more.

use std::time::Duration;

use odoo_plugin::ports::Message;
use odoo_plugin::subscription::Mode;
use serde_json::json;

use super::{create, first, follow_as, look, rings, shown, tick, world, write};
use crate::event::work_after;
use crate::world::World;

const GONE: &str = "No longer readable in Odoo: it was deleted, or is hidden from the plugin's account.";
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A night goes by.
fn sleep(world: &World) {
    world.pass(DAY);
    work_after(world, "gone").unwrap();
}

fn says_so(card: &Message) -> bool {
    card.cards[0].text == GONE
}

#[test]
fn the_card_of_a_deleted_task_says_so_once() {
    let world = world();
    follow_as(&world, "deals", Mode::Lines, 1_000);
    let (id, other) = (create(&world, "Paint"), create(&world, "Wallpaper"));
    look(&world);
    world.desk().delete("project.task", id);
    look(&world);
    assert!(!says_so(&first(&world, "town")), "no poll sees that");
    for _ in 0..3 {
        sleep(&world);
        look(&world);
    }
    assert!(says_so(&first(&world, "town")), "{:?}", first(&world, "town"));
    let (town, deals) = (shown(&world, "town"), shown(&world, "deals"));
    assert_eq!((town.len(), deals.len()), (3, 3), "{town:?} {deals:?}");
    assert!(town[2].starts_with(&format!("{GONE}\n*")), "{town:?}");
    assert!(deals[2].contains(&format!(": {GONE}, *")), "{deals:?}");
    write(&world, other, &json!({"priority": "1"}));
    look(&world);
    assert_eq!(shown(&world, "town").len(), 4);
}

#[test]
fn a_ring_for_a_deleted_task_is_answered_at_once() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    world.desk().delete("project.task", id);
    rings(&world, id);
    rings(&world, 4_000);
    for _ in 0..70 {
        world.pass(Duration::from_secs(1));
        tick(&world);
    }
    assert!(says_so(&first(&world, "town")));
    sleep(&world);
    assert_eq!(shown(&world, "town").len(), 2);
}

#[test]
fn what_was_never_told_ends_in_silence() {
    let world = world();
    world.desk().delete("project.task", 5);
    rings(&world, 5);
    look(&world);
    sleep(&world);
    assert_eq!(shown(&world, "town"), Vec::<String>::new());
}

#[test]
fn what_can_be_read_again_has_its_card_back_when_it_changes() {
    let world = world();
    let id = create(&world, "Paint");
    look(&world);
    world.desk().write("project.project", 3, &json!({"privacy_visibility": "followers"}));
    sleep(&world);
    assert!(says_so(&first(&world, "town")));
    world.desk().write("project.project", 3, &json!({"privacy_visibility": "employees"}));
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    assert!(!says_so(&first(&world, "town")));
    let told = shown(&world, "town").pop().unwrap();
    assert!(told.starts_with("**Priority**: Low → High\n*"), "{told}");
}

#[test]
fn what_has_no_card_any_more_is_not_looked_for() {
    let world = world();
    create(&world, "Paint");
    look(&world);
    world.pass(DAY * 91);
    world.desk().forget_calls();
    let asked = || world.desk().calls().iter().filter(|call| call.name() == "project.task/search_read").count();
    sleep(&world);
    assert_eq!(asked(), 1);
    sleep(&world);
    assert_eq!(asked(), 1);
}

#[test]
fn killed_at_any_step_it_is_told_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            let id = create(&world, "Paint");
            look(&world);
            world.desk().delete("project.task", id);
            world.pass(DAY);
            world.effects.kill_at(step, is_after);
            let is_over = matches!(world.survive(|world| work_after(world, "gone")), Ok(Ok(())));
            world.effects.calm();
            for _ in 0..3 {
                sleep(&world);
                look(&world);
            }
            assert!(says_so(&first(&world, "town")), "step {step}, {is_after}");
            assert_eq!(shown(&world, "town").len(), 2, "step {step}, {is_after}: {:?}", shown(&world, "town"));
            if is_over {
                break;
            }
        }
    }
}

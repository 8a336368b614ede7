//! How and where what is followed is told.

use odoo_plugin::command::{self, Answer, Call};
use odoo_plugin::event::{JOBS, Severity};
use odoo_plugin::language::Language;
use odoo_plugin::subscription::Mode;
use serde_json::json;

use super::{made, only, world};
use crate::watch::{create, look, shown, write};
use crate::world::{World, call};

fn in_thread(world: &World, root_id: &str, text: &str) -> String {
    let call = Call { root_id: root_id.into(), ..call(text) };
    match command::run(&world.deps(), &call) {
        Answer::Text(text) => text,
        Answer::Shown => String::new(),
    }
}

#[test]
fn a_thread_is_followed_in_lines_and_without_it_in_the_channel() {
    let world = world();
    let answer = world.command("/odoo subscribe task --thread");
    assert_eq!(answer, "`--thread`: write this in the thread that is meant.");
    let root_id = world.say("ben", "town", "Our works");
    let answer = in_thread(&world, &root_id, "/odoo subscribe task --events create,change --thread");
    assert!(answer.contains("(in a thread)"), "{answer}");
    look(&world);
    let id = create(&world, "Paint");
    look(&world);
    let last = world.last_post();
    assert_eq!((last.root_id.as_str(), last.cards.len()), (root_id.as_str(), 0));
    assert!(last.text.contains("Paint") && last.text.contains("New task"), "{last:?}");
    world.remove(&root_id);
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    let last = world.last_post();
    assert_eq!(last.root_id, "");
    assert!(last.text.starts_with("*The thread that this is told in was deleted.*\n["), "{last:?}");
}

#[test]
fn alerts_only_is_the_usual_mode_by_either_of_its_names() {
    for (text, mode) in [
        ("lead", Mode::Cards),
        ("lead --mode alerts-only", Mode::Cards),
        ("lead --mode cards", Mode::Cards),
        ("lead --mode lines", Mode::Lines),
        ("lead --mode mirror-as-notes", Mode::Notes),
    ] {
        assert_eq!(made(&world(), text).mode, mode, "{text}");
    }
}

#[test]
fn a_test_goes_the_whole_way() {
    let world = world();
    let answer = world.command("/odoo subscribe lead --test");
    assert!(answer.ends_with(" A test is on its way."), "{answer}");
    for job in JOBS {
        world.job(job).unwrap();
    }
    assert_eq!(shown(&world, "town"), ["Test"]);
    let text = world.last_post().cards[0].text.clone();
    let id = only(&world).id;
    assert_eq!(text, format!("This is how the subscription {id} reaches this place. Nothing happened in Odoo."));
}

#[test]
fn only_what_is_urgent_is_followed_on_request() {
    let world = world();
    let subscription = made(&world, "task --events change --min-severity warning");
    assert_eq!(subscription.filters.severity_min, Some(Severity::Warning));
    assert_eq!(subscription.described(Language::En), "warning or more urgent");
    look(&world);
    write(&world, 5, &json!({"priority": "0"}));
    look(&world);
    assert_eq!(shown(&world, "town").len(), 0);
    write(&world, 5, &json!({"priority": "1"}));
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1);
}

#[test]
fn who_wants_mentions_reads_that_the_setting_forbids_them() {
    let world = world();
    let answer = world.command("/odoo subscribe lead --mention");
    assert!(answer.ends_with(" Nobody is mentioned: the setting `MentionPolicy` is `none`."), "{answer}");
    assert!(only(&world).mentions);
}

//! What people write on records.

use std::time::Duration;

use odoo_plugin::subscription::Mode;
use odoo_stand_in::Fault;
use serde_json::json;

use super::{follow, follow_as, look, message, say, shown, tick, world, write};
use crate::event::work_for;
use crate::world::World;

#[test]
fn comments_and_notes_stand_below_the_card_in_their_order_with_a_mark_that_tells_who_reads_them() {
    let world = world();
    say(&world, 5, "<p>Which <b>colour</b>, @channel?</p>", false);
    message(&world, 5, "<p>Ask first.</p><p>Twice.</p>", true);
    message(&world, 5, "<p>Red</p>", false);
    look(&world);
    look(&world);
    let shown = shown(&world, "town");
    assert_eq!(shown.len(), 4, "{shown:?}");
    assert!(shown[0].contains("task"), "{shown:?}");
    let by = |text: &str| text.contains(" by ") && text.contains("Marc Demo");
    assert!(shown[1].starts_with("✉ **Comment** *") && by(&shown[1]), "{shown:?}");
    assert!(shown[1].contains("\n> Which **colour**, @\u{2060}channel?"), "{shown:?}");
    assert!(shown[2].starts_with("🔒 **Internal note** *") && by(&shown[2]), "{shown:?}");
    assert!(shown[2].ends_with("\n> Ask first.\n> Twice."), "{shown:?}");
    assert!(shown[3].ends_with("\n> Red"), "{shown:?}");
    let posts = world.posts.borrow();
    assert!(posts[1..].iter().all(|post| post.root_id == posts[0].id), "{posts:?}");
}

#[test]
fn a_channel_of_lines_reads_them_in_one_message() {
    let world = World::live();
    follow_as(&world, "deals", Mode::Lines, 1_000);
    look(&world);
    say(&world, 5, "<p>Red</p>", false);
    look(&world);
    let shown = shown(&world, "deals");
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].contains("model=project.task&res_id=5): ✉ **Comment** *"), "{shown:?}");
    assert!(shown[0].ends_with("\n> Red"), "{shown:?}");
}

#[test]
fn of_a_long_one_all_is_a_file_as_it_was_written() {
    let paragraph = "Which <b>colour</b>, @channel? ".repeat(100);
    let (body, whole) = (format!("<p>{paragraph}</p>").repeat(3), "Which colour, @channel? ".repeat(100));
    let whole = [whole.trim(); 3].join("\n");
    for mode in [Mode::Cards, Mode::Lines] {
        let world = World::live();
        follow_as(&world, "town", mode, 1_000);
        look(&world);
        say(&world, 5, &body, false);
        look(&world);
        look(&world);
        let post = world.last_post();
        let mark = "…\n\nThe text is cut. All of it is in the file `message.txt`.";
        assert!(post.text.contains("✉ **Comment** *") && post.text.ends_with(mark), "{post:?}");
        assert!(post.text.contains("@\u{2060}channel"), "{post:?}");
        assert_eq!(*world.files.borrow(), [("town".into(), "message.txt".into(), whole.clone().into_bytes())]);
        assert_eq!(post.files.len(), 1, "{post:?}");
    }
}

#[test]
fn a_server_that_takes_no_file_shows_its_beginning() {
    let world = world();
    world.file_bytes_max.set(1_000);
    say(&world, 5, &"long ".repeat(1_000), false);
    look(&world);
    let post = world.last_post();
    assert!(post.text.ends_with('…') && post.files.is_empty(), "{post:?}");
}

#[test]
fn what_was_written_before_anybody_followed_is_no_news() {
    let world = World::live();
    say(&world, 5, "<p>Old</p>", false);
    follow(&world, "town");
    for _ in 0..3 {
        look(&world);
    }
    assert_eq!(shown(&world, "town"), [""; 0]);
}

#[test]
fn what_programs_write_is_no_comment() {
    let world = world();
    let values = |body: &str, kind: &str| json!({"model": "project.task", "res_id": 5, "message_type": kind, "subtype_id": 2, "body": body});
    world.desk().create("mail.message", &values("<p>Stage changed</p>", "notification"));
    world.desk().create("mail.message", &values("<p></p>", "auto_comment"));
    let note = "<p>Proposal K7M2PX, proposed by @ben, approved by @cara</p>";
    world.desk().create("mail.message", &values(note, "comment"));
    world.desk().create("mail.message", &values("", "comment"));
    look(&world);
    assert_eq!(shown(&world, "town"), [""; 0]);
}

#[test]
fn one_that_is_committed_late_is_told_although_its_id_is_lower() {
    let world = world();
    let late = message(&world, 5, "<p>First</p>", false);
    let values = world.desk().record("mail.message", late, &["model"]).unwrap();
    // Not committed yet: nobody sees it.
    world.desk().write("mail.message", late, &json!({"model": "nobody"}));
    message(&world, 5, "<p>Second</p>", false);
    look(&world);
    world.desk().write("mail.message", late, &json!({"model": values["model"]}));
    look(&world);
    for _ in 0..8 {
        look(&world);
    }
    let shown = shown(&world, "town");
    assert_eq!(shown.len(), 3, "{shown:?}");
    assert!(shown[2].ends_with("> First"), "{shown:?}");
}

#[test]
fn an_hour_without_odoo_only_delays() {
    let world = world();
    world.desk().set_fault(Fault::NoAnswer);
    for _ in 0..60 {
        world.pass(Duration::from_secs(60));
        assert!(world.job("poll").is_err());
    }
    world.desk().clear_fault();
    for n in 0..450 {
        message(&world, 5, &format!("<p>{n}</p>"), false);
    }
    world.pass(Duration::from_secs(60));
    for _ in 0..4 {
        look(&world);
    }
    work_for(&world, Duration::from_secs(150));
    let shown = shown(&world, "town");
    assert_eq!(shown.len(), 451);
    let numbers = shown[1..].iter().map(|text| text.rsplit("> ").next().unwrap().parse::<usize>().unwrap());
    assert!(numbers.eq(0..450));
}

#[test]
fn killed_at_any_step_each_comment_is_told_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            say(&world, 5, "<p>Red</p>", false);
            say(&world, 5, "<p>Or blue</p>", true);
            world.pass(Duration::from_secs(21));
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(tick).is_ok();
            world.effects.calm();
            for _ in 0..5 {
                look(&world);
            }
            assert_eq!(shown(&world, "town").len(), 3, "step {step}, {is_after}: {:?}", shown(&world, "town"));
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn two_nodes_tell_a_comment_once() {
    let world = world();
    let mut other = crate::world::Memory::default();
    say(&world, 5, "<p>Red</p>", false);
    write(&world, 5, &json!({"priority": "1"}));
    look(&world);
    world.on_node(&mut other, |world| {
        look(world);
        look(world);
    });
    assert_eq!(shown(&world, "town").len(), 2, "{:?}", shown(&world, "town"));
}

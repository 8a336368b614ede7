//! Files of what people write on records.

use odoo_plugin::subscription::{self, Subscription};
use odoo_stand_in::Fault;
use serde_json::json;

use super::{follow, look, say, shown, tick, world};
use crate::world::World;

/// A customer's message with these files: name and base64.
fn say_with(world: &World, body: &str, files: &[(&str, &str)]) -> Vec<i64> {
    let message = say(world, 5, body, false);
    let file = |(name, datas): &(&str, &str)| {
        let values = json!({"name": name, "datas": datas, "res_model": "project.task", "res_id": 5});
        world.desk().create("ir.attachment", &values)
    };
    let ids: Vec<_> = files.iter().map(file).collect();
    world.desk().write("mail.message", message, &json!({"attachment_ids": [[6, 0, ids]]}));
    ids
}

/// `town` follows tasks, with copies of the files.
fn copying() -> World {
    let world = World::live();
    follow(&world, "town");
    let deps = world.deps();
    let first = subscription::all(&deps).unwrap().remove(0);
    subscription::remove(&deps, &first).unwrap();
    subscription::add(&deps, &Subscription { copies_files: true, ..first }).unwrap();
    look(&world);
    world
}

fn link(name: &str, id: i64) -> String {
    format!("📎 [{name}](https://erp.example.com/web/content/{id}?download=true)")
}

/// Names of the files of the last post.
fn names(world: &World) -> Vec<String> {
    let files = world.files.borrow();
    let post = world.last_post();
    let numbers = post.files.iter().map(|id| id.strip_prefix("file").unwrap().parse::<usize>().unwrap());
    numbers.map(|number| files[number - 1].1.clone()).collect()
}

#[test]
fn files_of_a_comment_are_links_unless_copies_are_wanted() {
    let world = world();
    let ids = say_with(&world, "<p>See these</p>", &[("Größe [x](y).pdf", "JVBERg=="), ("empty.txt", "")]);
    look(&world);
    let text = &shown(&world, "town")[1].replace('\u{2060}', "⁀");
    assert!(text.starts_with("✉ **Comment**, 2 files *"), "{text}");
    let lines = format!("{} (4 B)\n{} (0 B)", link("Größe \\[x\\](y).pdf", ids[0]), link("empty.txt", ids[1]));
    assert!(text.ends_with(&format!("\n> See these\n\n{lines}")), "{text}");
    assert!(world.files.borrow().is_empty());
}

#[test]
fn copies_keep_their_names_and_the_message_has_no_links() {
    let world = copying();
    say_with(&world, "", &[("Angebot für Müller.pdf", "JVBERg=="), ("a\u{202e}txt.exe", "aGk="), ("empty.txt", "")]);
    look(&world);
    assert_eq!(names(&world), ["Angebot für Müller.pdf", "atxt.exe", "empty.txt"]);
    assert!(!world.last_post().text.contains('📎'));
    assert_eq!(world.files.borrow()[1].2, b"hi");
}

#[test]
fn what_is_larger_than_the_server_takes_stays_a_link_with_both_sizes() {
    let world = copying();
    world.file_bytes_max.set(3);
    let ids = say_with(&world, "<p>x</p>", &[("small.txt", "aGk="), ("large.txt", "aGVsbG8=")]);
    look(&world);
    assert_eq!(names(&world), ["small.txt"]);
    let told = format!("{} (5 B), not copied: at most 3 B are", link("large.txt", ids[1]));
    assert!(world.last_post().text.ends_with(&told), "{}", world.last_post().text);
}

#[test]
fn more_than_a_message_holds_are_links() {
    let world = copying();
    let files: Vec<_> = (0..12).map(|n| format!("{n}.txt")).collect();
    let files: Vec<_> = files.iter().map(|name| (name.as_str(), "aGk=")).collect();
    say_with(&world, "<p>x</p>", &files);
    look(&world);
    assert_eq!(names(&world).len(), 10);
    assert_eq!(world.last_post().text.matches("not copied: there are too many").count(), 2);
}

#[test]
fn a_file_that_is_gone_is_a_link_and_one_that_odoo_does_not_hand_over_now_is_tried_again() {
    let world = copying();
    say_with(&world, "<p>x</p>", &[("a.txt", "aGk=")]);
    world.pass(std::time::Duration::from_secs(21));
    world.job("poll").unwrap();
    world.desk().fail_next("ir.attachment/read", 1, Fault::Status { code: 502, retry_after_s: None });
    tick(&world);
    look(&world);
    look(&world);
    assert_eq!((shown(&world, "town").len(), names(&world)), (2, vec!["a.txt".to_owned()]));

    let ids = say_with(&world, "<p>y</p>", &[("b.txt", "aGk=")]);
    world.pass(std::time::Duration::from_secs(21));
    world.job("poll").unwrap();
    world.desk().delete("ir.attachment", ids[0]);
    tick(&world);
    assert!(world.last_post().text.ends_with("(2 B), not copied: it could not be read"), "{}", world.last_post().text);
}

#[test]
fn killed_at_any_step_a_comment_with_copies_is_told_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = copying();
            say_with(&world, "<p>Red</p>", &[("a.txt", "aGk=")]);
            world.pass(std::time::Duration::from_secs(21));
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(tick).is_ok();
            world.effects.calm();
            for _ in 0..5 {
                look(&world);
            }
            assert_eq!(shown(&world, "town").len(), 2, "step {step}, {is_after}");
            assert_eq!(names(&world), ["a.txt"], "step {step}, {is_after}");
            if is_over {
                break;
            }
        }
    }
}

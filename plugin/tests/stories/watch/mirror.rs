//! What people write below a card becomes internal notes on its record, once each and never public.

use std::time::Duration;

use odoo_plugin::mirror;
use odoo_plugin::ports::{Clock, Post};
use odoo_plugin::subscription::{self, Mode};
use odoo_stand_in::Fault;
use serde_json::json;

use super::{create, follow_as, follow_model, look, shown, tick};
use crate::world::{BOT, World};

/// `town` follows tasks, mirrors, and has the card of a task; returns the task as well.
fn world() -> (World, i64) {
    let world = World::live();
    follow_as(&world, "town", Mode::Notes, 1_000);
    look(&world);
    let id = create(&world, "Paint");
    look(&world);
    (world, id)
}

fn post(world: &World, user_id: &str, root_id: &str, text: &str) -> Post {
    let id = world.write(user_id, "town", root_id, text);
    world.deps().chat.post(&id).unwrap()
}

/// Somebody writes below the card.
fn say(world: &World, user_id: &str, text: &str) -> Post {
    let said = post(world, user_id, "post1", text);
    mirror::posted(&world.deps(), &said);
    said
}

fn edit(world: &World, said: &Post, text: &str) {
    let edited = Post { text: text.into(), edited_at: world.now(), ..said.clone() };
    mirror::edited(&world.deps(), &edited, &said.text);
}

/// Bodies of the notes on a task, the oldest first; every message on it is internal.
fn notes(world: &World, id: i64) -> Vec<String> {
    let ids = world.desk().search("mail.message", &json!([["model", "=", "project.task"], ["res_id", "=", id]]));
    let mut ids = ids;
    ids.sort_unstable();
    let read = |id| world.desk().record("mail.message", id, &["body", "subtype_id"]).unwrap();
    let rows: Vec<_> = ids.into_iter().map(read).collect();
    assert!(rows.iter().all(|row| row["subtype_id"][1] == "Note"), "{rows:?}");
    rows.iter().map(|row| row["body"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn messages_edits_and_deletions_become_notes_with_the_name_of_their_author() {
    let (world, id) = world();
    let said = say(&world, "ben", "Which <b>colour</b>?\nRed?");
    tick(&world);
    edit(&world, &said, "Which colour? Blue?");
    mirror::deleted(&world.deps(), &said);
    tick(&world);
    let notes = notes(&world, id);
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(notes[0].contains("@ben in Mattermost:<br>Which &lt;b&gt;colour&lt;/b&gt;?<br>Red?"), "{notes:?}");
    assert!(notes[0].contains(&format!("https://chat.example.com/_redirect/pl/{}", said.id)), "{notes:?}");
    assert!(notes[1].contains("@ben edited a message in Mattermost:<br>Which colour? Blue?"), "{notes:?}");
    assert!(notes[2].contains("A message of @ben was deleted in Mattermost."), "{notes:?}");
}

#[test]
fn what_was_mirrored_is_not_echoed() {
    let (world, _) = world();
    say(&world, "ben", "Red?");
    for _ in 0..3 {
        look(&world);
    }
    assert_eq!(shown(&world, "town").len(), 2, "{:?}", shown(&world, "town"));
}

#[test]
fn bots_other_threads_and_channels_that_do_not_mirror_stay_here() {
    let (world, id) = world();
    say(&world, BOT, "Stage changed");
    let other = world.write("ben", "town", "", "Lunch?");
    mirror::posted(&world.deps(), &post(&world, "ben", &other, "Yes"));
    mirror::posted(&world.deps(), &post(&world, "ben", "", "Hello"));
    tick(&world);
    assert_eq!(notes(&world, id), [""; 0]);
    let only = subscription::all(&world.deps()).unwrap().remove(0);
    subscription::remove(&world.deps(), &only).unwrap();
    say(&world, "ben", "Nobody mirrors any more");
    tick(&world);
    assert_eq!(notes(&world, id), [""; 0]);
    let world = World::live();
    follow_model(&world, "project.task", "town", Mode::Cards, 1_000);
    look(&world);
    let id = create(&world, "Paint");
    look(&world);
    say(&world, "ben", "Only cards");
    tick(&world);
    assert_eq!(notes(&world, id), [""; 0]);
}

#[test]
fn a_freeze_holds_notes_back_and_nothing_is_lost() {
    let (world, id) = world();
    world.change("anna", |anna| anna.is_system_admin = true);
    world.command_as("anna", "town", "/odoo admin freeze audit");
    say(&world, "ben", "Red?");
    for _ in 0..30 {
        world.pass(Duration::from_secs(61));
        tick(&world);
    }
    assert_eq!(notes(&world, id), [""; 0]);
    world.command_as("anna", "town", "/odoo admin unfreeze");
    world.pass(Duration::from_secs(61));
    tick(&world);
    assert_eq!(notes(&world, id).len(), 1);
}

#[test]
fn an_answer_that_got_lost_is_no_second_note() {
    let (world, id) = world();
    world.desk().fail_next("project.task/message_post", 1, Fault::AnswerLost);
    say(&world, "ben", "Red?");
    for _ in 0..6 {
        world.pass(Duration::from_secs(60));
        look(&world);
    }
    assert_eq!((notes(&world, id).len(), odoo_plugin::event::waiting(&world.deps())), (1, Ok(0)));
}

#[test]
fn killed_at_any_step_each_message_is_one_note() {
    for is_after in [false, true] {
        for step in 0.. {
            let (world, id) = world();
            let said = say(&world, "ben", "Red?");
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(tick).is_ok();
            world.effects.calm();
            // The server tells it twice, also to another node.
            world.restart();
            mirror::posted(&world.deps(), &said);
            for _ in 0..6 {
                look(&world);
            }
            assert_eq!(notes(&world, id).len(), 1, "step {step}, {is_after}");
            if is_over {
                break;
            }
        }
    }
}

//! Files of records: listed, and copied into a channel by who may.

use std::time::Duration;

use odoo_plugin::command::Answer;
use odoo_plugin::ports::{ChannelMember, Message};
use serde_json::{Value, json};

use crate::event::work;
use crate::world::{BOT, World};

/// Everybody may search, `ben` may propose.
fn world() -> World {
    World::live().setting("allowservicereads", json!(true)).setting("proposers", json!("@ben"))
}

/// A file on lead 63; returns its id.
fn attach(world: &World, name: &str, content: &str) -> i64 {
    attach_to(world, "crm.lead", 63, name, content)
}

fn attach_to(world: &World, model: &str, id: i64, name: &str, content: &str) -> i64 {
    world.desk().create("ir.attachment", &json!({"name": name, "datas": content, "res_model": model, "res_id": id}))
}

fn last_shown(world: &World) -> Message {
    world.shown.borrow().last().expect("an answer").clone()
}

fn names(message: &Message) -> Vec<String> {
    message.buttons.iter().map(|button| button.name.clone()).collect()
}

/// Opens the form and chooses these files; what is wrong with that, `{}` for nothing.
fn copy(world: &World, ids: &[i64]) -> Value {
    let chosen = ids.iter().map(|id| (format!("file-{id}"), json!(true))).collect::<serde_json::Map<_, _>>();
    let response = world.submit("ben", "town", Value::Object(chosen));
    serde_json::from_slice(&response.body).unwrap()
}

/// A file: its name, and what is in it.
type Content = (String, Vec<u8>);

/// What the bot posted in `town`: its text and its files.
fn posted(world: &World) -> Vec<(String, Vec<Content>)> {
    let files = world.files.borrow();
    let content = |id: &String| {
        let number: usize = id.strip_prefix("file").unwrap().parse().unwrap();
        let (_, name, data) = &files[number - 1];
        (name.clone(), data.clone())
    };
    let posts = world.posts.borrow();
    let own = posts.iter().filter(|post| post.author_id == BOT && post.channel_id == "town");
    own.map(|post| (post.text.replace('\u{2060}', "⁀"), post.files.iter().map(content).collect())).collect()
}

const HEADLINE: &str =
    "@⁀ben brings files of [Fit-out of 12 desks](https://erp.example.com/mail/view?model=crm.lead&res_id=63)";

#[test]
fn the_files_of_a_record_are_listed_with_size_and_link() {
    let world = world();
    let first = attach(&world, "Angebot | @all.pdf", "JVBERg==");
    let second = attach(&world, "invoice\u{202e}fdp.exe", "");
    attach_to(&world, "crm.lead", 19, "other.txt", "");
    assert_eq!(world.answer("/odoo files lead 63"), Answer::Shown);
    let shown = last_shown(&world);
    let text = shown.text.replace('\u{2060}', "⁀");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        (lines[0], lines[2]),
        (
            "**Files of [Fit-out of 12 desks](https://erp.example.com/mail/view?model=crm.lead&res_id=63)**",
            "| File | Size | Since | By |"
        )
    );
    let row = |id: i64, name: &str, size: &str| {
        format!("| [{name}](https://erp.example.com/web/content/{id}?download=true) | {size} | ")
    };
    assert!(lines[4].starts_with(&row(second, "invoicefdp.exe", "0 B")), "{text}");
    assert!(lines[5].starts_with(&row(first, "Angebot \\| @⁀all.pdf", "4 B")), "{text}");
    assert_eq!(lines.len(), 6, "{text}");
    assert_eq!(names(&shown), ["Copy files here…", "Attach files…"]);
}

#[test]
fn in_direct_messages_with_the_bot_it_is_said_in_the_language_of_their_owner() {
    let world = world();
    world.change("ben", |person| person.locale = "de".into());
    let id = attach(&world, "plan.pdf", "JVBERg==");
    world.join("dm-ben-bot", "ben", ChannelMember { is_admin: false, is_guest: false });
    world.command_as("ben", "dm-ben-bot", "/odoo files lead 63 --copy");
    assert_eq!(world.submit("ben", "dm-ben-bot", json!({format!("file-{id}"): true})).status, 200);
    work(&world);
    let last = world.last_post();
    assert!(last.text.starts_with("@\u{2060}ben bringt Dateien von "), "{last:?}");
}

#[test]
fn where_there_are_none_some_can_be_attached() {
    let world = world();
    world.answer("/odoo files lead #63");
    let shown = last_shown(&world);
    assert!(shown.text.starts_with("There are no files on [Fit-out of 12 desks]("), "{}", shown.text);
    assert_eq!(names(&shown), ["Attach files…"]);
    world.send_file("ben", "town", "plan.png", b"x");
    let button = shown.buttons[0].clone();
    world.press_button("ben", "town", "ephemeral", &button);
    assert_eq!(world.dialogs.borrow().last().expect("a form").elements[0].default, "lead 63");
}

#[test]
fn a_record_has_to_be_one_that_can_be_shown() {
    let world = world();
    let which = "Files of which record? For example `/odoo files lead 63`, or a link from Odoo.";
    for text in ["", " 63", " leave 5", " res.users,2", " https://erp.example.com/mail/view?model=hr.leave&res_id=5"] {
        assert_eq!(world.command(&format!("/odoo files{text}")), which, "{text}");
    }
    assert_eq!(world.command("/odoo files lead 9999"), "crm.lead 9999 is not in Odoo, or the account may not see it.");
    world.answer("/odoo files https://erp.example.com/mail/view?model=crm.lead&res_id=63");
    assert!(last_shown(&world).text.starts_with("There are no files on"));
}

#[test]
fn a_card_shows_the_latest_files() {
    let world = world();
    world.answer("/odoo show lead 63");
    assert!(last_shown(&world).cards[0].fields.iter().all(|field| field.title != "Files"));
    for n in 1..=6 {
        attach(&world, &format!("{n}.txt"), "aGk=");
    }
    world.answer("/odoo show lead 63");
    let shown = last_shown(&world);
    let field = shown.cards[0].fields.iter().find(|field| field.title == "Files").expect("files");
    let lines: Vec<_> = field.value.lines().map(|line| line.split(['[', ']']).nth(1).unwrap_or(line)).collect();
    assert_eq!(lines, ["6.txt", "5.txt", "4.txt", "3.txt", "2.txt", "…"]);
    assert_eq!(names(&shown), ["Use in proposal", "Copy files here…", "Attach files…"]);
}

#[test]
fn what_is_chosen_is_copied_once_with_its_name() {
    let world = world();
    let offer = attach(&world, "Angebot für Müller.pdf", "JVBERg==");
    let plan = attach(&world, "../plan.png", "cG5n");
    let empty = attach(&world, "empty.txt", "");
    assert_eq!(world.answer("/odoo files lead 63 --copy"), Answer::Shown);
    let form = world.dialogs.borrow().last().expect("a form").clone();
    let labels: Vec<_> = form.elements.iter().map(|entry| (&*entry.label, &*entry.default)).collect();
    assert_eq!(labels, [("empty.txt", "false"), ("plan.png", "false"), ("Angebot für Müller.pdf", "false")]);
    assert_eq!(copy(&world, &[offer, plan, empty]), json!({}));
    assert_eq!(last_shown(&world).text, "3 files come in a moment.");
    work(&world);
    work(&world);
    assert_eq!(
        posted(&world),
        [(
            HEADLINE.into(),
            vec![
                ("Angebot für Müller.pdf".into(), b"%PDF".to_vec()),
                ("plan.png".into(), b"png".to_vec()),
                ("empty.txt".into(), Vec::new())
            ]
        )]
    );
}

#[test]
fn killed_at_any_step_the_copies_are_posted_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            let offer = attach(&world, "offer.pdf", "JVBERg==");
            world.answer("/odoo files lead 63 --copy");
            copy(&world, &[offer]);
            world.effects.kill_at(step, is_after);
            let is_over = world.survive(work).is_ok();
            world.effects.calm();
            for _ in 0..3 {
                world.pass(Duration::from_secs(61));
                work(&world);
            }
            let posted = posted(&world);
            assert_eq!((posted.len(), posted[0].1.len()), (1, 1), "step {step}, {is_after}: {posted:?}");
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn a_file_that_is_too_large_is_not_offered_and_one_that_grew_is_a_link_that_says_so() {
    let world = world().setting("maxattachmentbytes", json!(8));
    attach(&world, "film.mov", "MTIzNDU2Nzg5");
    assert_eq!(
        world.command("/odoo files lead 63 --copy"),
        "Not to be copied, for at most 8 B are: film.mov (9 B). `/odoo files` has their links."
    );
    let note = attach(&world, "note.txt", "aGk=");
    world.answer("/odoo files lead 63 --copy");
    let form = world.dialogs.borrow().last().expect("a form").clone();
    assert_eq!((form.elements.len(), &*form.elements[0].default), (1, "true"));
    assert!(form.introduction.ends_with("for at most 8 B are: film.mov (9 B). `/odoo files` has their links."));
    copy(&world, &[note]);
    world.file_bytes_max.set(1);
    work(&world);
    assert_eq!(
        posted(&world),
        [(
            format!(
                "{HEADLINE}\n\n📎 [note.txt](https://erp.example.com/web/content/{note}?download=true) (2 B), not copied: at most 1 B are"
            ),
            Vec::new()
        )]
    );
}

#[test]
fn a_file_of_another_record_is_refused_whatever_the_form_says() {
    let world = world();
    attach(&world, "mine.txt", "aGk=");
    let other = attach_to(&world, "crm.lead", 19, "other.txt", "aGk=");
    world.answer("/odoo files lead 63 --copy");
    assert_eq!(copy(&world, &[other]), json!({"error": "A file is not on the record any more. Open the form again."}));
    assert_eq!(copy(&world, &[]), json!({"error": "Choose at least one file."}));
    work(&world);
    assert_eq!(posted(&world), []);
}

#[test]
fn who_may_not_read_in_odoo_copies_nothing() {
    let world = world().setting("allowservicereads", json!(false));
    attach(&world, "mine.txt", "aGk=");
    let answer = world.command("/odoo files lead 63 --copy");
    assert!(answer.starts_with("Searching Odoo is open to people who connected their Odoo account."), "{answer}");
}

#[test]
fn who_may_not_post_in_a_channel_brings_nothing_there() {
    let world = world();
    attach(&world, "mine.txt", "aGk=");
    let answer = world.command_as("dora", "deals", "/odoo files lead 63 --copy");
    assert_eq!(answer, "You may not post files in this channel.");
}

#[test]
fn a_person_who_is_connected_copies_only_what_they_see_themselves() {
    let world = world().setting("encryptionkey", json!("k".repeat(44)));
    let mine = attach(&world, "mine.txt", "aGk=");
    world.command("/odoo connect");
    world.submit("ben", "town", json!({"login": "rita", "key": "RITA_API_KEY"}));
    let answer = world.command("/odoo files lead 63 --copy");
    assert!(answer.contains("not allowed"), "{answer}");
    assert!(mine > 0 && world.posts.borrow().is_empty());
}

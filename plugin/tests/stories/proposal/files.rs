//! Files of a thread that go to a record.

use std::time::Duration;

use odoo_plugin::command::{self, Call};
use odoo_plugin::proposal::{Proposal, State};
use odoo_stand_in::Fault;
use serde_json::{Value, json};

use super::built::{card, names, notes, press, stored, writes};
use super::{make, read, refusal, world};
use crate::world::World;

const LEAD: i64 = 63;

/// A thread with three files, the last one by `cara`; returns its first message and the files.
fn thread(world: &World) -> (String, [String; 3]) {
    let root_id = world.write("ben", "town", "", "What the customer sent");
    let ids =
        [("ben", "Angebot für Müller.pdf", &b"%PDF"[..]), ("ben", "empty.txt", b""), ("cara", "plan.png", b"png")]
            .map(|(user_id, name, data)| world.share_file(user_id, "town", &root_id, name, data));
    (root_id, ids)
}

fn type_in(world: &World, root_id: &str, text: &str) -> command::Answer {
    command::run(&world.deps(), &Call { root_id: root_id.into(), ..crate::world::call(text) })
}

/// The files on the lead: name, bytes, content.
fn attached(world: &World) -> Vec<(String, i64, String)> {
    let desk = world.desk();
    let mut ids = desk.search("ir.attachment", &json!([["res_model", "=", "crm.lead"], ["res_id", "=", LEAD]]));
    ids.sort_unstable();
    let file = |id| {
        let row = desk.record("ir.attachment", id, &["name", "file_size", "datas"]).unwrap();
        let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
        (text("name"), row["file_size"].as_i64().unwrap(), text("datas"))
    };
    ids.into_iter().map(file).collect()
}

/// A proposal of the first two files.
fn proposed(world: &World) -> Proposal {
    let (_, [offer, empty, _]) = thread(world);
    make(world, "files", json!({"record": "lead 63", "file_ids": [offer, empty], "text": "As agreed"})).unwrap()
}

fn tend(world: &World, times: u32) {
    for _ in 0..times {
        world.pass(Duration::from_secs(5 * 60));
        world.job("expire").unwrap();
    }
}

#[test]
fn a_form_lists_the_files_of_the_thread_and_what_is_chosen_gets_to_the_record_with_a_note() {
    let world = world();
    let (root_id, [offer, empty, plan]) = thread(&world);
    type_in(&world, &root_id, "/odoo propose files --about \"lead 63\"");
    let form = world.dialogs.borrow().last().expect("a form").clone();
    let entries: Vec<_> = form.elements.iter().map(|entry| (&*entry.name, &*entry.label, &*entry.help)).collect();
    assert_eq!(
        entries,
        [
            ("record", "Record", "Such as lead 63, or a link from Odoo"),
            (&*offer, "Angebot für Müller.pdf", "Angebot für Müller.pdf (4 B), @ben"),
            (&*empty, "empty.txt", "empty.txt (0 B), @ben"),
            (&*plan, "plan.png", "plan.png (3 B), @cara"),
            ("text", "Note", "What the note says; only colleagues see it"),
            ("ref", "Your reference", "Your own reference, such as the number of a case"),
        ]
    );
    assert_eq!((&*form.elements[0].default, &*form.elements[1].default), ("lead 63", "false"));

    world.submit("ben", "town", json!({"record": "lead 63", (&*offer): true, (&*plan): true, (&*empty): false}));
    let posted = world.last_post();
    assert_eq!(posted.root_id, root_id);
    let code = posted.text.split('`').nth(1).unwrap().to_owned();
    assert_eq!(
        read(&posted),
        format!(
            "Proposal `{code}` waits for approval.
2 files for Fit-out of 12 desks
Record: Fit-out of 12 desks (63)
File: Angebot für Müller.pdf (4 B)
File: plan.png (3 B)
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC"
        )
    );
    assert_eq!(attached(&world), [], "nothing is written yet");

    world.press_on("ben", &posted.id, "Approve");
    assert_eq!(
        attached(&world),
        [("Angebot für Müller.pdf".into(), 4, "JVBERg==".into()), ("plan.png".into(), 3, "cG5n".into())]
    );
    assert_eq!(writes(&world), ["ir.attachment/load", "ir.attachment/load", "crm.lead/message_post"]);
    let [note] = notes(&world, "crm.lead", LEAD).try_into().unwrap();
    assert!(note.starts_with("<p>Files from Mattermost<br><br>Proposal"), "{note}");
    let message = world.desk().search("mail.message", &json!([["body", "like", code]]));
    let with = world.desk().record("mail.message", message[0], &["attachment_ids", "subtype_id"]).unwrap();
    assert_eq!((with["attachment_ids"].as_array().unwrap().len(), &with["subtype_id"]), (2, &json!([2, "Note"])));
    let told = read(&world.post_of(&posted.id));
    assert!(told.contains("Written to Odoo: 2 files and 1 note."), "{told}");
    assert_eq!(
        world.command(&format!("/odoo undo {code}")),
        "There is nothing to undo: notes, files and messages that were sent stay."
    );
}

#[test]
fn outside_a_thread_the_files_of_the_last_day_are_offered_and_the_only_one_is_chosen() {
    let world = world();
    world.send_file("cara", "town", "old.txt", b"old");
    world.pass(Duration::from_secs(25 * 3600));
    let file = world.share_file("cara", "town", "", "new.txt", b"new");
    world.send_file("cara", "deals", "elsewhere.txt", b"x");
    world.send_file("bot", "town", "from-odoo.txt", b"x");
    assert_eq!(world.command("/odoo propose files"), "");
    let form = world.dialogs.borrow().last().expect("a form").clone();
    assert_eq!(form.elements[1].name, file);
    assert_eq!((form.elements.len(), &*form.elements[1].default), (4, "true"));
    assert!(form.introduction.starts_with("Choose from the files of the last day in this channel."));
}

#[test]
fn where_there_is_nothing_to_choose_that_is_said() {
    let world = world().setting("maxattachmentbytes", json!(1024));
    assert_eq!(
        world.command("/odoo propose files"),
        "There is no file of the last day in this channel. Those of a thread are listed when you type this in it."
    );
    let root_id = world.write("ben", "town", "", "Large");
    world.share_file("ben", "town", &root_id, "film_1.mov", &[0; 1025]);
    let answer = type_in(&world, &root_id, "/odoo propose files");
    assert_eq!(
        answer,
        command::Answer::Text("Too large for Odoo, where at most 1 KB go from here: film\\_1.mov (1.1 KB).".into())
    );
    assert!(world.dialogs.borrow().is_empty());
}

#[test]
fn nothing_chosen_is_told_in_the_form() {
    let world = world();
    let (root_id, [offer, ..]) = thread(&world);
    type_in(&world, &root_id, "/odoo propose files");
    let response = world.submit("ben", "town", json!({"record": "lead 63", (&*offer): false}));
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!(body, json!({"error": "Choose at least one file."}));
    let response = world.submit("ben", "town", json!({"record": "lead 9999", (&*offer): true}));
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!(body, json!({"errors": {"record": "Odoo has no lead “9999”, or the account may not see it."}}));
}

#[test]
fn a_name_gets_to_odoo_without_what_could_deceive() {
    let world = world();
    let names = ["../../etc/passwd", "rechnung\u{202e}fdp.exe", "חשבונית.pdf"];
    let ids = names.map(|name| world.share_file("ben", "town", "", name, b"x"));
    let proposal = make(&world, "files", json!({"record": "crm.lead,63", "file_ids": ids})).unwrap();
    press(&world, "ben", &proposal, "Approve");
    let names: Vec<_> = attached(&world).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["passwd", "rechnungfdp.exe", "חשבונית.pdf"]);
}

#[test]
fn a_file_of_another_channel_of_no_message_or_of_a_deleted_one_is_refused() {
    let world = world();
    let foreign = world.share_file("ben", "deals", "", "secret.txt", b"x");
    let loose = {
        use odoo_plugin::ports::Chat;
        world.upload("town", "loose.txt", b"x").unwrap()
    };
    let gone = world.share_file("ben", "town", "", "gone.txt", b"x");
    let post = world.last_post();
    world.remove(&post.id);
    for id in [foreign, loose, gone, "nothing".into(), "../../x".into()] {
        assert_eq!(
            refusal(&world, "files", json!({"record": "lead 63", "file_ids": [id]})),
            (
                "file_ids".into(),
                "not_found",
                "A file must be one of a message in this channel; this one is not, or not any more.".into()
            ),
            "{id}"
        );
    }
    assert!(world.kv.borrow().is_empty());
}

#[test]
fn what_is_too_large_or_too_many_is_refused_with_both_sizes() {
    let world = world().setting("maxattachmentbytes", json!(2048));
    let large = world.share_file("ben", "town", "", "film.mov", &[0; 5000]);
    assert_eq!(
        refusal(&world, "files", json!({"record": "lead 63", "file_ids": [large]})),
        (
            "file_ids".into(),
            "too_large",
            "“film.mov” has 4.9 KB, and files of at most 2 KB go from here to Odoo. Put it there in Odoo itself, or send a smaller one."
                .into()
        )
    );
    let many: Vec<_> = (0..11).map(|n| format!("file{n}")).collect();
    assert_eq!(
        refusal(&world, "files", json!({"record": "lead 63", "file_ids": many})).2,
        "At most 10 files go at once, not 11."
    );
    assert_eq!(refusal(&world, "files", json!({"record": "lead 63"})).2, "Choose at least one file.");
}

#[test]
fn without_the_right_in_odoo_no_file_gets_to_the_record() {
    let world = world();
    let proposal = proposed(&world);
    world.save("odoologin", json!("rita"));
    world.save("odooapikey", json!("RITA_API_KEY"));
    let told = press(&world, "ben", &proposal, "Approve");
    assert!(told.ends_with("Your approval was not taken."), "{told}");
    let file = &proposal.draft["file_ids"][0];
    let answer = world.command(&format!("/odoo propose files record=\"lead 63\" file_ids={}", file.as_str().unwrap()));
    assert!(answer.contains("is not allowed to"), "{answer}");
    assert_eq!((attached(&world), writes(&world)), (Vec::new(), Vec::new()));
}

#[test]
fn a_file_that_is_gone_by_then_is_told_and_the_others_are_there() {
    let world = world();
    let proposal = proposed(&world);
    world.files.borrow_mut().truncate(1);
    let told = press(&world, "ben", &proposal, "Approve");
    assert_eq!(told, "Only 1 of 3 steps were written to Odoo. The file “empty.txt” is not in Mattermost any more.");
    assert_eq!((attached(&world).len(), stored(&world, &proposal.id).state), (1, State::Partial));
    assert_eq!(names(&world, &proposal), ["Retry"]);
}

#[test]
fn an_answer_that_was_lost_leaves_one_file() {
    let world = world();
    let proposal = proposed(&world);
    world.desk().fail_next("ir.attachment/load", 1, Fault::AnswerLost);
    press(&world, "ben", &proposal, "Approve");
    assert_eq!(stored(&world, &proposal.id).state, State::Unknown);
    tend(&world, 2);
    assert_eq!(press(&world, "ben", &proposal, "Retry"), "");
    assert_eq!((attached(&world).len(), stored(&world, &proposal.id).state), (2, State::Done));
}

#[test]
fn editing_begins_with_the_files_that_were_chosen() {
    let world = world();
    let proposal = proposed(&world);
    press(&world, "ben", &proposal, "Edit…");
    let form = world.dialogs.borrow().last().expect("a form").clone();
    let set: Vec<_> = form.elements.iter().filter(|entry| entry.default == "true").map(|entry| &*entry.label).collect();
    assert_eq!(set, ["Angebot für Müller.pdf", "empty.txt"]);
    assert!(card(&world, &proposal).text.contains("waits"));
}

/// What is killed at every step.
pub fn two(world: &World) -> Proposal {
    proposed(world)
}

/// Both files once, and one note.
pub fn check(world: &World, when: &str) {
    let names: Vec<_> = attached(world).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Angebot für Müller.pdf", "empty.txt"], "{when}");
    assert_eq!(notes(world, "crm.lead", LEAD).len(), 1, "{when}");
}

//! Adding, listing, testing, switching and removing.

use std::time::Duration;

use serde_json::json;

use super::{DIRECT, add, send, type_to_bot, with, world};
use crate::hook;
use crate::world::World;

#[test]
fn a_module_is_added_with_the_digest_of_its_code() {
    let (world, _) = world();
    let answer = add(&world, r#"{"text": "hi"}"#, "--hook ci");
    let digest = "1af583c098473ec00cf39fee4e4216aff4a59baf0923d738fefbbfc04967d479";
    assert_eq!(
        answer,
        format!(
            "The module `mine` is added: 14 bytes, SHA-256 `{digest}`. It is bound to hook ci. \
             `/odoo module test mine` shows what it makes of a sample."
        )
    );
    assert_eq!(world.audited.borrow().last().map(|entry| entry.starts_with("module.add true ben")), Some(true));
}

#[test]
fn the_file_is_taken_from_the_direct_messages_of_the_caller_only() {
    let (world, _) = world();
    let elsewhere = "Send the `.wasm` file to the bot in a direct message, and type the command there.";
    assert_eq!(world.command("/odoo module add mine"), elsewhere);
    let nothing = "There is no `.wasm` file of yours here within the last hour. Send it, then type the command again.";
    assert_eq!(type_to_bot(&world, "/odoo module add mine"), nothing);
    world.send_file("bot", DIRECT, "bot.wasm", b"{}");
    world.send_file("ben", DIRECT, "notes.txt", b"{}");
    assert_eq!(type_to_bot(&world, "/odoo module add mine"), nothing);
    world.send_file("ben", DIRECT, "mine.wasm", b"{}");
    world.pass(Duration::from_secs(3601));
    assert_eq!(type_to_bot(&world, "/odoo module add mine"), nothing);
}

#[test]
fn what_is_no_module_is_refused_in_harmless_words() {
    let (world, _) = world();
    assert_eq!(
        add(&world, "no module", ""),
        "The file `mine.wasm` is no module: it is no \\*WebAssembly\\*. `/odoo help module add` tells more."
    );
    let large = "x".repeat((1 << 20) + 1);
    assert_eq!(add(&world, &large, ""), "The file `mine.wasm` has 1048577 bytes; a module has at most 1048576.");
    assert_eq!(add(&world, "{}", "--hook nobody"), "There is no hook “nobody”. `/odoo hook list` shows them.");
    assert!(!world.kv.borrow().keys().any(|key| key.starts_with("mod/")));
}

#[test]
fn a_whole_mebibyte_survives_a_restart() {
    let (world, key) = world();
    let code = format!("{{}}{}", " ".repeat((1 << 20) - 2));
    assert!(add(&world, &code, "--hook ci").contains(": 1048576 bytes"), "{}", code.len());
    world.restart();
    send(&world, &key, "1");
    assert_eq!(world.programs.borrow().values().map(Vec::len).collect::<Vec<_>>(), [1 << 20]);
}

#[test]
fn another_version_takes_the_place_of_the_first_and_keeps_what_it_is_bound_to() {
    let (world, key) = with(r#"{"text": "first"}"#);
    assert!(add(&world, r#"{"text": "second"}"#, "").starts_with("The module `mine` has another version: 18 bytes"));
    send(&world, &key, "1");
    assert_eq!(world.last_post().text, "second");
    let pieces = world.kv.borrow().keys().filter(|key| key.starts_with("mod/") && *key != "mod/list").count();
    assert_eq!(pieces, 1, "the first code is forgotten");
}

#[test]
fn a_hook_has_one_module() {
    let (world, _) = with("{}");
    world.send_file("ben", DIRECT, "other.wasm", br#"{"text": "other"}"#);
    assert_eq!(
        type_to_bot(&world, "/odoo module add other --hook ci"),
        "The module `mine` is bound to one of these already, and an event goes through one module. \
         `/odoo module list` shows what they are bound to."
    );
}

#[test]
fn the_list_says_what_is_bound_and_what_is_off() {
    let (world, _) = with("{}");
    let list = world.command("/odoo module list");
    assert!(
        list.contains("| mine | hook ci | 2 | `44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a` |")
    );
    assert!(list.contains("| ben | on |"), "{list}");
    world.command("/odoo module disable mine");
    assert!(world.command("/odoo module list").contains("| ben | disabled |"));
    world.save("enablemodules", json!(false));
    assert!(world.command("/odoo module list").starts_with("Modules are switched off: see the setting"));
}

#[test]
fn a_test_shows_what_goes_in_and_what_comes_out() {
    let (world, _) = with(r#"{"text": "``` @all"}"#);
    let answer = world.command("/odoo module test mine");
    let sample = "{\n  \"event\": {\n    \"fields\": [\n      {\n        \"short\": true,\n        \"title\": \"Branch\",\n        \"value\": \"main\"\n      }\n    ],\n    \"link\": \"https://ci.example.com/42\",\n    \"severity\": \"error\",\n    \"text\": \"Two of 118 tests failed.\",\n    \"thread_key\": \"\",\n    \"title\": \"Build 42 failed\"\n  },\n  \"locale\": \"en\",\n  \"org\": null,\n  \"record\": {\n    \"id\": 7,\n    \"model\": \"project.task\"\n  },\n  \"targets\": [\n    \"town-square\"\n  ]\n}";
    assert_eq!(
        answer,
        format!(
            "The module `mine` was told:\n```json\n{sample}\n```\nIt answered within 0 ms:\n```json\n\
             {{\"text\": \"''' @all\"}}\n```\nThe event would be shown in these words."
        )
    );
    assert!(world.posts.borrow().iter().all(|post| post.author_id == "ben"), "nothing is posted");
}

#[test]
fn a_test_tells_a_failure() {
    let (world, _) = with("overdue");
    let answer = world.command("/odoo module test mine");
    assert!(answer.ends_with("It failed, and the event would be shown without it: it took too long"), "{answer}");
}

#[test]
fn a_disabled_module_gets_nothing_until_it_is_enabled() {
    let (world, key) = with(r#"{"text": "hi"}"#);
    assert_eq!(
        world.command("/odoo module disable mine"),
        "The module `mine` gets nothing any more. `/odoo module enable mine` takes that back."
    );
    send(&world, &key, "1");
    assert_eq!(world.last_post().cards[0].title, "Build 7");
    assert_eq!(world.command("/odoo module enable mine"), "The module `mine` gets the events of hook ci.");
    send(&world, &key, "2");
    assert_eq!(world.last_post().text, "hi");
}

#[test]
fn a_removed_module_leaves_nothing() {
    let (world, key) = with(r#"{"text": "hi"}"#);
    assert_eq!(world.command("/odoo module remove mine"), "The module `mine` is removed.");
    send(&world, &key, "1");
    assert_eq!(world.last_post().cards[0].title, "Build 7");
    assert_eq!(world.kv.borrow().keys().filter(|key| key.starts_with("mod/")).collect::<Vec<_>>(), ["mod/list"]);
    assert_eq!(world.command("/odoo module remove mine"), "There is no module “mine”. `/odoo module list` shows them.");
}

#[test]
fn what_is_gone_has_no_module_any_more() {
    let (world, _) = with(r#"{"text": "hi"}"#);
    world.command("/odoo hook delete ci --confirm ci");
    assert!(
        world.command("/odoo module list").contains("| mine | nothing |"),
        "{}",
        world.command("/odoo module list")
    );
    let key = hook::made(&world, hook::wish());
    send(&world, &key, "1");
    assert_eq!(world.last_post().cards[0].title, "Build 7", "a hook of the same name is another");
}

#[test]
fn only_administrators_and_only_while_modules_are_in_use() {
    let world = World::new();
    assert!(world.command("/odoo module list").contains("administrators"), "{}", world.command("/odoo module list"));
    let world = World::new().admin();
    hook::made(&world, hook::wish());
    let off = "Modules are switched off. A system administrator switches them on with the setting `EnableModules`.";
    for command in ["add mine", "test mine", "enable mine"] {
        assert_eq!(world.command(&format!("/odoo module {command}")), off);
    }
}

//! Administrators' own programs.

use e2e::{World, attachments, bundles, now, signed};
use serde_json::{Value, json};

use crate::hooks;

const BODY: &str = r#"{"title": "Build 7 failed", "text": "Nobody knows why.", "severity": "warning", "link": "https://ci.example.com/7"}"#;

/// `(func (export "transform") (result i32) (loop (br 0)) unreachable)`.
const ENDLESS: &[u8] = b"\0asm\x01\0\0\0\x01\x05\x01\x60\0\x01\x7f\x03\x02\x01\0\x07\x0d\x01\x09transform\0\0\x0a\x0a\x01\x08\0\x03\x40\x0c\0\x0b\0\x0b";

pub async fn an_administrators_program_says_how_an_event_looks(world: &World) {
    let code = std::fs::read(bundles().join("sample.wasm")).expect("`make sample` has made the sample");
    let shown = shown_by(world, "sample", code).await;
    assert_eq!(shown["message"], json!("WARNING: Build 7 failed https://ci.example.com/7"));
    assert_eq!(attachments(&shown), [Value::Null; 0]);
}

pub async fn an_event_is_shown_in_its_own_words_where_a_program_never_ends(world: &World) {
    let shown = shown_by(world, "endless", ENDLESS.to_vec()).await;
    let card = &attachments(&shown)[0];
    assert_eq!((&card["title"], &card["text"]), (&json!("Build 7 failed"), &json!("Nobody knows why.")));
    let footer = card["footer"].as_str().unwrap_or_default();
    assert!(footer.contains("shown without the module e2e-endless, which failed"), "{card}");
}

/// What the channel reads of an event that goes through this program.
async fn shown_by(world: &World, what: &str, code: Vec<u8>) -> Value {
    switch(world, true).await;
    let (hook, secret) = hooks::new(world, what).await;
    let module = format!("e2e-{what}");
    let direct = world.admin.direct("odoo").await;
    let file = world.admin.upload(&direct, &format!("{what}.wasm"), code).await;
    world.admin.send(&direct, "", &[&file]).await;
    let mut heard = world.ears_of(&world.admin).await;
    world.admin.command(&direct, &format!("/odoo module add {module} --hook {hook}")).await.ok();
    let added = heard.ephemeral().await;
    assert!(added["message"].as_str().unwrap().starts_with(&format!("The module `{module}` is added: ")), "{added}");

    let mut ears = world.ears_of(&world.member).await;
    let id = format!("{what}-{}", world.team_id);
    let answer = hooks::send(world, &hook, &signed(&secret, &id, now(), BODY), BODY).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let mut shown = ears.post_of("posted").await;
    while shown["props"]["odoo_event"] != json!(id) {
        shown = ears.post_of("posted").await;
    }

    let gone = world.answer_to(&world.admin, &format!("/odoo module remove {module}")).await;
    assert!(gone.contains(&module), "{gone}");
    world.answer_to(&world.admin, &format!("/odoo hook disable {hook}")).await;
    switch(world, false).await;
    shown
}

async fn switch(world: &World, has_modules: bool) {
    world.configure([("enablemodules".to_owned(), json!(has_modules))].into_iter().collect()).await;
}

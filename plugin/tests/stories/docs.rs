//! Documentation that the code writes.

mod api;
mod events;

use std::path::Path;

use odoo_plugin::command;
use serde_json::json;

use crate::world::World;

#[test]
fn the_page_of_commands_is_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/commands.md");
    let reference = command::reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &reference).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == reference, "docs/commands.md is behind: run UPDATE_DOCS=1 cargo test -p odoo-plugin docs");
}

#[test]
fn the_policy_that_the_page_for_administrators_shows_is_accepted() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/admin.md")).unwrap();
    let policy = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let world = World::new().setting("approvalpolicy", json!(policy));
    assert_eq!(world.configuration_changed(), Ok(()));
}

#[test]
fn the_rules_that_the_page_for_administrators_shows_are_accepted() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/admin.md")).unwrap();
    let shown = |heading: &str| {
        let section = page.split(heading).nth(1).unwrap();
        section.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap()
    };
    let world = World::new()
        .setting("reminders", json!(shown("## Reminders")))
        .setting("approvalrules", json!(shown("## Who is asked for approval")))
        .setting("orgevents", json!(shown("## Events of the organisation")));
    assert_eq!(world.configuration_changed(), Ok(()));
}

//! Documentation that the code writes.

use std::path::Path;

use odoo_plugin::command;

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

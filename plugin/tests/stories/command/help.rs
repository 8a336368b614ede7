use crate::world::World;

#[test]
fn help_lists_every_command() {
    assert_eq!(
        World::new().command("/odoo help"),
        "**Odoo in Mattermost**

- `/odoo find partner [text]` – Finds companies and people in Odoo
- `/odoo propose` – Comes with the next version: changes that a colleague approves
- `/odoo status [--verbose]` – Tells whether Odoo is there
- `/odoo help [topic]` – Explains the commands
- `/odoo about` – Says what this is and in which version

Try `/odoo find partner azure`. Filters and examples: `/odoo help find`. Only you see the answers."
    );
}

#[test]
fn the_command_alone_is_help() {
    let world = World::new();
    assert_eq!(world.command("/odoo"), world.command("/odoo help"));
    assert_eq!(world.command("/odoo  "), world.command("/ODOO HELP"));
}

#[test]
fn a_topic_is_explained_with_its_arguments_and_examples() {
    assert_eq!(
        World::new().command("/odoo help find"),
        "**Finds companies and people in Odoo**
`/odoo find partner [text] [--email address] [--phone number] [--website address] [--company yes/no] [--limit number]`

- `text` – Part of the name, the e-mail address or the website
- `--email address` – The e-mail address, or a part of it
- `--phone number` – At least three digits of the phone number; spaces and signs do not matter
- `--website address` – Part of the website
- `--company yes/no` – Companies only, or people only
- `--limit number` – Rows at a time; 10 if absent

Give a text, a filter or both; everything has to fit. Put quotes around values with spaces. Archived partners are not searched.

Examples:
- `/odoo find partner azure`
- `/odoo find partner \"deco addict\" --company yes`
- `/odoo find partner --phone 355687`
- `/odoo find partner --email info@agrolait.com`"
    );
}

#[test]
fn a_topic_without_arguments_is_explained() {
    assert_eq!(
        World::new().command("/odoo help about"),
        "**Says what this is and in which version**
`/odoo about`

Examples:
- `/odoo about`"
    );
}

#[test]
fn an_unknown_topic_names_the_topics() {
    assert_eq!(
        World::new().command("/odoo help @all"),
        "`topic` must be `find` or `propose` or `status` or `audit` or `help` or `about`, not “@\u{2060}all”.
Usage: `/odoo help [topic]`
See `/odoo help`."
    );
}

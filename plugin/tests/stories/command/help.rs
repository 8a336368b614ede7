use crate::world::World;

#[test]
fn help_lists_every_command() {
    let help = World::new().command("/odoo help");
    let lines: Vec<_> = help.lines().collect();
    assert_eq!(
        lines[..10],
        [
            "**Odoo in Mattermost**",
            "",
            "- `/odoo find partner [text]` – Finds companies and people in Odoo",
            "- `/odoo find lead [text]` – Finds leads and opportunities in Odoo",
            "- `/odoo find project [text]` – Finds projects in Odoo",
            "- `/odoo find task [text]` – Finds tasks in Odoo",
            "- `/odoo find ticket [text]` – Finds tickets in Odoo",
            "- `/odoo find activity [text]` – Finds what is planned in Odoo: calls, to-dos and the like",
            "- `/odoo find event [text]` – Finds meetings in Odoo",
            "- `/odoo show partner [partner] [--history]` – Shows a company or a person with their history",
        ]
    );
    assert_eq!(
        lines[lines.len() - 4..],
        [
            "- `/odoo help [topic]` – Explains the commands",
            "- `/odoo about` – Says what this is and in which version",
            "",
            "Try `/odoo find partner azure`. Filters and examples: `/odoo help find lead`. Only you see the answers.",
        ]
    );
    assert!(!help.contains("/odoo audit"), "administrators alone are shown what is theirs");
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
        World::new().command("/odoo help find partner"),
        "**Finds companies and people in Odoo**
`/odoo find partner [text] [--email address] [--phone number] [--website address] [--company yes/no] [--archived] [--limit number]`

- `text` – Part of the name, the e-mail address or the website
- `--email address` – The e-mail address, or a part of it
- `--phone number` – At least three digits of the phone number; spaces and signs do not matter
- `--website address` – Part of the website
- `--company yes/no` – Companies only, or people only
- `--archived` – Archived ones too
- `--limit number` – Rows at a time; 10 if absent

Give a text, a filter or both; everything has to fit. Put quotes around values with spaces. Archived partners are searched with `--archived` only.

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
fn a_topic_with_several_commands_shows_one_example_of_each() {
    let world = World::new();
    assert_eq!(
        world.command("/odoo help find"),
        "**Searches Odoo**

- `/odoo find partner [text]` – Finds companies and people in Odoo
- `/odoo find lead [text]` – Finds leads and opportunities in Odoo
- `/odoo find project [text]` – Finds projects in Odoo
- `/odoo find task [text]` – Finds tasks in Odoo
- `/odoo find ticket [text]` – Finds tickets in Odoo
- `/odoo find activity [text]` – Finds what is planned in Odoo: calls, to-dos and the like
- `/odoo find event [text]` – Finds meetings in Odoo

Examples:
- `/odoo find partner azure`
- `/odoo find lead desk`
- `/odoo find project office`
- `/odoo find task --mine --overdue`
- `/odoo find ticket --mine`
- `/odoo find activity --mine --overdue`
- `/odoo find event --mine --to friday`

Filters and more examples: `/odoo help find partner`."
    );
    assert_eq!(world.command("/odoo help /odoo find"), world.command("/odoo help find"));
}

#[test]
fn an_unknown_topic_names_the_topics() {
    assert_eq!(
        World::new().command("/odoo help find partners"),
        "There is nothing about “partners”. Did you mean `/odoo help find partner`?"
    );
    assert!(
        World::new()
            .command("/odoo help @all")
            .starts_with("There is nothing about “@\u{2060}all”. Try `/odoo help find` or ")
    );
}

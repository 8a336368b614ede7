use odoo_plugin::command::Answer;
use odoo_plugin::ports::{Card, CardField};
use serde_json::json;

use crate::world::World;

/// Everybody may search; Odoo is the stand-in with its demo data.
fn open_world() -> World {
    World::live().setting("allowservicereads", json!(true))
}

/// The one card that a command shows.
fn card(world: &World, command: &str) -> Card {
    assert_eq!(world.answer(command), Answer::Shown, "{command}");
    let message = world.shown.borrow().last().unwrap().clone();
    assert_eq!((message.author_id.as_str(), message.channel_id.as_str(), message.cards.len()), ("bot", "town", 1));
    message.cards[0].clone()
}

fn field(title: &str, value: &str, is_short: bool) -> CardField {
    CardField { title: title.into(), value: value.into(), is_short }
}

fn values(card: &Card) -> Vec<(&str, &str)> {
    card.fields.iter().map(|field| (field.title.as_str(), field.value.as_str())).collect()
}

#[test]
fn a_project_is_a_card_with_what_there_is() {
    assert_eq!(
        card(&open_world(), "/odoo show project 9"),
        Card {
            fallback: "Fit-out Mesa Norte".into(),
            title: "Fit-out Mesa Norte".into(),
            title_link: "https://erp.example.com/mail/view?model=project.project&res_id=9".into(),
            text: "Twelve desks".into(),
            fields: vec![
                field(
                    "Customer",
                    "[Mesa Norte SL](https://erp.example.com/mail/view?model=res.partner&res_id=71)",
                    true
                ),
                field("Project Manager", "Bridge", true),
                field("Start Date", "2026-12-01", true),
                field("Expiration Date", "2027-01-31", true),
                field("Task Count", "9", true),
                field("Last Update Status", "Set Status", true),
                field("Visibility", "Invited portal users and all internal users (public)", false),
            ],
            ..Card::default()
        }
    );
}

#[test]
fn a_lead_shows_money_names_of_tags_and_times_of_the_reader() {
    let card = card(&open_world(), "/odoo show lead 63");
    assert_eq!(card.title, "Fit-out of 12 desks");
    assert_eq!(
        values(&card),
        [
            ("Stage", "Won"),
            ("Customer", "[Mesa Norte SL](https://erp.example.com/mail/view?model=res.partner&res_id=71)"),
            ("Company Name", "Mesa Norte SL"),
            ("Email", "`hola@mesanorte.example.com`"),
            ("Phone", "+34 910 000 002"),
            ("Expected Revenue", "5,400 USD"),
            ("Probability", "100"),
            ("Expected Closing", "2026-12-15"),
            ("Salesperson", "Bridge"),
            ("Sales Team", "Sales"),
            ("Priority", "High"),
            ("Tags", "Product"),
            ("Created on", "2026-11-21 08:51"),
        ]
    );
    assert_eq!(card.text, "First line second **line**");
}

#[test]
fn a_task_shows_whose_it_is_and_what_its_state_is_called() {
    let card = card(&open_world(), "/odoo show task #68");
    assert_eq!(values(&card)[1..4], [("Stage", "In Progress"), ("State", "Done"), ("Assignees", "Bridge")]);
    assert!(values(&card).contains(&("Deadline", "2026-12-10 18:00")));
}

#[test]
fn a_lost_lead_is_shown_as_archived() {
    let card = card(&open_world(), "/odoo show lead 28");
    assert!(card.text.starts_with("*Archived*"), "{}", card.text);
    assert_eq!(card.color, "#8a8a8a");
}

#[test]
fn records_are_named_by_number_link_and_address() {
    for named in [
        "14",
        "#14",
        "Azure-Interior[#14]",
        "VAUXOO@yourcompany.example.com",
        "https://erp.example.com/mail/view?model=res.partner&res_id=14",
        "https://erp.example.com/web#id=14&model=res.partner&view_type=form",
        "https://erp.example.com/odoo/contacts/14",
        "https://erp.example.com/odoo/action-160/14",
    ] {
        assert_eq!(card(&open_world(), &format!("/odoo show partner {named}")).title, "Azure Interior", "{named}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let world = open_world();
    let answers = [
        ("partner 999", "There is no partner 999 in Odoo, or the plugin's account may not see it."),
        (
            "partner nobody@example.com",
            "There is no partner nobody@\u{2060}example.com in Odoo, or the plugin's account may not see it.",
        ),
        ("partner https://erp.example.com/odoo/crm/3", "This link leads to a lead: `/odoo show lead 3`."),
        ("partner https://erp.example.com/odoo/calendar/3", "This link leads to no partner."),
        ("lead [TICKET-#17]", "That is a ticket: `/odoo show ticket 17`."),
        ("task info@agrolait.com", "A task has no e-mail address. Take its number or its link."),
        (
            "partner azure",
            "“azure” names no record. Write its number, such as `17` or `#17`, or paste its link from Odoo.\nBy its name you find it with `/odoo find partner`.",
        ),
        ("lead", "Which lead? For example `/odoo show lead 19`. By its name you find it with `/odoo find lead`."),
    ];
    for (named, answer) in answers {
        assert_eq!(world.command(&format!("/odoo show {named}")), answer);
    }
}

#[test]
fn an_address_of_several_gives_all_of_them() {
    assert_eq!(
        open_world().command("/odoo show lead info@agrolait.com"),
        "Several of them have the address `info@agrolait.com`:
- [Office Design Project](https://erp.example.com/mail/view?model=crm.lead&res_id=14): `/odoo show lead 14`
- [Info about services](https://erp.example.com/mail/view?model=crm.lead&res_id=15): `/odoo show lead 15`
- [Open Space Design](https://erp.example.com/mail/view?model=crm.lead&res_id=26): `/odoo show lead 26`
- [Interest in your products](https://erp.example.com/mail/view?model=crm.lead&res_id=27): `/odoo show lead 27`
- [Furnish a 60m² office](https://erp.example.com/mail/view?model=crm.lead&res_id=28): `/odoo show lead 28`"
    );
}

#[test]
fn a_ticket_is_shown_within_its_projects_only() {
    let world = open_world().setting("ticketprojects", json!("9"));
    for named in ["68", "#68", "[TICKET-#68]", "https://erp.example.com/odoo/all-tasks/68"] {
        let title = card(&world, &format!("/odoo show ticket {named}")).title;
        assert_eq!(title, "\\[TICKET-#\u{2060}68\\] Order desks", "{named}");
    }
    assert_eq!(
        world.command("/odoo show ticket 5"),
        "There is no ticket 5 in Odoo, or the plugin's account may not see it."
    );
}

#[test]
fn a_name_in_odoo_pings_nobody_on_a_card() {
    let world = open_world();
    world.desk().write("project.task", 5, &json!({"name": "@all **now**", "description": "<p>@here <b>x</b></p># y"}));
    let card = card(&world, "/odoo show task 5");
    assert_eq!(card.title, "@\u{2060}all \\*\\*now\\*\\*");
    assert_eq!(card.text, "@\u{2060}here **x**\n#\u{2060} y");
}

#[test]
fn without_the_bot_the_card_is_a_plain_answer() {
    let world = open_world().without_bot();
    let Answer::Text(text) = world.answer("/odoo show project 9") else { panic!("the bot spoke") };
    assert!(
        text.starts_with(
            "**[Fit-out Mesa Norte](https://erp.example.com/mail/view?model=project.project&res_id=9)**\n- Customer: [Mesa"
        ),
        "{text}"
    );
    assert!(text.ends_with("\n\nTwelve desks"), "{text}");
}

#[test]
fn ordinary_people_need_permission_to_see_a_record() {
    let world = World::live();
    assert!(world.command("/odoo show partner 14").contains("`AllowServiceReads`"));
    assert!(world.asked.borrow().is_empty());
}

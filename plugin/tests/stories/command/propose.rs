use odoo_plugin::command::Answer;
use odoo_plugin::http::Response;
use odoo_plugin::ports::{ElementKind, Message};
use serde_json::{Value, json};

use crate::world::World;

/// `ben` may propose.
fn world() -> World {
    World::live().setting("proposers", json!("@ben"))
}

/// The cards in the channels.
fn cards(world: &World) -> Vec<Message> {
    world.posts.borrow().iter().filter(|post| !post.props["odoo_proposal"].is_null()).cloned().collect()
}

fn parts(response: &Response) -> (u16, Value) {
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

/// What the entries of the open form hold.
fn held(world: &World) -> Value {
    let dialogs = world.dialogs.borrow();
    let elements = &dialogs.last().expect("an open form").elements;
    let held = elements.iter().filter(|element| !element.default.is_empty());
    held.map(|element| (element.name.clone(), json!(element.default))).collect()
}

#[test]
fn a_command_with_values_posts_a_card() {
    let world = world();
    let code = |answer: String| answer.split('`').nth(1).expect("a code").to_owned();
    for (command, title) in [
        (r#"partner name="Talleres Sol" country_code=es --ref C-7"#, "New partner Talleres Sol"),
        (r#"partner partner="Azure-Interior[#14]" phone="+34 600""#, "Change partner Azure Interior"),
        (r#"lead name="Shelves" partner_id="azure interior" expected_revenue=0"#, "New lead Shelves"),
        (r#"task name="Order" project=1 user_ids=nobody stage="in progress""#, "New task Order"),
        (r#"tasks "Order" "Paint walls" project_id="office design" date_deadline=+2w"#, "2 new tasks in Office Design"),
        (r#"activity res_model=lead res_id=63 summary="Call" date_deadline=friday"#, "Activity on Fit-out of 12 desks"),
        (r#"event name="Visit" start="tomorrow 10:00" duration=90m partner_ids="72, 71""#, "New meeting Visit"),
        (r#"note record="lead 63" text="Called" --ref C-7"#, "Note on Fit-out of 12 desks"),
    ] {
        let answer = world.command(&format!("/odoo propose {command}"));
        let card = world.last_post();
        let code = code(answer.clone());
        assert_eq!(answer, format!("Proposal `{code}` is in this channel."), "{command}");
        assert_eq!(
            (card.cards[0].title.as_str(), card.cards[0].footer.as_str()),
            (title, &*format!("Proposal {code}"))
        );
    }
    assert_eq!(cards(&world).len(), 8);
    assert_eq!(world.desk().count("crm.lead", &json!([["name", "=", "Shelves"]])), 0, "nothing is written yet");
}

#[test]
fn a_project_needs_the_right_to_make_one() {
    let world = world();
    assert_eq!(
        world.command(r#"/odoo propose project name="Fair""#),
        "The Odoo account that would write this may not make projects: in Odoo that takes the right Project / Administrator."
    );
    assert!(cards(&world).is_empty());
}

#[test]
fn a_card_appears_in_the_thread_of_its_command() {
    let world = world();
    let root = world.write("cara", "town", "", "The lamps are broken");
    let call = odoo_plugin::command::Call {
        root_id: root.clone(),
        ..crate::world::call(r#"/odoo propose note record="lead 63" text="Called""#)
    };
    assert!(matches!(odoo_plugin::command::run(&world.deps(), &call), Answer::Text(_)));
    assert_eq!(world.last_post().root_id, root);
}

#[test]
fn mistakes_are_told_and_nothing_is_kept() {
    let world = world();
    for (command, answer) in [
        ("partner city=Madrid", "`name` is missing."),
        ("partner name=A country_code=zz", "Odoo knows no country with this code."),
        ("lead name=A expected_revenue=much", "`expected_revenue` is not of the right type."),
        ("lead name=A partner_id=nobody", "Odoo has no partner “nobody”, or the account may not see it."),
        ("note record=\"lead 63\"", "`text` is missing."),
        (
            "event name=A start=soon",
            "“soon” is no date. Write `today`, `tomorrow 10:00`, `friday`, `+2d`, `+1w`, `2026-12-24` or `2026-12-24 10:00`.",
        ),
    ] {
        assert_eq!(world.command(&format!("/odoo propose {command}")), answer);
    }
    assert!(cards(&world).is_empty() && world.kv.borrow().keys().all(|key| key.starts_with("rate/")));
}

#[test]
fn only_proposers_propose() {
    let world = World::live();
    for command in ["/odoo propose", "/odoo propose partner", "/odoo propose partner name=A", "/odoo propose --post x"]
    {
        assert_eq!(
            world.command(command),
            "This is for people who connected their Odoo account. Connect yours with `/odoo connect`."
        );
    }
    assert!(world.dialogs.borrow().is_empty() && cards(&world).is_empty());
    assert!(world.asked.borrow().is_empty());
}

#[test]
fn an_unconfigured_plugin_opens_no_form() {
    let world = World::new().unconfigured().setting("proposers", json!("@ben"));
    assert_eq!(
        world.command("/odoo propose partner"),
        "Odoo is not connected yet. Please ask a system administrator to set it up."
    );
    assert!(world.dialogs.borrow().is_empty());
}

#[test]
fn of_several_records_a_menu_makes_the_proposal() {
    let world = world();
    let text = world.command(
        r#"/odoo propose partner name="Azure \"X\"" email=vauxoo@yourcompany.example.com website=deco-addict.com"#,
    );
    assert_eq!(
        text,
        "Several records fit `partner_id`: choose one partner, or `new` for a new one.
- `10` Deco Addict, info@\u{2060}agrolait.com, Pleasant Hill
- `14` Azure Interior, vauxoo@\u{2060}yourcompany.example.com, Fremont
"
    );
    let message = world.shown.borrow().last().unwrap().clone();
    let options: Vec<_> =
        message.buttons[0].options.iter().map(|one| (one.text.as_str(), one.value.as_str())).collect();
    assert_eq!(
        options,
        [
            ("Deco Addict (10), info@agrolait.com, Pleasant Hill", "10"),
            ("Azure Interior (14), vauxoo@yourcompany.example.com, Fremont", "14"),
            ("None of them: a new one", "new"),
        ]
    );
    let mut button = message.buttons[0].clone();
    button.context["selected_option"] = json!("14");
    let (_, answer) = parts(&world.press_button("ben", "town", "ephemeral", &button));
    assert!(answer["ephemeral_text"].as_str().unwrap().ends_with("is in this channel."), "{answer}");
    assert_eq!(world.last_post().cards[0].title, "Change partner Azure Interior");
    assert_eq!(world.last_post().cards[0].fields[1].value, "Azure Interior → Azure \"X\"");
}

#[test]
fn of_several_names_in_a_list_the_numbers_are_told() {
    let world = world();
    assert_eq!(
        world
            .command(r#"/odoo propose event name=A start="tomorrow 9:00" duration=1 partner_ids="azure interior, a""#)
            .lines()
            .next(),
        Some("Several records fit `partner_ids`: choose one partner. These are only the first ones: be more specific.")
    );
}

#[test]
fn without_a_kind_a_menu_asks_and_opens_the_form() {
    let world = world();
    assert_eq!(
        world.command("/odoo propose"),
        "What should be proposed? Nothing is written to Odoo before it is approved."
    );
    let mut button = world.shown.borrow().last().unwrap().buttons[0].clone();
    let options: Vec<_> = button.options.iter().map(|option| option.value.clone()).collect();
    assert_eq!(
        options,
        [
            "partner",
            "lead",
            "project",
            "task",
            "tasks",
            "activity",
            "finish",
            "reschedule",
            "event",
            "note",
            "document",
            "files"
        ]
    );
    world.send_file("ben", "town", "plan.png", b"x");
    for option in options {
        button.context["selected_option"] = json!(option);
        assert_eq!(parts(&world.press_button("ben", "town", "ephemeral", &button)), (200, json!({})));
        let form = world.dialogs.borrow().last().unwrap().clone();
        assert_eq!(form.state, json!({"kind": option}).to_string());
        assert!(form.title.chars().count() <= 24);
        assert!(form.elements.iter().all(|element| element.label.chars().count() <= 24), "{option}");
    }
    assert!(world.asked.borrow().is_empty(), "a form opens without Odoo");
}

#[test]
fn a_kind_without_values_opens_its_form() {
    let world = world();
    assert_eq!(world.answer("/odoo propose task"), Answer::Shown);
    let form = world.dialogs.borrow()[0].clone();
    assert_eq!(
        (form.title.as_str(), form.url.as_str(), form.submit_label.as_str()),
        ("New task", "/plugins/odoo/dialogs/v1/propose", "Propose")
    );
    let entries: Vec<_> =
        form.elements.iter().map(|entry| (entry.label.as_str(), entry.kind, entry.is_optional)).collect();
    assert_eq!(
        entries,
        [
            ("Name", ElementKind::Text, false),
            ("Project", ElementKind::Text, false),
            ("Assignees", ElementKind::Text, true),
            ("Deadline", ElementKind::Text, true),
            ("Priority", ElementKind::Text, true),
            ("Stage", ElementKind::Text, true),
            ("Description", ElementKind::TextArea, true),
            ("Your reference", ElementKind::Text, true),
        ]
    );
}

#[test]
fn a_submitted_form_posts_a_card() {
    let world = world();
    world.command("/odoo propose tasks");
    let submission = json!({
        "tasks": "Order desks\n\nPaint walls\n", "project_id": "fit-out mesa norte", "user_ids": "Marc Demo, 9",
        "date_deadline": "", "description": null, "ref": "C-7",
    });
    assert_eq!(parts(&world.submit("ben", "town", submission)), (200, json!({})));
    let card = world.last_post();
    assert_eq!(card.cards[0].title, "2 new tasks in Fit-out Mesa Norte");
    let fields: Vec<_> = card.cards[0].fields.iter().map(|field| field.value.replace('\u{2060}', "")).collect();
    assert_eq!(
        fields[..3],
        [
            "Fit-out Mesa Norte (9)",
            "Order desks ↵ Assignees: Marc Demo (6), Paula Prieto (9)",
            "Paint walls ↵ Assignees: Marc Demo (6), Paula Prieto (9)",
        ]
    );
}

#[test]
fn the_form_shows_mistakes_at_their_entries() {
    let world = world();
    let errors = |kind: &str, submission: Value| {
        world.command(&format!("/odoo propose {kind}"));
        parts(&world.submit("ben", "town", submission)).1
    };
    assert_eq!(
        errors("task", json!({"name": "A", "project_id": "9", "date_deadline": "soon?"}))["errors"]["date_deadline"]
            .as_str()
            .map(|text| text.starts_with("“soon?” is no date.")),
        Some(true)
    );
    assert_eq!(
        errors("task", json!({"name": "A", "project_id": "9", "stage": "Foreign"}))["errors"]["stage"],
        "The project Fit-out Mesa Norte has no stage “Foreign”. It has: New, In Progress, Waiting for customer, Done, Canceled."
    );
    assert_eq!(errors("tasks", json!({"project_id": "9"})), json!({"errors": {"tasks": "`tasks` is missing."}}));
    assert_eq!(
        errors("project", json!({"name": "A"})),
        json!({"error": "The Odoo account that would write this may not make projects: in Odoo that takes the right Project / Administrator."})
    );
    assert_eq!(
        errors("lead", json!({"name": "A", "partner_id": "desk"}))["errors"]["partner_id"],
        "Odoo has no partner “desk”, or the account may not see it."
    );
    assert_eq!(
        errors("lead", json!({"name": "A", "partner_id": "wood corner, w"}))["errors"]["partner_id"],
        "Odoo has no partner “wood corner, w”, or the account may not see it."
    );
    assert_eq!(
        errors(
            "partner",
            json!({"name": "A", "email": "vauxoo@yourcompany.example.com", "website": "deco-addict.com"})
        ),
        json!({"errors": {"partner_id": "Several records fit `partner_id`: choose one partner, or `new` for a new one. Type its number.\n- `10` Deco Addict, info@\u{2060}agrolait.com, Pleasant Hill\n- `14` Azure Interior, vauxoo@\u{2060}yourcompany.example.com, Fremont\n"}})
    );
    assert!(cards(&world).is_empty());
}

#[test]
fn a_forged_form_gets_no_further_than_typing() {
    let world = world();
    let submit = |user: &str, channel: &str, state: Value| {
        let body = json!({
            "channel_id": channel, "team_id": "team", "state": state.to_string(),
            "submission": {"record": "lead 63", "text": "Called"},
        });
        parts(&world.post_json("/plugins/odoo/dialogs/v1/propose", user, &body)).1
    };
    let note = json!({"kind": "note"});
    assert_eq!(submit("ben", "dm-anna-cara", note.clone()), json!({"error": "You may not write in that channel."}));
    assert_eq!(
        submit("cara", "town", note),
        json!({"error": "Changes are proposed by the people whom an administrator names in the setting `Proposers`."})
    );
    for state in [json!({"kind": "user"}), json!([]), json!("x")] {
        assert_eq!(submit("ben", "town", state), json!({"error": "This form does not work any more. Open it again."}));
    }
    assert_eq!(
        submit("ben", "town", json!({"kind": "note", "supersedes": "01aryz6s410000000000000000"})),
        json!({"error": "You can edit your own proposals only."})
    );
    assert!(cards(&world).is_empty());
    // A thread of another channel is not followed.
    let root = world.write("cara", "deals", "", "Psst");
    assert_eq!(submit("ben", "town", json!({"kind": "note", "root_id": root})), json!({}));
    assert_eq!(world.last_post().root_id, "");
}

#[test]
fn a_message_fills_in_the_form_and_keeps_its_address() {
    let world = world();
    let post = world.write("cara", "deals", "", "The lamps are broken\n@all three of them");
    let link = format!("https://chat.example.com/_redirect/pl/{post}");
    assert_eq!(world.answer(&format!("/odoo propose task --post {post}")), Answer::Shown);
    assert_eq!(
        held(&world),
        json!({
            "name": "The lamps are broken",
            "description": format!("The lamps are broken\n@all three of them\n\n{link}"),
        })
    );
    world.command(&format!("/odoo propose tasks --post {post} project_id=9"));
    assert_eq!(
        held(&world),
        json!({"tasks": "The lamps are broken\n@all three of them", "project_id": "9", "description": link})
    );
    world.command(&format!("/odoo propose activity --post {post} summary=Lamps"));
    assert_eq!(held(&world)["summary"], "Lamps");
    assert!(world.asked.borrow().is_empty());
}

#[test]
fn a_message_that_the_caller_may_not_read_fills_in_nothing() {
    let world = world();
    let post = world.write("anna", "dm-anna-cara", "", "Secret");
    for post in [post.as_str(), "nothing", "../x", &"x".repeat(64)] {
        for kind in ["", "note "] {
            assert_eq!(
                world.command(&format!("/odoo propose {kind}--post {post}")),
                "That message is not there any more, or you may not read it."
            );
        }
    }
    assert!(world.dialogs.borrow().is_empty());
}

/// `ben` chose "Propose in Odoo…" in the menu of a message; the message's address comes back.
fn begun(world: &World) -> String {
    let post = world.write("cara", "deals", "", "The lamps are broken\n@all three of them");
    assert_eq!(world.answer(&format!("/odoo propose --post {post}")), Answer::Shown);
    format!("https://chat.example.com/_redirect/pl/{post}")
}

#[test]
fn the_menu_of_a_message_opens_one_form_for_what_it_should_become() {
    let world = world();
    let link = begun(&world);
    assert_eq!(
        held(&world),
        json!({
            "kind": "task", "title": "The lamps are broken",
            "text": format!("The lamps are broken\n@all three of them\n\n{link}"),
        })
    );
    let text = held(&world)["text"].clone();
    let operations = |kind: &str, place: &str| {
        let submission = json!({"kind": kind, "title": "Lamps", "text": text, "place": place, "ref": "C-7"});
        assert_eq!(parts(&world.submit("ben", "town", submission)), (200, json!({})), "{kind}");
        world.last_post().cards[0].title.clone()
    };
    assert_eq!(operations("task", "fit-out mesa norte"), "New task Lamps");
    assert_eq!(operations("lead", ""), "New lead Lamps");
    assert_eq!(operations("note", "lead 63"), "Note on Fit-out of 12 desks");
    assert_eq!(operations("partner", ""), "New partner Lamps");
    let values: Vec<_> = world.last_post().cards[0].fields.iter().map(|field| field.value.clone()).collect();
    assert_eq!(values[2], format!("The lamps are broken ↵ @\u{2060}all three of them ↵  ↵ {link}"));
}

#[test]
fn the_form_of_a_message_shows_mistakes_at_its_entries() {
    let world = world();
    begun(&world);
    let errors = |submission: Value| parts(&world.submit("ben", "town", submission)).1;
    assert_eq!(errors(json!({"kind": "task", "title": "A"})), json!({"errors": {"place": "`project_id` is missing."}}));
    assert_eq!(errors(json!({"kind": "lead"})), json!({"errors": {"title": "`name` is missing."}}));
    assert_eq!(errors(json!({"kind": "note", "place": "lead 63"})), json!({"errors": {"text": "`text` is missing."}}));
    assert_eq!(errors(json!({"kind": "event"})), json!({"errors": {"kind": "Choose what it should become."}}));
    assert!(cards(&world).is_empty());
}

#[test]
fn who_proposes_too_often_waits() {
    let world = world().setting("writesperminute", json!(2));
    for _ in 0..2 {
        assert!(world.command(r#"/odoo propose note record="lead 63" text=A"#).ends_with("is in this channel."));
    }
    let answer = world.command(r#"/odoo propose note record="lead 63" text=A"#);
    assert!(answer.starts_with("That was too often. Try again in "), "{answer}");
    assert_eq!(cards(&world).len(), 2);
}

#[test]
fn a_record_that_was_found_is_used_in_a_proposal() {
    let world = world().setting("allowservicereads", json!(true));
    world.command("/odoo find partner azure");
    let button = world.shown.borrow().last().unwrap().buttons[1].clone();
    assert_eq!(button.name, "Use in proposal");
    world.press_button("ben", "town", "ephemeral", &button);
    let mut menu = world.shown.borrow().last().unwrap().buttons[0].clone();
    let kinds: Vec<_> = menu.options.iter().map(|option| option.value.as_str()).collect();
    assert_eq!(kinds, ["partner", "lead", "project", "activity", "event", "note", "files"]);

    menu.context["selected_option"] = json!("lead");
    world.press_button("ben", "town", "ephemeral", &menu);
    assert_eq!(held(&world), json!({"partner_id": "14"}));
    menu.context["selected_option"] = json!("activity");
    world.press_button("ben", "town", "ephemeral", &menu);
    assert_eq!(held(&world), json!({"res_model": "partner", "res_id": "14"}));
}

#[test]
fn a_form_begins_with_a_record_of_a_kind_that_it_has_an_entry_for() {
    let world = world();
    for (command, values) in [
        ("task --about \"project 9\"", json!({"project_id": "9"})),
        ("note --about \"task #68\" --text Called", json!({"record": "task 68", "text": "Called"})),
        ("event --about \"partner 72\"", json!({"partner_ids": "72"})),
    ] {
        assert_eq!(world.answer(&format!("/odoo propose {command}")), Answer::Shown, "{command}");
        assert_eq!(held(&world), values, "{command}");
    }
    assert_eq!(
        world.command("/odoo propose lead --about \"task 68\""),
        "A task is nothing that “New lead” can begin with."
    );
    assert_eq!(
        world.command("/odoo propose --about 14"),
        "`--about` takes a kind and a number, such as `--about \"partner 14\"`."
    );
}

#[test]
fn who_may_not_propose_is_offered_nothing() {
    let world = World::live().setting("allowservicereads", json!(true)).setting("proposers", json!("@cara"));
    world.command("/odoo find partner azure");
    world.command("/odoo show task 5");
    let shown = world.shown.borrow();
    let names: Vec<_> = shown.iter().flat_map(|message| &message.buttons).map(|button| button.name.as_str()).collect();
    assert_eq!(names, ["History"]);
}

use odoo_plugin::quick::QUICK_ACTIONS_MAX;
use serde_json::{Value, json};

use crate::world::World;

const NEW_LEAD: &str = r#"/odoo admin quick new newlead 'propose lead name="{title:text}" expected_revenue="{amount:number}" description="{title:text}, asked in chat"'"#;

/// `anna` makes quick actions, `ben` may search and propose. Odoo is the stand-in with its demo data.
fn world() -> World {
    World::live().setting("allowservicereads", json!(true)).setting("proposers", json!("@ben"))
}

/// What `anna` reads.
fn admin(world: &World, text: &str) -> String {
    world.command_as("anna", "town", text)
}

/// Names and texts of what is kept.
fn kept(world: &World) -> Vec<String> {
    world.kv.borrow().keys().filter(|key| key.starts_with("quick/")).cloned().collect()
}

fn errors(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap()
}

/// The values on the card of the last proposal.
fn proposed(world: &World) -> Vec<(String, String)> {
    let card = world.last_post().cards.remove(0);
    card.fields.into_iter().map(|field| (field.title, field.value)).collect()
}

#[test]
fn a_kept_search_finds_what_the_typed_one_finds() {
    let world = world();
    assert_eq!(
        admin(&world, r#"/odoo admin quick new Design "find task --project \"office design\" --limit 3""#),
        "The quick action `design` is made. It is run with `/odoo quick design`."
    );
    let typed = world.command(r#"/odoo find task --project "office design" --limit 3"#);
    assert_eq!(world.command("/odoo quick design"), typed);
    assert_eq!(world.command("/odoo quick DESIGN"), typed);
    assert!(typed.starts_with("**Tasks**: project “office design”\n\n| Task |"), "{typed}");
    assert_eq!(world.press("ben").status, 200, "the list can be made longer");
    assert!(world.shown.borrow().last().unwrap().text.lines().count() > typed.lines().count());
}

#[test]
fn parameters_are_given_by_name_and_the_only_one_without() {
    let world = world();
    admin(&world, "/odoo admin quick new deals find lead {text:text} --limit {rows:number}");
    admin(&world, r#"/odoo admin quick new of 'find lead --partner "{customer:text}"'"#);
    let typed = world.command("/odoo find lead office --limit 2");
    for given in ["text=office rows=2", "--rows 2 --text office", r#"--text="office" rows="2""#, "Text=office ROWS=2"] {
        assert_eq!(world.command(&format!("/odoo quick deals {given}")), typed, "{given}");
    }
    assert_eq!(
        world.command("/odoo quick of azure interior"),
        world.command("/odoo find lead --partner \"azure interior\"")
    );
}

#[test]
fn what_is_missing_is_asked_for_in_a_form_that_holds_what_is_there() {
    let world = world();
    admin(&world, NEW_LEAD);
    assert_eq!(world.command("/odoo quick newlead amount=1200"), "");
    let dialog = world.dialogs.borrow().last().unwrap().clone();
    let entries: Vec<_> = dialog
        .elements
        .iter()
        .map(|entry| (entry.name.as_str(), entry.label.as_str(), entry.default.as_str()))
        .collect();
    assert_eq!(entries, [("title", "Title", ""), ("amount", "Amount", "1200")]);

    let response = world.submit("ben", "town", json!({"title": "", "amount": "much"}));
    assert_eq!(
        errors(&response.body),
        json!({"errors": {
            "title": "`title` is missing.",
            "amount": "`amount` must be a number, such as 1200 or 5400.50, not “much”.",
        }})
    );
    let response = world.submit("ben", "town", json!({"title": "Shelves", "amount": "1200.50"}));
    assert_eq!(errors(&response.body), json!({}));
    let card = world.last_post();
    assert_eq!((card.channel_id.as_str(), card.cards[0].title.as_str()), ("town", "New lead Shelves"));
}

#[test]
fn a_search_that_finds_nothing_says_so_in_the_form() {
    let world = world();
    admin(&world, "/odoo admin quick new deals find lead {text:text}");
    world.command("/odoo quick deals");
    let response = world.submit("ben", "town", json!({"text": "nosuchthing"}));
    assert_eq!(
        errors(&response.body),
        json!({"error": "No lead in Odoo fits: “nosuchthing”. Lost leads are searched with `--lost`. See `/odoo help find`."})
    );
    world.submit("ben", "town", json!({"text": "office"}));
    assert!(world.shown.borrow().last().unwrap().text.starts_with("**Leads**: “office”"));
}

#[test]
fn where_no_form_opens_what_is_missing_is_named() {
    let world = world();
    admin(&world, NEW_LEAD);
    let call =
        odoo_plugin::command::Call { trigger_id: String::new(), ..crate::world::call("/odoo quick newlead amount=1") };
    assert_eq!(
        odoo_plugin::command::run(&world.deps(), &call),
        odoo_plugin::command::Answer::Text(
            "`newlead` needs `title` (text).\nUsage: `/odoo quick newlead [title=text] [amount=number]`".into()
        )
    );
}

#[test]
fn what_does_not_fit_is_told() {
    let world = world();
    admin(&world, NEW_LEAD);
    admin(&world, "/odoo admin quick new visits find event --from {day:date} --limit {rows:number}");
    let usage = "\nUsage: `/odoo quick newlead [title=text] [amount=number]`";
    for (command, answer) in [
        ("newlead title=A amount=much", "`amount` must be a number, such as 1200 or 5400.50, not “much”.".to_owned()),
        ("newlead title=A amuont=1", format!("There is no parameter “amuont”. Did you mean `amount`?{usage}")),
        ("newlead title=A title=B", format!("`title` is there twice.{usage}")),
        ("newlead title=A --amount", format!("`--amount` needs a value.{usage}")),
        ("newlead Shelves amount=1", format!("“Shelves” is one word too many.{usage}")),
        ("newlead title=\"A", "There is a quote without its end.".into()),
        ("visits day=today rows=900", "`--limit` must be a number from 1 to 50, not “900”.".into()),
        (
            "visits day=2026-02-30 rows=one",
            "`day`: There is no day 2026-02-30.\n`rows` must be a number, such as 1200 or 5400.50, not “one”.".into(),
        ),
        ("nosuch", "There is no quick action “nosuch”. `/odoo quick` lists them.".into()),
        ("../gate", "There is no quick action “../gate”. `/odoo quick` lists them.".into()),
    ] {
        assert_eq!(world.command(&format!("/odoo quick {command}")), answer, "{command}");
    }
    assert!(world.posts.borrow().is_empty() && world.dialogs.borrow().is_empty());
}

#[test]
fn foreign_text_never_leaves_its_value() {
    let world = world();
    admin(
        &world,
        r#"/odoo admin quick new lead 'propose lead name="{title:text}" expected_revenue="{amount:number}"'"#,
    );
    for title in [
        r#"A" expected_revenue="9"#,
        r#"A\" --phone "1"#,
        r"A\",
        "A\n--phone 1",
        "--phone",
        "phone=1",
        "„A” --phone “1”",
        "{amount:number}",
        "{}",
        "A' --phone '1",
    ] {
        world.command("/odoo quick lead amount=5");
        let response = world.submit("ben", "town", json!({"title": title, "amount": "5"}));
        assert_eq!(errors(&response.body), json!({}), "{title}");
        let [name, revenue] = &proposed(&world)[..2] else { panic!("two values") };
        assert_eq!((name.0.as_str(), revenue.0.as_str()), ("Name", "Expected revenue"), "{title}");
        assert_eq!(revenue.1, "5.00 USD", "{title}");
        assert!(proposed(&world).iter().all(|(field, _)| field != "Phone"), "{title}");
    }
    let before = world.posts.borrow().len();
    world.command("/odoo quick lead amount=5");
    let response = world.submit("ben", "town", json!({"title": "A", "amount": "5\" --phone \"1"}));
    assert!(errors(&response.body)["errors"]["amount"].is_string());
    assert_eq!(world.posts.borrow().len(), before);
}

#[test]
fn nothing_runs_with_other_rights_than_those_of_who_runs_it() {
    let world = world().setting("allowservicereads", json!(false));
    admin(&world, NEW_LEAD);
    admin(&world, "/odoo admin quick new overdue find task --overdue");
    assert_eq!(
        world.command("/odoo quick overdue"),
        world.command("/odoo find task --overdue"),
        "a proposer without an account of their own searches nothing"
    );
    assert!(world.asked.borrow().is_empty());
    let refused = world.command_as("cara", "town", "/odoo find task");
    for command in ["quick", "quick newlead title=A amount=1", "quick overdue", "quick nosuch"] {
        assert_eq!(world.command_as("cara", "town", &format!("/odoo {command}")), refused);
    }
    // What was allowed when the form opened is looked at again.
    world.command("/odoo quick newlead");
    world.save("proposers", json!("@cara"));
    let response = world.submit("ben", "town", json!({"title": "A", "amount": "1"}));
    assert_eq!(errors(&response.body)["error"], json!(refused));
    assert!(world.posts.borrow().is_empty());
}

#[test]
fn a_form_serves_its_channel_only() {
    let world = world();
    world.change("dora", |dora| dora.is_system_admin = true);
    admin(&world, "/odoo admin quick new deals find lead {text:text}");
    world.command("/odoo quick deals");
    let response = world.submit("dora", "town", json!({"text": "office"}));
    assert_eq!(errors(&response.body), json!({"error": "You are not in that channel any more."}));
}

#[test]
fn only_system_administrators_make_and_delete() {
    let world = world().setting("odooadmins", json!("@ben"));
    admin(&world, "/odoo admin quick new mine find task --mine");
    for command in ["new other find task", "list", "delete mine"] {
        assert_eq!(
            world.command(&format!("/odoo admin quick {command}")),
            "This is for system administrators. Ask one of them."
        );
    }
    assert_eq!(kept(&world), ["quick/mine"]);
}

#[test]
fn what_can_be_no_quick_action_is_told_and_nothing_is_kept() {
    let world = world();
    let first = |text: String| text.lines().next().unwrap_or_default().to_owned();
    for (command, answer) in [
        (
            "x unlink res.partner 3",
            "A quick action is a search (`find task …`) or a proposal (`propose lead …`), not `/odoo unlink`.",
        ),
        (
            "x 'confirm AB12'",
            "A quick action is a search (`find task …`) or a proposal (`propose lead …`), not `/odoo confirm`.",
        ),
        ("x find task --overdu", "There is no flag “--overdu”. Did you mean `--overdue`?"),
        ("x find sale", "There is no “sale” here."),
        (
            "",
            "The quick action needs a name of letters, digits, `.`, `-` and `_`, at most 40 of them, that begins with a letter or digit.",
        ),
        (
            "a/b find task",
            "The quick action needs a name of letters, digits, `.`, `-` and `_`, at most 40 of them, that begins with a letter or digit.",
        ),
        ("x", "A quick action is a search (`find task …`) or a proposal (`propose lead …`), not `/odoo `."),
    ] {
        assert_eq!(first(admin(&world, &format!("/odoo admin quick new {command}"))), answer, "{command}");
    }
    assert!(kept(&world).is_empty());
}

#[test]
fn quick_actions_are_listed_deleted_and_recorded() {
    let world = world();
    assert_eq!(
        admin(&world, "/odoo admin quick list"),
        "There are no quick actions. `/odoo admin quick new` makes one."
    );
    assert_eq!(
        world.command("/odoo quick"),
        "There are no quick actions. A system administrator makes them with `/odoo admin quick new`."
    );
    admin(&world, "/odoo admin quick new of find lead --partner {customer:text}");
    admin(&world, "/odoo admin quick new mine find task --mine");
    assert_eq!(
        admin(&world, "/odoo admin quick new MINE find task"),
        "There is a quick action `mine` already. Choose another name, or delete it first."
    );
    assert_eq!(
        admin(&world, "/odoo admin quick list"),
        "| Name | Command | Made by | At |
|:--|:--|:--|:--|
| mine | `find task --mine` | anna | 2026-11-21 10:30 |
| of | `find lead --partner {customer:text}` | anna | 2026-11-21 10:30 |
"
    );
    assert_eq!(
        world.command("/odoo quick"),
        "**Quick actions**\n\n- `/odoo quick mine` – `find task --mine`\n- `/odoo quick of [customer=text]` – `find lead --partner {customer:text}`"
    );
    assert_eq!(admin(&world, "/odoo admin quick delete Mine"), "The quick action `mine` is gone.");
    assert_eq!(
        admin(&world, "/odoo admin quick delete mine"),
        "There is no quick action “mine”. `/odoo admin quick list` shows them."
    );
    assert_eq!(kept(&world), ["quick/of"]);
    let audit = admin(&world, "/odoo audit");
    assert_eq!(audit.matches("quick.create").count(), 2, "{audit}");
    assert_eq!(audit.matches("quick.delete").count(), 1, "{audit}");
    assert!(audit.contains("quick/mine"), "{audit}");
}

#[test]
fn there_are_so_many_and_no_more() {
    let world = world();
    for number in 0..QUICK_ACTIONS_MAX {
        admin(&world, &format!("/odoo admin quick new n{number} find task"));
    }
    assert_eq!(
        admin(&world, "/odoo admin quick new more find task"),
        "There are 100 quick actions already. Delete one first."
    );
    admin(&world, "/odoo admin quick delete n7");
    assert_eq!(
        admin(&world, "/odoo admin quick new more find task"),
        "The quick action `more` is made. It is run with `/odoo quick more`."
    );
    assert_eq!(kept(&world).len(), QUICK_ACTIONS_MAX);
}

#[test]
fn one_that_is_made_while_it_is_deleted_is_in_the_list() {
    let world = world();
    admin(&world, "/odoo admin quick new mine find task");
    world.effects.interrupt_at(1, |world| {
        admin(world, "/odoo admin quick new mine find task --mine");
    });
    admin(&world, "/odoo admin quick delete mine");
    world.effects.calm();
    assert!(admin(&world, "/odoo admin quick list").contains("find task --mine"));
}

#[test]
fn every_word_is_completed() {
    let world = world();
    admin(&world, NEW_LEAD);
    admin(&world, "/odoo admin quick new mine find task --mine");
    let suggested = |user_id: &str, list: &str, parsed: &str, typed: &str| {
        let encoded = |text: &str| text.replace('"', "%22").replace('=', "%3D").replace(' ', "+");
        let (parsed, input) = (encoded(parsed), encoded(&format!("{parsed}{typed}")));
        let target = format!("/autocomplete/v1/{list}?channel_id=town&team_id=team&parsed={parsed}&user_input={input}");
        let body = world.request("GET", &target, Some(user_id), b"").body;
        let items: Vec<Value> = serde_json::from_slice(&body).unwrap();
        let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
        items.iter().map(|item| (text(item, "Item"), text(item, "Hint"))).collect::<Vec<_>>()
    };
    let pair = |item: &str, hint: &str| (item.to_owned(), hint.to_owned());
    let names = |typed| suggested("ben", "quick", "odoo quick ", typed);
    let values = |typed| suggested("ben", "quick-values", "odoo quick newlead ", typed);
    assert_eq!(names(""), [pair("mine", ""), pair("newlead", "[title=text] [amount=number]")]);
    assert_eq!(names("N"), [pair("newlead", "[title=text] [amount=number]")]);
    assert_eq!(names("newlead --title"), [pair("newlead", "[title=text] [amount=number]")]);
    assert_eq!(names("newlead title=A"), [pair("newlead", "[title=text] [amount=number]")]);
    assert_eq!(names("new title=A"), []);
    assert_eq!(suggested("ben", "quick-values", "odoo quick ", "newlead "), []);
    assert_eq!(values(""), [pair("--title", "[text]"), pair("--amount", "[number]")]);
    assert_eq!(values("--a"), [pair("--amount", "[number]")]);
    assert_eq!(values("--title "), [pair("--title ", "[text]")]);
    assert_eq!(values("--title Shelves "), [pair("--title Shelves --amount", "[number]")]);
    assert_eq!(values("title=\"Two shelves\" --"), [pair("title=\"Two shelves\" --amount", "[number]")]);
    assert_eq!(values("title=A amount=1 "), []);
    assert_eq!(suggested("ben", "quick-values", "odoo quick nosuch ", ""), []);
    world.save("allowservicereads", json!(false));
    assert_eq!(suggested("cara", "quick", "odoo quick ", ""), []);
    assert_eq!(suggested("cara", "quick-values", "odoo quick newlead ", ""), []);
}

#[test]
fn help_explains_both_commands() {
    let world = world();
    assert!(world.command("/odoo help quick").starts_with(
        "**Runs a search or a proposal that an administrator prepared**\n`/odoo quick [name] [parameter=value …]`\n"
    ));
    let help = world.command("/odoo help admin quick new");
    assert!(help.contains("`/odoo admin quick new [name] [command]`") && help.contains("{amount:number}"), "{help}");
}

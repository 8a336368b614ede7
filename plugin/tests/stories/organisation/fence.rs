use odoo_plugin::access::Scope;
use odoo_plugin::api_key::{self, Wish};
use serde_json::{Value, json};

use super::{AZURE, DECO, linked};
use crate::world::World;

/// Leads of the two organisations.
const OF_AZURE: i64 = 19;
const OF_DECO: i64 = 14;

/// What the last message to one person says: its text, and its card.
fn shown(world: &World, channel_id: &str, text: &str) -> String {
    let answer = world.command_as("ben", channel_id, text);
    let shown = world.shown.borrow();
    let card = shown.last().and_then(|message| message.cards.first()).map(|card| card.title.clone());
    if answer.is_empty() { card.unwrap_or_default() } else { answer }
}

/// A key for proposals in a channel.
pub fn key(world: &World, channel_id: &str) -> String {
    let wish = Wish {
        name: channel_id.into(),
        owner_id: "anna".into(),
        scopes: vec![Scope::Read, Scope::Propose],
        channel_id: Some(channel_id.into()),
        lifetime: std::time::Duration::from_secs(3600),
    };
    api_key::create(&world.deps(), wish).unwrap().0.expose()
}

/// Sends JSON with a key and without a session.
pub fn send(world: &World, token: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let headers = [("Content-Type", "application/json"), ("X-Api-Key", token)];
    let body = if method == "POST" { body.to_string() } else { String::new() };
    let answer = world.request_with(method, &format!("/api/v1{path}"), None, &headers, body.as_bytes());
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

fn not_there(kind: &str, id: i64) -> String {
    format!("There is no {kind} {id} in Odoo, or the plugin's account may not see it.")
}

/// The names in the rows of a table.
fn found(world: &World, channel_id: &str, text: &str) -> Vec<String> {
    let answer = world.command_as("ben", channel_id, text);
    let rows =
        answer.lines().skip_while(|line| !line.starts_with("|:--")).skip(1).take_while(|line| line.starts_with('|'));
    let name = |row: &str| {
        let cell = row.split('|').nth(1).unwrap().trim();
        cell.strip_prefix('[').and_then(|link| link.split(']').next()).unwrap_or(cell).replace('\u{2060}', "")
    };
    rows.map(name).collect()
}

#[test]
fn a_record_of_the_other_organisation_is_not_there() {
    let world = linked(AZURE, DECO);
    assert!(shown(&world, "town", "/odoo show lead 19").contains("Customizable Desk"));
    assert_eq!(shown(&world, "town", "/odoo show lead 14"), not_there("lead", OF_DECO));
    assert_eq!(shown(&world, "garden", "/odoo show lead 19"), not_there("lead", OF_AZURE));
    assert!(shown(&world, "garden", "/odoo show lead 14").contains("Office Design Project"));
    assert_eq!(shown(&world, "town", "/odoo show partner 10"), not_there("partner", 10));
    assert_eq!(
        shown(&world, "town", "/odoo show partner info@agrolait.com"),
        "There is no partner info@\u{2060}agrolait.com in Odoo, or the plugin's account may not see it."
    );
    assert_eq!(
        shown(&world, "town", "/odoo files lead 14"),
        "crm.lead 14 is not in Odoo, or the account may not see it."
    );
}

#[test]
fn searches_find_what_is_inside() {
    let world = linked(AZURE, DECO);
    assert_eq!(found(&world, "town", "/odoo find lead"), ["5 VP Chairs", "Customizable Desk"]);
    assert_eq!(found(&world, "town", "/odoo find lead --partner 10"), [""; 0]);
    assert_eq!(found(&world, "garden", "/odoo find lead design"), ["Open Space Design", "Office Design Project"]);
    assert_eq!(
        found(&world, "town", "/odoo find partner --email example.com"),
        ["Azure Interior", "Brandon Freeman", "Colleen Diaz", "Nicole Ford"]
    );
}

#[test]
fn what_hangs_on_a_record_is_found_where_the_record_is() {
    let world = linked(AZURE, DECO);
    let of_azure = world.command_as("ben", "town", "/odoo find activity");
    assert!(of_azure.contains("[Customizable Desk]") && of_azure.contains("[5 VP Chairs]"), "{of_azure}");
    assert_eq!(of_azure.matches("](https").count(), 2, "{of_azure}");
    let of_deco = world.command_as("ben", "town", "/odoo find activity --record 14 --model lead");
    assert!(!of_deco.contains("Send Catalog"), "{of_deco}");
    let of_deco = world.command_as("ben", "garden", "/odoo find activity --record 14 --model lead");
    assert!(of_deco.contains("Send Catalog"), "{of_deco}");
}

#[test]
fn what_hangs_on_records_of_others_is_passed_over() {
    let world = linked(AZURE, DECO);
    for number in 0..130 {
        let activity = json!({"res_model_id": 501, "res_id": OF_DECO, "activity_type_id": 4, "user_id": 2,
            "summary": format!("Call {number}"), "date_deadline": "2026-01-01"});
        world.desk().create("mail.activity", &activity);
    }
    let of_azure = world.command_as("ben", "town", "/odoo find activity");
    assert_eq!(of_azure.matches("](https").count(), 2, "{of_azure}");
    let of_deco = world.command_as("ben", "garden", "/odoo find activity");
    assert!(of_deco.matches("Call ").count() >= 10, "{of_deco}");
}

#[test]
fn where_no_team_is_there_is_no_fence() {
    let world = linked(AZURE, DECO);
    let direct = "dm-ben-bot";
    world.command_as("ben", direct, "/odoo show lead 14");
    assert!(shown(&world, direct, "/odoo show lead 14").contains("Office Design Project"));
    assert!(shown(&world, direct, "/odoo show lead 19").contains("Customizable Desk"));
    world.command_as("ben", "garden", "/odoo org unlink partner:10");
    assert!(shown(&world, "garden", "/odoo show lead 19").contains("Customizable Desk"));
    assert_eq!(shown(&world, "town", "/odoo show lead 14"), not_there("lead", OF_DECO));
}

#[test]
fn a_company_has_what_is_its_own_and_what_is_nobodys() {
    let world = linked("company:1", "company:2");
    // A lead of the first company, and one of none.
    assert_eq!(shown(&world, "garden", "/odoo show lead 19"), not_there("lead", OF_AZURE));
    assert!(shown(&world, "town", "/odoo show lead 19").contains("Customizable Desk"));
    for channel_id in ["town", "garden"] {
        assert!(shown(&world, channel_id, "/odoo show lead 29").contains("Club Office More Desks"));
    }
    assert_eq!(found(&world, "garden", "/odoo find event --from 2000-01-01"), [""; 0]);
    assert_ne!(found(&world, "town", "/odoo find event --from 2000-01-01"), [""; 0]);
}

#[test]
fn a_project_has_its_tasks() {
    let world = linked("project:9", "project:1");
    assert!(shown(&world, "town", "/odoo show project 9").contains("Fit-out Mesa Norte"));
    assert_eq!(shown(&world, "garden", "/odoo show project 9"), not_there("project", 9));
    assert_eq!(found(&world, "garden", "/odoo find task desks --project 9"), [""; 0]);
    assert_eq!(found(&world, "town", "/odoo find task desks"), ["Order desks"]);
    assert_eq!(shown(&world, "town", "/odoo show partner 14"), not_there("partner", 14));
}

#[test]
fn an_organisation_of_another_platform_reaches_nothing() {
    let world = linked("acme", DECO);
    for (kind, id) in [("partner", 14), ("lead", OF_AZURE), ("project", 9), ("task", 5)] {
        assert_eq!(shown(&world, "town", &format!("/odoo show {kind} {id}")), not_there(kind, id));
    }
    assert_eq!(found(&world, "town", "/odoo find activity"), [""; 0]);
}

#[test]
fn suggestions_come_from_inside() {
    let world = linked(AZURE, DECO);
    let suggested = |team: &str, channel: &str| {
        let target = format!(
            "/autocomplete/v1/partners?channel_id={channel}&parsed=odoo+find+lead+--partner+&team_id={team}&user_id=ben&user_input=odoo+find+lead+--partner+de"
        );
        let items: Vec<Value> = serde_json::from_slice(&world.request("GET", &target, Some("ben"), b"").body).unwrap();
        items.iter().map(|item| item["Hint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(suggested("other", "garden").contains(&"Deco Addict".to_owned()));
    assert_eq!(suggested("team", "town"), ["Azure Interior, Brandon Freeman"; 0]);
}

#[test]
fn a_message_gets_cards_of_what_is_inside() {
    let world = linked(AZURE, DECO);
    let text = "https://erp.example.com/odoo/contacts/14 https://erp.example.com/odoo/contacts/10";
    let titles = |channel_id: &str| {
        let id = world.say("ben", channel_id, text);
        let answers = world.answers_in(&id);
        answers.iter().flat_map(|post| &post.cards).map(|card| card.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(titles("town"), ["Azure Interior"]);
    assert_eq!(titles("garden"), ["Deco Addict"]);
}

#[test]
fn a_key_reads_what_the_team_of_its_channel_reads() {
    let world = linked(AZURE, DECO);
    let [azure, deco] = ["town", "garden"].map(|channel_id| key(&world, channel_id));
    let names = |token: &str| {
        let (status, body) = send(&world, token, "POST", "/odoo/search/leads", &json!({}));
        assert_eq!(status, 200, "{body}");
        let rows = body["leads"].as_array().unwrap().clone();
        rows.iter().map(|row| row["partner_id"][0].as_i64().unwrap()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(names(&azure), [14].into());
    assert_eq!(names(&deco), [10].into());
    let get = |token: &str, path: &str| send(&world, token, "GET", path, &Value::Null).0;
    assert_eq!(get(&azure, "/records/lead/19"), 200);
    assert_eq!(get(&azure, "/records/lead/14"), 404);
    assert_eq!(get(&azure, "/odoo/partners/10"), 404);
    assert_eq!(get(&deco, "/odoo/partners/10"), 200);
    let (_, body) = send(&world, &azure, "GET", "/find/lead?partner_id=10", &Value::Null);
    assert_eq!(body, json!({"count": 0, "records": []}));
    let (_, body) =
        send(&world, &azure, "POST", "/odoo/search/activities", &json!({"res_model": "crm.lead", "res_id": 14}));
    assert_eq!(body, json!({"count": 0, "activities": []}));
}

#[test]
fn nothing_is_proposed_for_the_record_of_another() {
    let world = linked(AZURE, DECO);
    let token = key(&world, "town");
    let propose = |path: &str, body: Value| {
        let (status, body) = send(&world, &token, "POST", path, &body);
        (status, body["field"].clone(), body["code"].clone())
    };
    let note = |id: i64| json!({"kind": "note", "record": format!("crm.lead,{id}"), "text": "Called."});
    let refused = |field: &str| (422, json!(field), json!("not_found"));
    assert_eq!(propose("/proposals", note(OF_DECO)), refused("record"));
    assert_eq!(propose("/proposals", note(OF_AZURE)).0, 200);
    assert_eq!(propose("/odoo/propose/lead", json!({"name": "Desks", "partner_id": 10})), refused("partner_id"));
    assert_eq!(propose("/odoo/propose/lead", json!({"name": "Desks", "partner_id": 14})).0, 200);
    let answer = world.command_as("ben", "town", "/odoo propose note \"Called.\" --record \"lead 14\"");
    assert!(answer.contains("Odoo has no") || answer.contains("not"), "{answer}");
}

#[test]
fn what_is_proposed_in_a_company_is_made_there() {
    let world = linked("company:1", "company:2").setting("proposers", json!("@ben"));
    world.desk().write("res.users", world.desk().user("bridge").uid, &json!({"company_ids": [1, 2]}));
    let token = key(&world, "garden");
    let (status, body) = send(&world, &token, "POST", "/odoo/propose/lead", &json!({"name": "Ten rival desks"}));
    assert_eq!(status, 200, "{body}");
    let code = body["code"].as_str().unwrap();
    let answer = world.command_as("ben", "garden", &format!("/odoo confirm {code}"));
    assert_eq!(found(&world, "garden", "/odoo find lead rival"), ["Ten rival desks"], "{answer}");
    assert_eq!(found(&world, "town", "/odoo find lead rival"), [""; 0]);
}

#[test]
fn what_left_the_organisation_is_not_changed_any_more() {
    let world = linked(AZURE, DECO).setting("proposers", json!("@ben"));
    let token = key(&world, "town");
    let note = json!({"kind": "note", "record": format!("crm.lead,{OF_AZURE}"), "text": "Called."});
    let (_, body) = send(&world, &token, "POST", "/proposals", &note);
    world.desk().write("crm.lead", OF_AZURE, &json!({"partner_id": 10}));
    let answer = world.command_as("ben", "town", &format!("/odoo confirm {}", body["code"].as_str().unwrap()));
    assert_eq!(answer, "crm.lead 19 is not in Odoo any more (as the plugin's account). Your approval was not taken.");
}

#[test]
fn quick_actions_and_histories_end_at_the_fence() {
    let world = linked(AZURE, DECO);
    world.command("/odoo admin quick new deals find lead --partner 10");
    assert_eq!(found(&world, "town", "/odoo quick deals"), [""; 0]);
    assert_ne!(found(&world, "garden", "/odoo quick deals"), [""; 0]);
    world.command_as("ben", "town", "/odoo show partner 14 --history");
    let history = world.command_as("ben", "town", "/odoo show partner 14 --history");
    assert!(history.contains("**Leads** (2)"), "{history}");
    assert_eq!(world.command_as("ben", "garden", "/odoo show partner 14 --history"), not_there("partner", 14));
}

#[test]
fn what_left_the_organisation_is_not_shown_by_an_undo() {
    let world = linked(AZURE, DECO).setting("proposers", json!("@ben"));
    let token = key(&world, "town");
    let change = json!({"kind": "partner", "partner_id": 26, "phone": "+34 600 100 200"});
    let (status, body) = send(&world, &token, "POST", "/proposals", &change);
    assert_eq!(status, 200, "{body}");
    let code = body["code"].as_str().unwrap();
    world.command_as("ben", "town", &format!("/odoo confirm {code}"));
    world.desk().write("res.partner", 26, &json!({"parent_id": 10}));
    let answer = world.command_as("ben", "town", &format!("/odoo undo {code}"));
    assert_eq!(answer, "res.partner 26 is not in Odoo any more.");
}

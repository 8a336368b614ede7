//! `load`: rows with external ids, which make the same row at most one record.

use odoo_stand_in::{Desk, StandIn};
use serde_json::{Value as Json, json};

use crate::offline::{done, execute_as, refusal, returned};

#[test]
fn a_row_sent_twice_is_one_record() {
    let odoo = StandIn::demo().offline();
    let send = |city: &str| {
        let rows = json!([["__import__.mm_1", "Talleres Sol", city, "base.es"]]);
        load(&odoo, "res.partner", json!(["id", "name", "city", "country_id/id"]), rows)
    };
    let first = send("Madrid");
    let id = first["ids"][0].as_i64().unwrap();
    assert_eq!(first, json!({"ids": [id], "messages": [], "nextrow": 0}));
    assert_eq!(send("Toledo"), first);
    assert_eq!(odoo.search("res.partner", &json!([["name", "=", "Talleres Sol"]])), [id]);
    assert_eq!(
        odoo.record("res.partner", id, &["city", "country_id"]),
        Some(json!({"id": id, "city": "Toledo", "country_id": [68, "Spain"]}))
    );
}

#[test]
fn an_external_id_leads_back_to_its_record() {
    let odoo = StandIn::demo().offline();
    let loaded = load(&odoo, "crm.lead", json!(["id", "name"]), json!([["mm_2", "Twelve desks"]]));
    let find = || done(&odoo, "ir.model.data", "check_object_reference", json!(["__import__", "mm_2"]), json!({}));
    assert_eq!(find(), json!(["crm.lead", loaded["ids"][0]]));
    odoo.write("crm.lead", loaded["ids"][0].as_i64().unwrap(), &json!({"active": false}));
    assert_eq!(find(), json!(["crm.lead", false]), "an archived record is not found");
}

#[test]
fn the_external_id_of_a_deleted_record_is_free_again() {
    let odoo = StandIn::demo().offline();
    let send =
        || load(&odoo, "project.task", json!(["id", "name", "project_id/.id"]), json!([["mm_3", "Measure", "9"]]));
    let first = send()["ids"][0].as_i64().unwrap();
    odoo.delete("project.task", first);
    assert_eq!(send()["ids"][0].as_i64().unwrap(), first + 1);
}

#[test]
fn one_bad_row_keeps_all_out() {
    let odoo = StandIn::demo().offline();
    let fields = json!(["id", "name", "state", "date_deadline"]);
    let rows = json!([["mm_4", "Good", "In Progress", ""], ["mm_5", "Bad", "no such state", "tomorrow"]]);
    let answer = load(&odoo, "project.task", fields, rows);
    let states = json!(["In Progress", "Changes Requested", "Approved", "Done", "Canceled", "Waiting"]);
    assert_eq!(
        answer,
        json!({
            "ids": false,
            "messages": [
                {
                    "rows": {"from": 1, "to": 1},
                    "record": 1,
                    "type": "error",
                    "field": "state",
                    "message": "Value 'no such state' not found in selection field 'State'",
                    "moreinfo": states,
                },
                {
                    "rows": {"from": 1, "to": 1},
                    "record": 1,
                    "type": "error",
                    "field": "date_deadline",
                    "message": "'tomorrow' does not seem to be a valid datetime for field 'Deadline'",
                    "moreinfo": "Use the format '2012-12-31 23:59:59'",
                },
            ],
            "nextrow": 0,
        })
    );
    assert_eq!(odoo.count("project.task", &json!([["name", "=", "Good"]])), 0);
    let reference = json!(["__import__", "mm_4"]);
    let reference = execute_as(&odoo, "bridge", "ir.model.data", "check_object_reference", reference, json!({}));
    assert_eq!(refusal(&reference), "builtins.ValueError");
}

#[test]
fn missing_rights_and_broken_rules_are_messages() {
    let odoo = StandIn::demo().offline();
    let projects = load(&odoo, "project.project", json!(["name"]), json!([["New wing"]]));
    let text = projects["messages"][0]["message"].as_str().unwrap();
    assert!(text.starts_with("You are not allowed to create 'Project' (project.project) records."), "{text}");
    let nameless = load(&odoo, "res.partner", json!(["name", "email"]), json!([["", "x@example.com"]]));
    assert_eq!(
        nameless["messages"],
        json!([{
            "rows": {"from": 0, "to": 0},
            "record": 0,
            "type": "error",
            "message": "The operation cannot be completed: Contacts require a name",
        }])
    );
}

#[test]
fn a_moment_in_a_row_is_one_in_the_zone_of_the_caller() {
    let odoo = StandIn::demo().offline();
    let fields = json!(["name", "project_id", "date_deadline"]);
    let rows = json!([["Measure", "Fit-out Mesa Norte", "2026-12-10 17:00:00"]]);
    let id = load(&odoo, "project.task", fields.clone(), rows.clone())["ids"][0].as_i64().unwrap();
    let deadline = |id: i64| odoo.record("project.task", id, &["date_deadline"]).unwrap()["date_deadline"].clone();
    assert_eq!(deadline(id), "2026-12-10 16:00:00", "Europe/Madrid");
    let kwargs = json!({"context": {"tz": "UTC"}});
    let id = done(&odoo, "project.task", "load", json!([fields, rows]), kwargs)["ids"][0].as_i64().unwrap();
    assert_eq!(deadline(id), "2026-12-10 17:00:00");
}

#[test]
fn other_records_are_named_by_name_external_id_or_id() {
    let odoo = StandIn::demo().offline();
    let rows = json!([["Measure", "Fit-out Mesa Norte", "1,2", "2"], ["Paint", "No such project", "1,999", "2"]]);
    let answer = load(&odoo, "project.task", json!(["name", "project_id", "tag_ids/.id", "stage_id/.id"]), rows);
    let texts: Vec<&str> =
        answer["messages"].as_array().unwrap().iter().map(|message| message["message"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        [
            "No matching record found for name 'No such project' in field 'Project'",
            "No matching record found for database id '999' in field 'Tags'",
        ]
    );
}

#[test]
fn cells_are_read_by_the_kind_of_their_column() {
    let odoo = StandIn::demo().offline();
    let fields = json!(["name", "is_company", "color", "comment", "category_id/.id"]);
    let fields_known = json!(["name", "is_company", "comment", "category_id/.id"]);
    let unknown = execute_as(&odoo, "bridge", "res.partner", "load", json!([fields, []]), json!({}));
    assert_eq!(refusal(&unknown), "builtins.KeyError");
    let answer = load(&odoo, "res.partner", fields_known, json!([["Talleres Sol", "yes", "From chat", "5,7"]]));
    let id = answer["ids"][0].as_i64().unwrap();
    assert_eq!(
        odoo.record("res.partner", id, &["is_company", "comment", "category_id"]),
        Some(json!({"id": id, "is_company": true, "comment": "<p>From chat</p>", "category_id": [7, 5]}))
    );
}

#[test]
fn an_external_id_of_another_model_is_refused() {
    let odoo = StandIn::demo().offline();
    let answer = load(&odoo, "res.partner", json!(["id", "name"]), json!([["base.es", "Spain SL"]]));
    assert_eq!(answer["ids"], json!(false));
    let text = answer["messages"][0]["message"].as_str().unwrap();
    assert!(text.contains("found record of different model res.country (68)"), "{text}");
}

fn load(odoo: &Desk, model: &str, fields: Json, rows: Json) -> Json {
    returned(&execute_as(odoo, "bridge", model, "load", json!([fields, rows]), json!({})))
}

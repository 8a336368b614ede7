//! Messages and activities on records.

use odoo_stand_in::StandIn;
use serde_json::json;

use crate::offline::{created, done, execute_as, refusal, refusal_text};

#[test]
fn a_note_is_escaped_and_signed_by_the_caller() {
    let odoo = StandIn::demo().offline();
    let note = json!({"body": "Fish & <b>chips</b>\nIt's \"fine\"", "subtype_xmlid": "mail.mt_note"});
    let id = done(&odoo, "crm.lead", "message_post", json!([[63]]), note).as_i64().unwrap();
    assert_eq!(
        odoo.record(
            "mail.message",
            id,
            &["model", "res_id", "body", "subtype_id", "author_id", "email_from", "create_uid"]
        ),
        Some(json!({
            "id": id,
            "model": "crm.lead",
            "res_id": 63,
            "body": "<p>Fish &amp; &lt;b&gt;chips&lt;/b&gt;\nIt's \"fine\"</p>",
            "subtype_id": [2, "Note"],
            "author_id": [60, "Bridge"],
            "email_from": "\"Bridge\" <bridge@example.com>",
            "create_uid": [8, "Bridge"],
        }))
    );
}

#[test]
fn a_message_of_nobody_is_refused() {
    let odoo = StandIn::demo().offline();
    let kwargs = json!({"body": "x", "author_id": 0});
    let answer = execute_as(&odoo, "bridge", "crm.lead", "message_post", json!([[63]]), kwargs);
    assert_eq!(
        (refusal(&answer), refusal_text(&answer)),
        ("odoo.exceptions.UserError", "Unable to send message, please configure the sender's email address.")
    );
}

#[test]
fn the_arguments_of_a_message_have_names() {
    let odoo = StandIn::demo().offline();
    let before = odoo.count("mail.message", &json!([]));
    let answer = execute_as(&odoo, "bridge", "crm.lead", "message_post", json!([[63], "x"]), json!({}));
    assert_eq!(refusal(&answer), "builtins.TypeError");
    assert_eq!(odoo.count("mail.message", &json!([])), before);
}

#[test]
fn nobody_posts_on_what_they_may_not_read() {
    let odoo = StandIn::demo().offline();
    let answer = execute_as(&odoo, "rita", "crm.lead", "message_post", json!([[63]]), json!({"body": "x"}));
    assert_eq!(refusal(&answer), "odoo.exceptions.AccessError");
    let gone = execute_as(&odoo, "bridge", "crm.lead", "message_post", json!([[9999]]), json!({"body": "x"}));
    assert_eq!(refusal(&gone), "odoo.exceptions.MissingError");
}

#[test]
fn messages_and_activities_are_hidden_with_their_record() {
    let odoo = StandIn::demo().offline();
    for (model, domain) in [
        ("mail.message", json!([[["model", "=", "project.task"]]])),
        ("mail.activity", json!([[["res_model", "=", "crm.lead"]]])),
    ] {
        let seen = |login: &str| {
            let answer = execute_as(&odoo, login, model, "search_count", domain.clone(), json!({}));
            crate::offline::returned(&answer).as_u64().unwrap()
        };
        assert!(seen("bridge") > 0, "{model}");
        assert_eq!(seen("rita"), 0, "{model}");
    }
}

#[test]
fn models_without_messages_have_no_such_method() {
    let odoo = StandIn::demo().offline();
    let answer = execute_as(&odoo, "bridge", "project.tags", "message_post", json!([[1]]), json!({"body": "x"}));
    assert_eq!(refusal(&answer), "builtins.AttributeError");
}

#[test]
fn an_activity_is_a_to_do_of_today_for_the_caller_unless_said_otherwise() {
    let odoo = StandIn::demo().offline();
    let context = json!({"context": {"default_res_model": "project.task"}});
    let id = done(&odoo, "mail.activity", "create", json!([{"res_id": 68, "summary": "Look"}]), context);
    let id = id.as_i64().unwrap();
    assert_eq!(
        odoo.record("mail.activity", id, &["res_model", "res_name", "activity_type_id", "date_deadline", "user_id"]),
        Some(json!({
            "id": id,
            "res_model": "project.task",
            "res_name": "Order desks",
            "activity_type_id": [4, "To-Do"],
            "date_deadline": "2026-11-21",
            "user_id": [8, "Bridge"],
        }))
    );
}

#[test]
fn an_activity_on_what_the_caller_may_not_read_is_refused() {
    let odoo = StandIn::demo().offline();
    let context = json!({"context": {"default_res_model": "crm.lead"}});
    let answer = execute_as(&odoo, "rita", "mail.activity", "create", json!([{"res_id": 63}]), context);
    assert_eq!(refusal(&answer), "odoo.exceptions.AccessError");
}

#[test]
fn a_finished_activity_becomes_a_message() {
    let odoo = StandIn::demo().offline();
    let values = json!({"res_model_id": 501, "res_id": 63, "activity_type_id": 2, "summary": "Call Ana"});
    let activity = created(&odoo, "mail.activity", values);
    let feedback = json!({"feedback": "Spoke with <Ana>"});
    let message = done(&odoo, "mail.activity", "action_feedback", json!([[activity]]), feedback).as_i64().unwrap();
    assert_eq!(odoo.record("mail.activity", activity, &["summary"]), None);
    assert_eq!(
        odoo.record("mail.message", message, &["model", "res_id", "body", "subtype_id"]),
        Some(json!({
            "id": message,
            "model": "crm.lead",
            "res_id": 63,
            "body": "<div><p>Call done: Call Ana</p><div>Feedback: Spoke with &lt;Ana&gt;</div></div>",
            "subtype_id": [3, "Activities"],
        }))
    );
}

#[test]
fn a_file_is_put_on_a_record_by_who_may_change_it_and_comes_along_with_a_message() {
    let odoo = StandIn::demo().offline();
    let file = |name: &str| json!([[{"name": name, "datas": "aGVsbG8=", "res_model": "crm.lead", "res_id": 63}]]);
    let ids = done(&odoo, "ir.attachment", "create", file("Prüf.txt"), json!({}));
    let fields = json!(["name", "datas", "file_size", "mimetype", "res_name", "type", "url"]);
    let read = done(&odoo, "ir.attachment", "read", json!([ids, fields]), json!({}));
    assert_eq!(
        read,
        json!([{
            "id": ids[0], "name": "Prüf.txt", "datas": "aGVsbG8=", "file_size": 5, "mimetype": "text/plain",
            "res_name": "Fit-out of 12 desks", "type": "binary", "url": false,
        }])
    );
    let note = json!({"body": "Files", "subtype_xmlid": "mail.mt_note", "attachment_ids": ids});
    let message = done(&odoo, "crm.lead", "message_post", json!([[63]]), note).as_i64().unwrap();
    assert_eq!(odoo.record("mail.message", message, &["attachment_ids"]).unwrap()["attachment_ids"], ids);

    let foreign = execute_as(&odoo, "rita", "ir.attachment", "create", file("x.txt"), json!({}));
    assert_eq!(refusal(&foreign), "odoo.exceptions.AccessError");
    let gone = json!({"body": "x", "attachment_ids": [9999]});
    let answer = execute_as(&odoo, "bridge", "crm.lead", "message_post", json!([[63]]), gone);
    assert_eq!(refusal(&answer), "odoo.exceptions.MissingError");
}

#[test]
fn files_that_are_values_of_fields_are_left_out_unless_asked_for() {
    let odoo = StandIn::demo().offline();
    let values = |field: &str| json!([{"name": "a", "res_model": "res.partner", "res_id": 14, "res_field": field}]);
    let picture = done(&odoo, "ir.attachment", "create", json!([values("image_1920")]), json!({}));
    let own = json!([["res_model", "=", "res.partner"], ["res_id", "=", 14]]);
    assert_eq!(done(&odoo, "ir.attachment", "search", json!([own]), json!({})), json!([]));
    let asked = json!([["res_field", "!=", false]]);
    assert_eq!(done(&odoo, "ir.attachment", "search", json!([asked]), json!({})), picture);
}

#[test]
fn an_empty_file_has_no_bytes() {
    let odoo = StandIn::demo().offline();
    let rows = json!([["__import__.empty", "e.txt", "", "crm.lead", "63"]]);
    let columns = json!(["id", "name", "datas", "res_model", "res_id"]);
    let loaded = done(&odoo, "ir.attachment", "load", json!([columns, rows]), json!({}));
    let read = done(&odoo, "ir.attachment", "read", json!([loaded["ids"], ["name", "file_size", "res_id"]]), json!({}));
    assert_eq!(read, json!([{"id": loaded["ids"][0], "name": "e.txt", "file_size": 0, "res_id": 63}]));
}

use serde_json::json;

use super::{effects, make, read, refusal, world};

#[test]
fn an_activity_is_made_by_way_of_the_context() {
    let world = world();
    let proposal = make(
        &world,
        "activity",
        json!({
            "res_model": "crm.lead", "res_id": 63, "summary": "Ask about the desks", "date_deadline": "friday",
            "user_id": "Marc Demo", "note": "Mornings only",
        }),
    )
    .unwrap();
    assert_eq!(
        json!(proposal.operations),
        json!([{
            "op": "schedule_activity", "model": "mail.activity",
            "effect": {"method": "create", "values": [{
                "res_id": 63, "activity_type_id": 4, "summary": "Ask about the desks",
                "date_deadline": "2026-11-27", "user_id": 6, "note": "Mornings only",
            }]},
            "context": {"default_res_model": "crm.lead"},
        }])
    );
    assert_eq!(
        read(&world.last_post()),
        format!(
            "Proposal `{}` waits for approval.
Activity on Fit-out of 12 desks
Record: Fit-out of 12 desks (63)
Type: To-Do
Summary: Ask about the desks
Due: 2026-11-27
Assigned to: Marc Demo (6)
Note: Mornings only
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
            proposal.code
        )
    );
}

#[test]
fn a_type_is_known_by_its_external_id_by_a_word_and_by_its_name() {
    let world = world();
    let kind = |kind: &str| {
        let draft = json!({"res_model": "lead", "res_id": "63", "summary": "A", "date_deadline": "today", "activity_type": kind});
        let proposal = make(&world, "activity", draft).unwrap();
        effects(&proposal)[0]["values"][0]["activity_type_id"].clone()
    };
    assert_eq!(
        ["To Do", "todo", "mail.mail_activity_data_call", "Phone call", "MEETING", "call for demo"].map(kind),
        [4, 4, 2, 2, 3, 9].map(|id| json!(id))
    );
}

#[test]
fn an_unknown_type_is_told_with_the_known_ones_of_the_model() {
    let world = world();
    let kind = |model: &str, id, kind: &str| {
        let draft =
            json!({"res_model": model, "res_id": id, "summary": "A", "date_deadline": "today", "activity_type": kind});
        refusal(&world, "activity", draft)
    };
    assert_eq!(
        kind("partner", 14, "Call for Demo"),
        (
            "activity_type".into(),
            "unknown",
            "There is no activity type “Call for Demo” here. There are: Email, Call, Meeting, To-Do, Upload Document, Reminder.".into()
        )
    );
    assert_eq!(kind("crm.lead", 63, "mail.mail_activity_nonsense").1, "unknown");
}

#[test]
fn wrong_values_are_told_by_field() {
    let world = world();
    let right = json!({"res_model": "crm.lead", "res_id": 63, "summary": "A", "date_deadline": "today"});
    let field = |field: &str, value: serde_json::Value| {
        let mut draft = right.clone();
        draft[field] = value;
        let (field, code, _) = refusal(&world, "activity", draft);
        format!("{field}: {code}")
    };
    assert_eq!(field("res_model", json!("")), "res_model: required");
    assert_eq!(field("res_model", json!("res.users")), "res_model: malformed");
    assert_eq!(field("res_model", json!("calendar.event")), "res_model: malformed");
    assert_eq!(field("res_id", json!(null)), "res_id: required");
    assert_eq!(field("res_id", json!(9999)), "res_id: not_found");
    assert_eq!(field("summary", json!(" ")), "summary: required");
    assert_eq!(field("date_deadline", json!(null)), "date_deadline: required");
    assert_eq!(field("date_deadline", json!("tomorrow 9:00")), "date_deadline: malformed");
    assert_eq!(field("user_id", json!(7)), "user_id: no_access");
    assert_eq!(field("user_id", json!(11)), "user_id: not_found");
}

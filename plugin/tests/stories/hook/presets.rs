//! Builds, test reports and the event bus.

use odoo_plugin::event::{Content, Notice, Severity, get};
use odoo_plugin::hook::bus_events;
use serde_json::{Value, json};

use super::{send, without_id, world};

/// The answer, and what the event says.
fn said(body: &Value) -> (Value, Notice) {
    let (world, key) = world();
    let (status, answer) = send(&world, &key, "1", body);
    assert_eq!(status, 202, "{answer}");
    let event = get(&world.deps(), answer["id"].as_str().unwrap()).unwrap().unwrap();
    let Some(Content::Notice(notice)) = event.content else { panic!("no notice") };
    (without_id(answer), notice)
}

fn fields(notice: &Notice) -> Vec<(&str, &str)> {
    notice.fields.iter().map(|field| (field.title.as_str(), field.value.as_str())).collect()
}

#[test]
fn a_build_is_told_with_status_branch_and_duration() {
    let (answer, notice) = said(&json!({
        "type": "ci", "status": "failure", "project": "shop", "build": 1234, "branch": "main", "commit": "4f2a9c1",
        "duration_seconds": 125, "link": "https://ci.example.com/1234",
    }));
    assert_eq!(
        answer["warnings"],
        json!(["An event that is an `error` should say in `next_step` what to do about it."])
    );
    assert_eq!((notice.title.as_str(), notice.severity), ("Build 1234 of shop failed", Severity::Error));
    assert_eq!(fields(&notice), [("Branch", "main"), ("Commit", "4f2a9c1"), ("Duration", "2 min 5 s")]);
    let (answer, notice) = said(&json!({"type": "ci", "status": "success"}));
    assert_eq!((answer["warnings"].clone(), notice.title.as_str()), (json!([]), "Build succeeded"));
}

#[test]
fn a_test_report_counts_and_names_the_first_failures_in_the_thread_of_its_suite() {
    let failures: Vec<_> = (1..=7).map(|n| json!({"name": format!("test_{n}"), "message": "expected 1"})).collect();
    let (_, notice) = said(&json!({
        "type": "test-report", "suite": "checkout", "passed": 40, "failed": 7, "skipped": 1, "duration_seconds": 3.25,
        "failures": failures,
    }));
    assert_eq!((notice.title.as_str(), notice.thread_key.as_str()), ("checkout: 7 of 47 failed", "checkout"));
    let lines = [
        "test_1: expected 1",
        "test_2: expected 1",
        "test_3: expected 1",
        "test_4: expected 1",
        "test_5: expected 1",
        "… and 2 more",
    ];
    assert_eq!(notice.text, lines.join("\n"));
    assert_eq!(fields(&notice), [("Passed", "40"), ("Failed", "7"), ("Skipped", "1"), ("Duration", "3.2 s")]);
    let (_, notice) = said(&json!({"type": "test-report", "suite": "checkout", "passed": 47}));
    assert_eq!((notice.title.as_str(), notice.severity), ("checkout: all 47 passed", Severity::Info));
}

#[test]
fn what_a_preset_lacks_is_named() {
    let (world, key) = world();
    let refused = |id: &str, body: &Value| {
        let (status, answer) = send(&world, &key, id, body);
        (status, answer["field"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(refused("1", &json!({"type": "ci"})), (422, "status".into()));
    assert_eq!(refused("2", &json!({"type": "ci", "status": "odd"})), (422, "status".into()));
    assert_eq!(
        refused("3", &json!({"type": "ci", "status": "failed", "duration_seconds": -1})),
        (422, "duration_seconds".into())
    );
    assert_eq!(refused("4", &json!({"type": "test-report", "failed": 1})), (422, "suite".into()));
    assert_eq!(
        refused("5", &json!({"type": "test-report", "suite": "a", "failures": [{}]})),
        (422, "failures[0].name".into())
    );
    assert_eq!(refused("6", &json!({"event_type": "expense.lost"})), (422, "event_type".into()));
    assert_eq!(
        refused("7", &json!({"event_type": "expense.paid", "payload": {"amount": "much"}})),
        (422, "payload.amount".into())
    );
    assert_eq!(
        refused("8", &json!({"event_type": "asset.overdue", "payload": {"days_overdue": "few"}})),
        (422, "payload.days_overdue".into())
    );
}

#[test]
fn an_expense_shows_names_and_not_numbers_and_leads_to_its_record() {
    let (answer, notice) = said(&json!({
        "event_type": "expense.approved", "aggregate_type": "expense", "aggregate_id": "12345",
        "payload": {
            "expense_id": 12345, "employee_id": 42, "employee_name": "John Doe", "employee_code": "EMP001", "amount": 1000.0,
            "currency": "PHP", "description": "Client dinner", "date": "2026-01-22", "category": "Meals", "approved_by": 7,
            "approved_by_name": "Finance Manager", "approved_at": "2026-01-22T11:00:00Z", "status": "approve",
        },
    }));
    assert_eq!(notice.title, "Expense approved: Client dinner");
    assert_eq!(
        fields(&notice),
        [
            ("Employee", "John Doe"),
            ("Amount", "1000.00 PHP"),
            ("Category", "Meals"),
            ("Date", "2026-01-22"),
            ("Approved by", "Finance Manager")
        ]
    );
    assert_eq!(notice.link, "https://erp.example.com/mail/view?model=hr.expense&res_id=12345");
    let ignored = ["approved_at", "employee_code", "employee_id", "status"].map(|name| format!("payload.{name}"));
    assert_eq!(answer["ignored"], json!(ignored));
}

#[test]
fn a_payment_an_asset_and_a_finance_task_have_their_aliases() {
    let (_, notice) = said(&json!({
        "event_type": "expense.paid", "aggregate_id": "5", "payload": {"description": "Taxi", "payment_date": "2026-01-25", "payment_reference": "PMT/1"},
    }));
    assert_eq!(fields(&notice), [("Paid on", "2026-01-25"), ("Payment reference", "PMT/1")]);
    let (_, notice) = said(&json!({
        "event_type": "asset.overdue", "aggregate_type": "asset_booking", "aggregate_id": "67890",
        "payload": {"booking_id": 67890, "asset_id": 15, "asset_name": "Laptop 14\"", "reserved_by": 42, "reserved_by_name": "John Doe",
                    "reserved_to": "2026-01-27", "asset_category": false, "overdue_days": 2},
    }));
    assert_eq!((notice.title.as_str(), notice.severity), ("Asset overdue: Laptop 14\"", Severity::Warning));
    assert_eq!(fields(&notice), [("Reserved by", "John Doe"), ("To", "2026-01-27"), ("Days overdue", "2")]);
    assert_eq!(notice.link, "https://erp.example.com/mail/view?model=maintenance.equipment&res_id=15");
    let (_, notice) = said(&json!({
        "event_type": "finance_task.overdue", "aggregate_type": "finance_task", "aggregate_id": "100",
        "payload": {"task_name": "1601-C", "assigned_to": "Finance Supervisor", "filing_deadline": "2026-02-10", "days_overdue": 1,
                    "escalated_to_names": ["Senior Finance Manager", "Finance Director"]},
    }));
    assert_eq!(
        fields(&notice),
        [
            ("Responsible", "Finance Supervisor"),
            ("File by", "2026-02-10"),
            ("Days overdue", "1"),
            ("Escalated to", "Senior Finance Manager, Finance Director")
        ]
    );
    assert_eq!(notice.link, "https://erp.example.com/mail/view?model=project.task&res_id=100");
}

#[test]
fn all_fourteen_events_of_the_bus_are_cards_by_either_name() {
    assert_eq!(bus_events().count(), 14);
    for event in bus_events() {
        let by_alias = said(&json!({"event_type": event, "aggregate_id": "7", "payload": {}})).1;
        let by_type = said(&json!({"type": event, "aggregate_id": "7", "payload": {}})).1;
        assert_eq!(by_alias, by_type);
        assert!(!by_alias.title.is_empty(), "{event}");
    }
}

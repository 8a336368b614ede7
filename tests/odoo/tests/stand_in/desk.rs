//! The stand-in without a network, and what a test can do between two calls.

use odoo_stand_in::{Answer, Desk, Fault, Gate, NoAnswer, StandIn};
use serde_json::{Value as Json, json};

use crate::offline::{body, refusal, refusal_text, try_rpc};

#[test]
fn a_call_is_answered_as_over_the_wire() {
    let odoo = offline();
    let answer = try_count_companies(&odoo).unwrap();
    let expected = [
        ("content-type", "application/json; charset=utf-8"),
        ("x-content-type-options", "nosniff"),
        ("server", "Werkzeug/2.2.2 Python/3.11.2"),
        ("connection", "close"),
    ];
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(body(&answer), json!({"jsonrpc": "2.0", "id": 1, "result": 9}));
}

#[test]
fn a_path_is_looked_up_without_its_query() {
    let answer = offline().answer("GET", "/web/health?probe=1", &[], b"").unwrap();
    assert_eq!((answer.status, answer.body), (200, br#"{"status": "pass"}"#.to_vec()));
}

#[test]
fn an_answer_lost_or_too_slow_leaves_the_work_done() {
    let odoo = offline();
    for (fault, outcome) in [(Fault::AnswerLost, NoAnswer::Closed), (Fault::AnswerTooSlow, NoAnswer::TooLate)] {
        odoo.fail_next("project.tags/create", 1, fault);
        let before = odoo.count("project.tags", &json!([]));
        assert_eq!(create_tag(&odoo, &format!("{outcome}")), Err(outcome));
        assert_eq!(odoo.count("project.tags", &json!([])), before + 1);
    }
}

#[test]
fn no_answer_or_one_too_slow_leaves_nothing_done() {
    let odoo = offline();
    let gate = Fault::Held(Gate::closed());
    for (fault, outcome) in
        [(Fault::NoAnswer, NoAnswer::Closed), (Fault::TooSlow, NoAnswer::TooLate), (gate, NoAnswer::TooLate)]
    {
        odoo.fail_next("*/create", 1, fault);
        assert_eq!(create_tag(&odoo, "Lost"), Err(outcome));
        assert_eq!(odoo.count("project.tags", &json!([["name", "=", "Lost"]])), 0);
    }
}

#[test]
fn a_planned_fault_is_of_its_calls_alone_and_ends() {
    let odoo = offline();
    odoo.fail_next("project.tags/create", 2, Fault::Status { code: 503, retry_after_s: None });
    let create = || create_tag(&odoo, "Third time lucky").unwrap().status;
    assert_eq!(try_count_companies(&odoo).unwrap().status, 200);
    assert_eq!([create(), create(), create()], [503, 503, 200]);
    assert_eq!(odoo.count("project.tags", &json!([["name", "=", "Third time lucky"]])), 1);
}

#[test]
fn an_exception_is_raised_in_place_of_the_work() {
    let odoo = offline();
    let message = "A module of your own says no.".to_owned();
    odoo.fail_next("project.tags/create", 1, Fault::Exception { name: "odoo.exceptions.UserError", message });
    let answer = body(&create_tag(&odoo, "Refused").unwrap());
    assert_eq!(
        (refusal(&answer), refusal_text(&answer)),
        ("odoo.exceptions.UserError", "A module of your own says no.")
    );
    assert_eq!(odoo.count("project.tags", &json!([["name", "=", "Refused"]])), 0);
}

#[test]
fn an_empty_answer_is_ok_and_has_no_byte() {
    let odoo = StandIn::demo().with_fault(Fault::Empty).offline();
    let answer = try_count_companies(&odoo).unwrap();
    assert_eq!((answer.status, answer.body), (200, Vec::new()));
}

#[test]
fn somebody_may_change_a_record_just_before_a_call() {
    let odoo = offline();
    odoo.before("project.tags/write", |odoo| odoo.write("project.tags", 1, &json!({"color": 7})));
    call(&odoo, "project.tags", "write", json!([[1], {"name": "Mine"}])).unwrap();
    assert_eq!(odoo.record("project.tags", 1, &["name", "color"]), Some(json!({"id": 1, "name": "Mine", "color": 7})));
}

#[test]
fn somebody_may_delete_a_record_just_after_a_call_once() {
    let odoo = offline();
    odoo.after("project.tags/create", |odoo| {
        let id = odoo.search("project.tags", &json!([["name", "=", "Short-lived"]]))[0];
        odoo.delete("project.tags", id);
    });
    for left in [0, 1] {
        create_tag(&odoo, "Short-lived").unwrap();
        assert_eq!(odoo.count("project.tags", &json!([["name", "=", "Short-lived"]])), left);
    }
}

#[test]
fn clones_are_the_same_desk() {
    let odoo = offline();
    try_count_companies(&odoo.clone()).unwrap();
    assert_eq!(odoo.calls().len(), 1);
}

fn offline() -> Desk {
    StandIn::demo().offline()
}

fn try_count_companies(odoo: &Desk) -> Result<Answer, NoAnswer> {
    call(odoo, "res.partner", "search_count", json!([[["is_company", "=", true]]]))
}

fn create_tag(odoo: &Desk, name: &str) -> Result<Answer, NoAnswer> {
    call(odoo, "project.tags", "create", json!([{"name": name}]))
}

fn call(odoo: &Desk, model: &str, method: &str, args: Json) -> Result<Answer, NoAnswer> {
    try_rpc(odoo, "object", "execute_kw", json!([odoo.database(), 8, odoo.api_key(), model, method, args]))
}

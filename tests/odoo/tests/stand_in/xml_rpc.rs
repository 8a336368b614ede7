//! XML-RPC beyond its recordings: what is kept though the answer is a fault.

use odoo_stand_in::{Answer, Desk, StandIn};
use serde_json::json;

#[test]
fn a_method_that_returns_nothing_faults_after_its_work_is_kept() {
    let odoo = StandIn::demo().offline();
    let answer = execute(&odoo, "res.partner", "action_archive", 14);
    assert_eq!(answer.status, 200);
    assert!(text(&answer).contains("<int>1</int>"), "{}", text(&answer));
    assert!(text(&answer).contains("TypeError: cannot marshal None unless allow_none is enabled"), "{}", text(&answer));
    assert_eq!(odoo.record("res.partner", 14, &["active"]), Some(json!({"id": 14, "active": false})));
}

#[test]
fn a_method_that_returns_records_faults_after_its_work_is_kept() {
    let odoo = StandIn::demo().offline();
    let before = odoo.count("mail.activity", &json!([["res_model", "=", "crm.lead"]]));
    let answer = execute(&odoo, "crm.lead", "activity_schedule", 63);
    assert!(
        text(&answer).contains("cannot marshal &lt;class 'odoo.api.mail.activity'&gt; objects"),
        "{}",
        text(&answer)
    );
    assert_eq!(odoo.count("mail.activity", &json!([["res_model", "=", "crm.lead"]])), before + 1);
}

#[test]
fn a_call_is_noted_as_it_is_over_json() {
    let odoo = StandIn::demo().offline();
    execute(&odoo, "res.partner", "action_archive", 14);
    let calls = odoo.calls();
    assert_eq!(calls[0].name(), "res.partner/action_archive");
    assert_eq!(calls[0].args, [json!([14])]);
}

#[test]
fn only_a_post_is_a_call() {
    let odoo = StandIn::demo().offline();
    assert_eq!(odoo.answer("GET", "/xmlrpc/2/common", &[], b"").unwrap().status, 405);
    assert_eq!(odoo.calls(), []);
}

/// Calls a method on one record as the bridge.
fn execute(odoo: &Desk, model: &str, method: &str, id: i64) -> Answer {
    let texts: String = ["odoo", odoo.api_key(), model, method]
        .map(|text| format!("<param><value><string>{text}</string></value></param>"))
        .concat();
    let (database, rest) = texts.split_at(texts.find("</param>").unwrap() + "</param>".len());
    let body = format!(
        "<?xml version='1.0'?><methodCall><methodName>execute_kw</methodName><params>{database}\
         <param><value><int>8</int></value></param>{rest}<param><value><array><data><value><array><data>\
         <value><int>{id}</int></value></data></array></value></data></array></value></param></params></methodCall>"
    );
    odoo.answer("POST", "/xmlrpc/2/object", &[], body.as_bytes()).unwrap()
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

//! Every recorded exchange with Odoo 17 over XML-RPC.

use std::path::Path;
use std::time::Duration;

use odoo_plugin::odoo::{Call, Method, Odoo, OdooError, Question, UserId, XmlRpc};
use odoo_plugin::ports::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::recordings::account;

/// Bodies of request and answer; headers end at the first empty line.
fn recorded(name: &str) -> (String, HttpResponse) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/odoo/recordings").join(format!("{name}.http"));
    let text = std::fs::read_to_string(&path).expect("a recording");
    let (request, response) = text.split_once("\n\n###### response ######\n\n").expect("an answer");
    let request = request.split_once("\n\n").and_then(|(_, request)| request.split_once("\n\n")).expect("a body").1;
    let (_, body) = response.split_once("\n\n").expect("a body");
    let response = HttpResponse { status: 200, body: body.into(), ..HttpResponse::default() };
    (format!("{request}\n"), response)
}

/// What it means as the answer to a call.
fn answered(name: &str, method: Method) -> Result<Value, OdooError> {
    XmlRpc.answer(Question::Execute(UserId(8), &Call::new("res.partner", method)), recorded(name).1)
}

fn sent(question: Question<'_>) -> HttpRequest {
    XmlRpc.request(&account(None), question, Duration::from_secs(3))
}

fn text(request: HttpRequest) -> String {
    String::from_utf8(request.body).expect("text")
}

#[test]
fn every_fault_has_its_type() {
    let expected = [
        ("access-error-model", "odoo_access"),
        ("access-error-rule", "odoo_access"),
        ("authenticate-unknown-db", "odoo_database"),
        ("bad-common-method", "odoo_defect"),
        ("bad-datetime", "odoo_defect"),
        ("bad-domain", "odoo_defect"),
        ("bad-fk", "odoo_validation"),
        ("bad-selection", "odoo_validation"),
        ("bad-service", "odoo_defect"),
        ("execute-bad-password", "odoo_authentication"),
        ("execute-bad-uid", "odoo_missing"),
        ("execute-key-of-other-user", "odoo_authentication"),
        ("execute-unknown-db", "odoo_database"),
        ("malformed", "odoo_defect"),
        ("missing-error-unlink", "odoo_missing"),
        ("missing-error", "odoo_missing"),
        ("missing-method", "odoo_defect"),
        ("missing-model-user-error", "odoo_not_installed"),
        ("missing-required", "odoo_validation"),
        ("private-method", "odoo_access"),
        ("unknown-field-create", "odoo_defect"),
        ("unknown-field-domain", "odoo_defect"),
        ("unknown-field-read", "odoo_defect"),
        ("validation-error-calendar", "odoo_validation"),
        ("validation-error", "odoo_validation"),
        ("wrong-arity", "odoo_defect"),
    ];
    for (name, code) in expected {
        let error = answered(&format!("1-xmlrpc-{name}"), Method::Write).unwrap_err();
        assert_eq!(error.code(), code, "{name}");
        assert!(!error.outcome_is_unknown(), "{name}");
        let fault = error.fault().map(|fault| fault.message.clone()).unwrap_or_default();
        assert!(!fault.contains("Traceback") && !fault.contains("stack frames"), "{name}: {fault}");
    }
}

#[test]
fn the_last_line_of_a_traceback_is_the_message() {
    let error = answered("1-xmlrpc-bad-selection", Method::Write).unwrap_err();
    let fault = error.fault().unwrap();
    assert_eq!(
        (fault.name.as_str(), fault.message.as_str()),
        ("builtins.ValueError", "Wrong value for project.task.state: 'done'")
    );
}

#[test]
fn a_fault_after_the_work_was_done_leaves_a_write_unknown() {
    for name in ["1-xmlrpc-returns-none", "3-xmlrpc-activity-schedule"] {
        let error = answered(name, Method::Write).unwrap_err();
        assert_eq!((error.code(), error.outcome_is_unknown()), ("odoo_unclear", true), "{name}");
    }
}

#[test]
fn answers_are_those_of_json() {
    let pairs =
        ["1-xmlrpc-execute-ok", "1-xmlrpc-empty-ids", "1-xmlrpc-read-missing-id", "2-xmlrpc-unicode", "2-xmlrpc-tasks"]
            .map(|name| answered(name, Method::SearchRead).unwrap());
    assert_eq!(
        pairs[0],
        json!([
            {"id": 14, "name": "Azure Interior", "email": "vauxoo@yourcompany.example.com", "country_id": [233, "United States"]},
            {"id": 10, "name": "Deco Addict", "email": "info@agrolait.com", "country_id": [233, "United States"]},
        ])
    );
    assert_eq!((&pairs[1], &pairs[2]), (&json!([]), &json!([])));
    // What XML has no character for, Odoo leaves out.
    assert_eq!(pairs[3][0]["name"], "Ñandú 😀 <b>&amp;</b> ");
    assert!(pairs[4].as_array().is_some_and(|tasks| tasks.iter().all(|task| task["id"].is_i64())), "{}", pairs[4]);
    assert_eq!(answered("3-xmlrpc-message-post", Method::MessagePost), Ok(json!(600)));
    assert_eq!(answered("1-xmlrpc-search-count-limit", Method::SearchCount), Ok(json!(10)));
}

#[test]
fn logins_and_versions_are_understood() {
    let signed_in = |name: &str| XmlRpc.answer(Question::SignIn, recorded(name).1);
    assert_eq!(signed_in("1-xmlrpc-authenticate-ok"), Ok(json!(8)));
    assert_eq!(signed_in("1-xmlrpc-authenticate-bad-password"), Err(OdooError::Authentication));
    assert_eq!(signed_in("1-xmlrpc-authenticate-unknown-login"), Err(OdooError::Authentication));
    assert_eq!(XmlRpc.answer(Question::Version, recorded("1-xmlrpc-version").1), Ok(json!("17.0")));
}

#[test]
fn requests_are_those_of_pythons_own_client() {
    let search = Call::new("res.partner", Method::SearchRead)
        .with("domain", json!([["is_company", "=", true]]))
        .with("fields", json!(["name", "email", "country_id"]))
        .with("limit", 2);
    let request = sent(Question::Execute(UserId(8), &search));
    assert_eq!(request.url, "https://erp.example.com/xmlrpc/2/object");
    assert_eq!(request.headers[0], ("Content-Type", "text/xml".to_owned()));
    assert_eq!(text(request), recorded("1-xmlrpc-execute-ok").0);

    let post = Call::new("project.task", Method::MessagePost).on(&[68]).with("body", "by xml");
    assert_eq!(text(sent(Question::Execute(UserId(8), &post))), recorded("3-xmlrpc-message-post").0);

    assert_eq!(text(sent(Question::SignIn)), recorded("1-xmlrpc-authenticate-ok").0);
    assert_eq!(text(sent(Question::Version)), recorded("1-xmlrpc-version").0);
}

//! Every recorded answer of Odoo 17 to a call over JSON-RPC.

use std::time::Duration;

use odoo_plugin::odoo::{Call, JsonRpc, Method, Odoo, OdooError, Question, UserId};
use odoo_plugin::ports::HttpMethod;
use odoo_plugin::settings::{Account, Api, OdooAddress, Secret};
use serde_json::{Value, json};

use crate::world::recorded;

/// A recording's answer, as the answer to a call of a model.
fn executed(name: &str) -> Result<Value, OdooError> {
    JsonRpc.answer(Question::Execute(UserId(8), &call()), recorded(name)?)
}

fn call() -> Call {
    Call::new("res.partner", Method::SearchRead).with("domain", json!([]))
}

/// The account of the recordings.
pub fn account(api: Option<Api>) -> Account {
    Account {
        address: OdooAddress::parse("https://erp.example.com", false).unwrap(),
        database: "odoo".into(),
        login: "bridge".into(),
        key: Secret::new("BRIDGE_API_KEY".into()),
        api,
        timeout: Duration::from_secs(20),
    }
}

#[test]
fn every_error_has_its_type() {
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
        ("missing-error-unlink", "odoo_missing"),
        ("missing-error", "odoo_missing"),
        ("missing-method", "odoo_defect"),
        ("missing-model-user-error", "odoo_not_installed"),
        ("missing-required", "odoo_validation"),
        ("private-method", "odoo_access"),
        ("unknown-field-create", "odoo_defect"),
        ("unknown-field-domain", "odoo_defect"),
        ("unknown-field-read", "odoo_defect"),
        ("user-archived", "odoo_authentication"),
        ("validation-error-calendar", "odoo_validation"),
        ("validation-error", "odoo_validation"),
        ("wrong-arity", "odoo_defect"),
    ];
    for (name, code) in expected {
        let error = executed(&format!("1-jsonrpc-{name}")).unwrap_err();
        assert_eq!(error.code(), code, "{name}");
        let fault = error.fault().map(|fault| fault.message.clone()).unwrap_or_default();
        assert!(!fault.contains("Traceback"), "{name}");
    }
}

#[test]
fn every_other_answer_over_http_is_an_outage() {
    let expected = [
        ("1-http-batch", "Odoo is not available: the answer has HTTP status 400"),
        ("1-http-json2-404", "Odoo is not available: the answer has HTTP status 404"),
        ("1-http-malformed-json", "Odoo is not available: the answer has HTTP status 400"),
        ("1-http-no-content-type", "Odoo is not available: the answer has HTTP status 400"),
    ];
    for (name, text) in expected {
        assert_eq!(executed(name).unwrap_err().to_string(), text, "{name}");
    }
}

#[test]
fn a_method_that_returns_nothing_is_null() {
    assert_eq!(executed("1-jsonrpc-returns-none"), Ok(Value::Null));
}

#[test]
fn rows_come_as_they_are() {
    let rows = executed("1-jsonrpc-execute-ok").unwrap();
    assert_eq!(rows[0]["name"], "Azure Interior");
    assert_eq!(executed("2-unicode").unwrap()[0]["name"], "Ñandú 😀 <b>&amp;</b> \u{7}");
}

#[test]
fn a_wrong_password_is_an_authentication_error() {
    let signed_in = |name| JsonRpc.answer(Question::SignIn, recorded(name)?);
    assert_eq!(signed_in("1-jsonrpc-authenticate-ok"), Ok(json!(8)));
    assert_eq!(signed_in("1-jsonrpc-authenticate-bad-password"), Err(OdooError::Authentication));
    assert_eq!(signed_in("1-jsonrpc-authenticate-unknown-login"), Err(OdooError::Authentication));
    assert!(matches!(signed_in("1-jsonrpc-authenticate-unknown-db"), Err(OdooError::Database(_))));
}

#[test]
fn the_version_needs_no_login() {
    assert_eq!(
        recorded("1-jsonrpc-version").map(|answer| JsonRpc.answer(Question::Version, answer)),
        Ok(Ok(json!("17.0")))
    );
}

#[test]
fn requests_are_those_that_were_recorded() {
    let request = JsonRpc.request(&account(None), Question::Execute(UserId(8), &call()), Duration::from_secs(3));
    assert_eq!((request.method, request.url.as_str()), (HttpMethod::Post, "https://erp.example.com/jsonrpc"));
    assert_eq!(request.timeout, Duration::from_secs(3));
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body).unwrap()["params"],
        json!({
            "service": "object", "method": "execute_kw",
            "args": ["odoo", 8, "BRIDGE_API_KEY", "res.partner", "search_read", [[]], {}],
        })
    );
}

//! Every recorded answer of Odoo 17 to a call over JSON-RPC.

use odoo_plugin::odoo::{JsonRpc, Odoo, OdooError};
use odoo_plugin::ports::Timestamp;
use odoo_plugin::settings::{Account, OdooAddress, Secret};

use crate::world::{World, recorded};

/// A recording's answer, as the answer to a call of a model.
fn executed(name: &str) -> Result<serde_json::Value, OdooError> {
    use odoo_plugin::odoo::{Call, Method, UserId};

    let world = World::new().odoo([recorded(name)]);
    let account = account();
    let call = Call { model: "res.partner", method: Method::SearchRead, args: vec![], kwargs: Default::default() };
    JsonRpc::new(&account.address, &world, &world).execute(&account, UserId(8), &call, Timestamp(i64::MAX))
}

fn account() -> Account {
    Account {
        address: OdooAddress::parse("https://erp.example.com", false).unwrap(),
        database: "odoo".into(),
        login: "bridge".into(),
        key: Secret::new("BRIDGE_API_KEY".into()),
        timeout: std::time::Duration::from_secs(20),
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
        ("bad-selection", "odoo_defect"),
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
    assert_eq!(executed("1-jsonrpc-returns-none"), Ok(serde_json::Value::Null));
}

#[test]
fn rows_come_as_they_are() {
    let rows = executed("1-jsonrpc-execute-ok").unwrap();
    assert_eq!(rows[0]["name"], "Azure Interior");
    assert_eq!(executed("2-unicode").unwrap()[0]["name"], "Ñandú 😀 <b>&amp;</b> \u{7}");
}

#[test]
fn a_wrong_password_is_an_authentication_error() {
    let signed_in = |name| {
        let world = World::new().odoo([recorded(name)]);
        let account = account();
        JsonRpc::new(&account.address, &world, &world).sign_in(&account, Timestamp(i64::MAX)).map(|user| user.0)
    };
    assert_eq!(signed_in("1-jsonrpc-authenticate-ok"), Ok(8));
    assert_eq!(signed_in("1-jsonrpc-authenticate-bad-password"), Err(OdooError::Authentication));
    assert_eq!(signed_in("1-jsonrpc-authenticate-unknown-login"), Err(OdooError::Authentication));
    assert!(matches!(signed_in("1-jsonrpc-authenticate-unknown-db"), Err(OdooError::Database(_))));
}

#[test]
fn the_version_needs_no_login() {
    let world = World::new().odoo([recorded("1-jsonrpc-version")]);
    let account = account();
    let version = JsonRpc::new(&account.address, &world, &world).version(Timestamp(i64::MAX));
    assert_eq!(version, Ok("17.0".into()));
}

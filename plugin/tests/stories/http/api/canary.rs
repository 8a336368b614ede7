//! What must never come out.

use odoo_plugin::access::Scope;
use odoo_stand_in::Fault;
use serde_json::json;

use super::{key, live, parts};
use crate::world::World;

/// Every answer that a caller can get, as one text.
fn everything(world: &World, token: &str) -> String {
    let note = json!({"kind": "note", "record": "crm.lead,63", "text": "Called."}).to_string();
    let json = ("Content-Type", "application/json");
    let mut answers = String::new();
    for headers in [&[json][..], &[json, ("X-API-Key", token)], &[json, ("X-API-Key", "odk_wrong")]] {
        let requests = [
            ("GET", "/odoo/status", ""),
            ("POST", "/odoo/search/partners", "{}"),
            ("POST", "/odoo/search/partners", "{\"x\":1}"),
            ("POST", "/odoo/search/calendar", "{\"from\":\"soon\"}"),
            ("GET", "/odoo/partners/71", ""),
            ("GET", "/odoo/proposals", ""),
            ("POST", "/proposals", &note),
            ("POST", "/odoo/propose/lead", "{\"name\":\"Desks\"}"),
            ("POST", "/odoo/execute/K7M2PX", "{\"confirmed\":true}"),
            ("GET", "/audit", ""),
            ("GET", "/channels", ""),
        ];
        for (method, path, body) in requests {
            let path = format!("/api/v1{path}");
            let response = world.request_with(method, &path, Some("anna"), headers, body.as_bytes());
            answers.push_str(&format!("{:?}{}", response.headers, parts(&response).1));
        }
    }
    answers
}

#[test]
fn no_secret_is_in_any_answer_or_line_of_the_log() {
    let world = live().setting("encryptionkey", json!("CANARY-ENCRYPTION-KEY-0123456789ABCDEF"));
    let (token, made) = key(&world, &[Scope::Read, Scope::Propose], Some("town"));
    let mut seen = everything(&world, &token);
    for fault in [
        Fault::KeyRevoked,
        Fault::Html,
        Fault::Exception { name: "builtins.ValueError", message: "CANARY-TRACEBACK".into() },
    ] {
        world.desk().set_fault(fault);
        world.pass(std::time::Duration::from_secs(120));
        seen.push_str(&everything(&world, &token));
    }
    seen.push_str(&world.logged.borrow().join("\n"));
    seen.push_str(&world.audited.borrow().join("\n"));
    assert!(seen.contains("Azure Interior") && seen.contains(&made.id), "something was answered");
    let secret = &token[13..];
    for canary in ["BRIDGE_API_KEY", "CANARY", secret] {
        assert!(!seen.contains(canary), "{canary}");
    }
}

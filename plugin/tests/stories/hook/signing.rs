//! Who is believed.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use odoo_plugin::hook;
use odoo_plugin::ports::Clock;
use serde_json::json;

use super::{accepted, parts, send, send_bytes, wish, without_id, world};
use crate::event::{titles, work};

const BODY: &[u8] = br#"{"text": "Build 7 failed"}"#;

#[test]
fn a_signed_event_is_stored_and_shown_once_however_often_it_is_sent() {
    let (world, key) = world();
    let headers = key.sign(world.now(), "build-7", BODY);
    let (status, answer) = parts(&send_bytes(&world, "ci", &headers, BODY));
    assert_eq!((status, without_id(answer.clone())), (202, accepted(false)));
    assert_eq!(answer["id"], json!(odoo_plugin::event::key(&odoo_plugin::event::Source::Hook("ci".into()), "build-7")));
    for _ in 0..2 {
        work(&world);
        let (status, again) = parts(&send_bytes(&world, "ci", &headers, BODY));
        assert_eq!((status, without_id(again)), (202, accepted(true)));
    }
    assert_eq!(titles(&world, "town"), ["Build 7 failed"]);
}

#[test]
fn the_standard_spelling_is_taken_with_the_same_secret() {
    let (world, key) = world();
    let now = (world.now().0 / 1000).to_string();
    let secret = STANDARD.decode(key.expose().strip_prefix("whsec_").unwrap()).unwrap();
    let signed = [b"msg_1.", now.as_bytes(), b".", BODY].concat();
    let signature = STANDARD.encode(super::rotation::hmac(&secret, &signed));
    let headers = |signature: String| {
        [("Webhook-Id", "msg_1"), ("Webhook-Timestamp", &now), ("Webhook-Signature", &signature)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .chain([("Content-Type".to_owned(), "application/json".to_owned())])
            .collect::<Vec<_>>()
    };
    let several = format!("v1a,{signature} v1,AAAA v1,{signature}");
    assert_eq!(send_bytes(&world, "ci", &headers(several), BODY).status, 202);
    assert_eq!(send_bytes(&world, "ci", &headers("v1,AAAA".into()), BODY).status, 401);
    work(&world);
    assert_eq!(titles(&world, "town"), ["Build 7 failed"]);
}

#[test]
fn whatever_is_wrong_the_answer_is_the_same() {
    let (world, key) = world();
    super::made(&world, hook::Wish { name: "other".into(), ..wish() });
    let good = key.sign(world.now(), "7", BODY);
    let without = |name: &str| good.iter().filter(|(given, _)| given != name).cloned().collect::<Vec<_>>();
    let with = |name: &str, value: &str| {
        let mut headers = without(name);
        headers.push((name.to_owned(), value.to_owned()));
        headers
    };
    let at = |ms: i64| key.sign(odoo_plugin::ports::Timestamp(world.now().0 + ms), "7", BODY);
    let respaced = br#"{"text":"Build 7 failed"}"#;
    let refusals = [
        send_bytes(&world, "ci", &[], BODY),
        send_bytes(&world, "ci", &without("X-Odoo-Signature"), BODY),
        send_bytes(&world, "ci", &without("X-Odoo-Timestamp"), BODY),
        send_bytes(&world, "ci", &without("X-Odoo-Event-Id"), BODY),
        send_bytes(&world, "ci", &with("X-Odoo-Event-Id", "8"), BODY),
        send_bytes(&world, "ci", &with("X-Odoo-Event-Id", &"7".repeat(129)), BODY),
        send_bytes(&world, "ci", &with("X-Odoo-Timestamp", "1795253401"), BODY),
        send_bytes(&world, "ci", &with("X-Odoo-Signature", "v1="), BODY),
        send_bytes(&world, "ci", &with("X-Odoo-Signature", &format!("v1={}", "00".repeat(32))), BODY),
        send_bytes(&world, "ci", &at(-301_000), BODY),
        send_bytes(&world, "ci", &at(301_000), BODY),
        send_bytes(&world, "ci", &good, respaced),
        send_bytes(&world, "other", &good, BODY),
        send_bytes(&world, "nothing", &good, BODY),
        send_bytes(&world, "no%20name", &good, BODY),
    ];
    let unsigned = json!({
        "detail": "The signature is missing, wrong or too old.", "code": "unsigned", "request_id": "req",
    });
    for (number, refusal) in refusals.iter().enumerate() {
        assert_eq!(parts(refusal), (401, unsigned.clone()), "{number}");
        assert_eq!(refusal, &refusals[0], "{number}");
    }
    hook::set_disabled(&world.deps(), "ci", true).unwrap();
    assert_eq!(send_bytes(&world, "ci", &good, BODY), refusals[0]);
    hook::set_disabled(&world.deps(), "ci", false).unwrap();
    assert_eq!(send_bytes(&world, "ci", &good, BODY).status, 202, "it was good all the time");
}

#[test]
fn a_clock_that_is_five_minutes_off_is_taken() {
    for ms in [-300_000, 300_000] {
        let (world, key) = world();
        let headers = key.sign(odoo_plugin::ports::Timestamp(world.now().0 + ms), "7", BODY);
        assert_eq!(send_bytes(&world, "ci", &headers, BODY).status, 202);
    }
}

#[test]
fn the_name_is_taken_in_any_capitals_and_only_by_post() {
    let (world, key) = world();
    assert_eq!(send_bytes(&world, "CI", &key.sign(world.now(), "7", BODY), BODY).status, 202);
    assert_eq!(world.request("GET", "/hooks/v1/ci", None, b"").status, 405);
}

#[test]
fn killed_at_any_step_before_the_answer_it_is_sent_again_and_shown_once() {
    for is_after in [false, true] {
        for step in 0.. {
            let (world, key) = world();
            world.effects.kill_at(step, is_after);
            if world.survive(|world| send(world, &key, "7", &json!({"text": "Build 7"}))).is_ok() {
                assert!(step >= 3, "counted, stored, queued");
                break;
            }
            let (status, _) = send(&world, &key, "7", &json!({"text": "Build 7"}));
            assert_eq!(status, 202, "step {step}, {is_after}");
            crate::event::work_for(&world, Duration::from_secs(150));
            assert_eq!(titles(&world, "town"), ["Build 7"], "step {step}, {is_after}");
        }
    }
}

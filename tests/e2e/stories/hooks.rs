//! Events of other systems.

use e2e::{Answer, Ears, World, now, secret_in, signed};
use serde_json::json;

/// As it goes over the wire: the spaces are a part of what is signed. Events of one thread are shown in order.
const BODY: &str =
    r#"{"title": "Build 7 failed", "text": "Nobody knows why.", "severity": "warning", "thread_key": "e2e"}"#;

pub async fn a_signed_event_is_shown_once_and_anything_else_gets_the_same_refusal(world: &World) {
    let (name, secret) = new(world, "events").await;
    let mut ears = world.ears_of(&world.member).await;
    let id = format!("build-{}", world.team_id);

    let stored = send(world, &name, &signed(&secret, &id, now(), BODY), BODY).await;
    let again = send(world, &name, &signed(&secret, &id, now(), BODY), BODY).await;
    let respaced = BODY.replace(": ", ":");
    let refused = [
        send(world, &name, &signed(&secret, &id, now(), BODY), &respaced).await,
        send(world, &name, &signed(&secret, &id, now() - 600, BODY), BODY).await,
        send(world, &name, &[], BODY).await,
        send(world, "nothing", &signed(&secret, &id, now(), BODY), BODY).await,
    ];

    assert_eq!((stored.status, &stored.body["duplicate"]), (202, &json!(false)), "{stored:?}");
    assert_eq!((again.status, &again.body["duplicate"], &again.body["id"]), (202, &json!(true), &stored.body["id"]));
    for refused in refused {
        let mut body = refused.body;
        body["request_id"] = json!("");
        let expected =
            json!({"detail": "The signature is missing, wrong or too old.", "code": "unsigned", "request_id": ""});
        assert_eq!((refused.status, body), (401, expected));
    }
    let last_id = format!("{id}-last");
    send(world, &name, &signed(&secret, &last_id, now(), BODY), BODY).await;
    assert_eq!(shown(&mut ears, &id, &last_id).await, 1);
    let answer = world.answer_to(&world.admin, &format!("/odoo hook disable {name}")).await;
    assert!(answer.starts_with(&format!("The hook `{name}` takes nothing any more.")), "{answer}");
}

pub async fn a_request_from_elsewhere_is_refused_like_any_and_doctor_tells_what_went_astray(world: &World) {
    const ASTRAY: &str = r#"{"text": "hi", "channel": "elsewhere"}"#;
    let (name, secret) = new(world, "astray").await;
    let sent = async |id: &str| send(world, &name, &signed(&secret, id, now(), ASTRAY), ASTRAY).await;
    let limited = world.answer_to(&world.admin, &format!("/odoo hook from {name} 192.0.2.7,10.255.0.0/16")).await;
    let refused = sent("refused").await;
    let open = world.answer_to(&world.admin, &format!("/odoo hook from {name} anywhere")).await;
    let stored = sent("stored").await;
    let doctor = world.answer_to(&world.admin, "/odoo doctor delivery").await;

    assert_eq!(limited, format!("The hook `{name}` takes requests from `192.0.2.7,10.255.0.0/16` only."));
    assert_eq!((refused.status, &refused.body["code"]), (401, &json!("unsigned")), "{refused:?}");
    assert_eq!(open, format!("The hook `{name}` takes requests from anywhere."));
    assert_eq!(stored.status, 202, "{stored:?}");
    let why = "1 event is not tried any more: that is none of the channels of the hook.";
    assert!(doctor.contains(&format!("- ✗ the hook `{name}`, no channel: {why}")), "{doctor}");
    let id = stored.body["id"].as_str().unwrap_or_default();
    let dropped = world.answer_to(&world.admin, &format!("/odoo outbox drop {id}")).await;
    assert_eq!(dropped, "It is given up, and what it said is forgotten.");
    world.answer_to(&world.admin, &format!("/odoo hook delete {name} --confirm {name}")).await;
}

/// A hook for `town-square`: its name and secret.
pub async fn new(world: &World, what: &str) -> (String, String) {
    let name = format!("e2e-{what}-{}", world.member.username.to_lowercase());
    let made = format!(
        "The hook `{name}` for ~town-square is made. The bot sent you its address and secret in a direct message, once."
    );
    let mut direct = world.ears_of(&world.admin).await;
    let answer = world.answer_to(&world.admin, &format!("/odoo hook new {name} --channels town-square")).await;
    assert_eq!(answer, made);
    let message = direct.post_saying("whsec_").await;
    let secret = secret_in(message["message"].as_str().unwrap()).expect("a secret");
    (name, secret)
}

/// How often the channel heard of the event before it heard of the one that came after it.
async fn shown(ears: &mut Ears, id: &str, last_id: &str) -> usize {
    let mut count = 0;
    loop {
        let post = ears.post_of("posted").await;
        match post["props"]["odoo_event"].as_str() {
            Some(event) if event == id => count += 1,
            Some(event) if event == last_id => return count,
            _ => {}
        }
    }
}

pub async fn send(world: &World, hook: &str, headers: &[(&str, String)], body: &str) -> Answer {
    let path = format!("/plugins/{}/hooks/v1/{hook}", e2e::PLUGIN_ID);
    world.site.deliver(&path, headers, body).await
}

use odoo_plugin::ports::HttpResponse;
use serde_json::{Value, json};

use super::fence::{key, send};
use super::{AZURE, DECO, linked};
use crate::event::work;

#[test]
fn the_gateway_of_one_organisation_is_asked_answered_and_kept_from_the_other() {
    let world = linked(AZURE, DECO)
        .setting("agentgatewayurl", json!("https://agent.example.com/ask"))
        .setting("agentgatewaysecret", json!("0123456789abcdef0123456789abcdef"))
        .setting("agentchannel", json!("town"));
    let answer =
        HttpResponse { status: 200, body: json!({"text": "Two leads."}).to_string().into(), ..HttpResponse::default() };
    world.services.borrow_mut().push_back(Ok(answer));
    let id = world.say("ben", "town", "@agent how many leads are there?");
    work(&world);
    work(&world);
    let asked: Value = serde_json::from_slice(&world.sent.borrow()[0].body).unwrap();
    assert_eq!(asked["organizationId"], json!(AZURE));
    assert_eq!(world.answers_in(&id).iter().map(|post| post.text.as_str()).collect::<Vec<_>>(), ["Two leads."]);
    let token = key(&world, "town");
    assert_eq!(send(&world, &token, "GET", "/records/lead/19", &Value::Null).0, 200);
    assert_eq!(send(&world, &token, "GET", "/records/lead/14", &Value::Null).0, 404);
}

#[test]
fn a_command_in_a_message_is_answered_for_everybody_with_what_is_inside() {
    let world = linked(AZURE, DECO).setting("triggerwords", json!("odoo:"));
    let answers = |channel_id: &str| {
        let id = world.say("ben", channel_id, "odoo: find lead --partner 10");
        world.answers_in(&id).into_iter().map(|post| post.text).collect::<String>()
    };
    assert!(!answers("town").contains("Office Design Project"));
    assert!(answers("garden").contains("Office Design Project"));
}

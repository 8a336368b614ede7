//! Messages for the command endpoint.

use odoo_plugin::event;
use odoo_plugin::hook::{Key, Signed};
use odoo_plugin::ports::{Clock, HttpResponse};
use odoo_plugin::settings::Secret;
use serde_json::{Value, json};

use crate::event::work;
use crate::world::{Reply, START, World};

const SECRET: &str = "fedcba9876543210fedcba9876543210";

/// What begins with `erp:` in `town` goes to a controller.
fn world() -> World {
    World::new()
        .setting("commandendpointurl", json!("https://commands.example.com/mattermost/command"))
        .setting("commandendpointsecret", json!(SECRET))
        .setting("commandendpointwords", json!("erp:, stock:"))
        .setting("commandendpointchannels", json!("town"))
}

fn says(text: &str) -> Reply {
    let body = json!({"text": text}).to_string().into_bytes();
    Ok(HttpResponse { status: 200, location: None, retry_after_seconds: None, body, date: None, certificate_end: None })
}

#[test]
fn a_message_that_begins_with_a_word_is_handed_over_signed_and_answered_in_its_thread() {
    let world = world();
    world.services.borrow_mut().push_back(says("12 desks are left.\nAsk @here."));
    let id = world.say("ben", "town", "Stock: desks");
    work(&world);
    work(&world);
    let key = Key::of(&Secret::new(SECRET.into()));
    let [request] = &world.sent.borrow()[..] else { panic!("one request") };
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body).unwrap(),
        json!({
            // printf token | openssl dgst -sha256 -hmac fedcba9876543210fedcba9876543210
            "token": "46f0a2a907bfc81adc21d8aaed2b2f99ca54223cdae510de6b8e640329caf3cd",
            "team_id": "team", "team_domain": "acme", "channel_id": "town", "channel_name": "town", "timestamp": START.0,
            "user_id": "ben", "user_name": "ben", "post_id": id, "text": "Stock: desks", "trigger_word": "stock:",
        })
    );
    let headers: Vec<_> = request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let signed = Signed::read(&headers, world.now()).unwrap();
    assert_eq!((signed.id, signed.is_of(&world.deps(), Some(&key), &request.body)), (id.as_str(), true));
    let texts: Vec<_> = world.answers_in(&id).into_iter().map(|post| post.text).collect();
    assert_eq!(texts, ["12 desks are left.\nAsk @\u{2060}here."]);
}

#[test]
fn a_long_answer_is_cut_and_all_of_it_is_a_file() {
    let world = world();
    world.services.borrow_mut().push_back(says(&"@all ".repeat(2_000)));
    let id = world.say("ben", "town", "stock: desks");
    work(&world);
    work(&world);
    let [post] = &world.answers_in(&id)[..] else { panic!("one answer") };
    let mark = "…\n\nThe text is cut. All of it is in the file `message.txt`.";
    assert_eq!(post.text, "@\u{2060}all ".repeat(1_600).trim_end().to_owned() + mark);
    assert_eq!(world.files.borrow()[0].2, "@all ".repeat(2_000).trim_end().as_bytes());
}

#[test]
fn the_token_is_stored_nowhere() {
    let world = world();
    world.say("ben", "town", "erp: hello");
    let token = Key::of(&Secret::new(SECRET.into())).token();
    let kept = world.kv.borrow().values().any(|(value, _)| String::from_utf8_lossy(value).contains(&token));
    assert!(!kept && world.kv.borrow().keys().any(|key| key.starts_with("ev/")));
}

#[test]
fn other_channels_and_other_words_go_nowhere() {
    let world = world();
    for (channel_id, text) in [("deals", "erp: hello"), ("town", "the erp: is down"), ("dm-ben-cara", "erp: hello")] {
        world.say("ben", channel_id, text);
    }
    world.save("commandendpointchannels", json!(""));
    world.say("ben", "dm-ben-cara", "erp: hello");
    work(&world);
    assert!(world.sent.borrow().is_empty());
    world.services.borrow_mut().push_back(says("Hello."));
    world.say("ben", "deals", "ERP: hello");
    work(&world);
    assert_eq!(world.sent.borrow().len(), 1);
}

#[test]
fn a_paused_plugin_sends_it_when_it_goes_on() {
    let world = world().setting("paused", json!(true));
    let id = world.say("ben", "town", "erp: hello");
    work(&world);
    assert_eq!((world.sent.borrow().len(), event::waiting(&world.deps()).unwrap()), (0, 1));
    world.save("paused", json!(false));
    world.services.borrow_mut().push_back(says("Hello."));
    work(&world);
    work(&world);
    assert_eq!(world.answers_in(&id).len(), 1);
}

#[test]
fn an_endpoint_that_is_switched_off_meanwhile_gets_nothing() {
    let world = world();
    let id = world.say("ben", "town", "erp: hello");
    world.save("commandendpointurl", json!(""));
    work(&world);
    let shown = world.admin().command(&format!("/odoo outbox show {id}"));
    assert!(shown.contains("not tried any more: the command endpoint is switched off"), "{shown}");
}

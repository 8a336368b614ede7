//! Where events go.

use std::time::Duration;

use odoo_plugin::event::{self, Delivery};
use odoo_plugin::hook::{Key, Wish};
use odoo_plugin::ports::{Chat, ChatError};
use serde_json::{Value, json};

use super::{made, send, wish, world};
use crate::event::{titles, work};
use crate::world::{BOT, Refusal, World};

/// The warnings in the answer, and the event as it is stored.
fn told(world: &World, key: &Key, id: &str, body: &Value) -> (Value, event::Event) {
    let (status, answer) = send(world, key, id, body);
    assert_eq!(status, 202, "{answer}");
    let stored = event::get(&world.deps(), answer["id"].as_str().unwrap()).unwrap().unwrap();
    (answer["warnings"].clone(), stored)
}

#[test]
fn an_event_goes_to_the_channel_it_names_or_to_the_default_one() {
    let world = World::new();
    let key = made(&world, wish());
    let bodies = [
        json!({}),
        json!({"channel": "deals"}),
        json!({"channel": "~Deals"}),
        json!({"channel": "#deals"}),
        json!({"channel_id": "deals"}),
    ];
    for (id, mut body) in bodies.into_iter().enumerate() {
        body["text"] = json!(format!("{id}"));
        assert_eq!(told(&world, &key, &id.to_string(), &body).0, json!([]));
        work(&world);
    }
    assert_eq!(titles(&world, "town"), ["0"]);
    assert_eq!(titles(&world, "deals"), ["1", "2", "3", "4"]);
}

#[test]
fn a_channel_that_is_not_the_hooks_own_gets_nothing_and_an_administrator_decides() {
    let world = World::new().setting("odooadmins", json!("@ben"));
    let key = made(&world, Wish { channels: wish().channels[..1].to_vec(), ..wish() });
    let why = "that is none of the channels of the hook";
    for (id, body) in
        [("1", json!({"text": "hi", "channel": "deals"})), ("2", json!({"text": "hi", "channel_id": "deals"}))]
    {
        let (warnings, stored) = told(&world, &key, id, &body);
        assert_eq!(warnings, json!([format!("It is kept and not shown: {why}. An administrator decides.")]));
        assert_eq!(stored.deliveries, [Delivery::nowhere(why)]);
        assert_eq!(told(&world, &key, id, &body).1, stored, "sent again");
    }
    work(&world);
    assert_eq!(titles(&world, "deals"), Vec::<String>::new());
    assert_eq!(world.told("ben").len(), 1, "once an hour");
    let letters = event::dead_letters(&world.deps(), 10).unwrap();
    assert_eq!(letters.events.len(), 2);
}

/// The hook `ci` for `deals` has no default channel of its own.
fn without_default(world: World) -> (World, Key) {
    let key = made(&world, Wish { default_channel_id: None, channels: wish().channels[1..].to_vec(), ..wish() });
    (world, key)
}

#[test]
fn without_a_default_channel_of_the_hook_that_of_the_setting_counts_as_it_is_when_the_event_comes() {
    let (world, key) = without_default(World::new().setting("defaultchannel", json!("~Town")));
    let sent = |id: &str, body: Value| {
        let warnings = told(&world, &key, id, &body).0;
        work(&world);
        warnings
    };
    assert_eq!(sent("1", json!({"text": "1"})), json!([]));
    assert!(world.channel_member("town", BOT).is_ok(), "the bot joins it");
    assert_eq!(sent("2", json!({"text": "2", "channel": "#town"})), json!([]), "it may be named too");
    world.save("defaultchannel", json!("deals"));
    assert_eq!(sent("3", json!({"text": "3"})), json!([]));
    assert_eq!(sent("4", json!({"text": "4", "channel": "town"})), astray("that is none of the channels of the hook"));
    world.save("defaultchannel", json!(""));
    assert_eq!(sent("5", json!({"text": "5"})), astray("the hook has no default channel"));
    assert_eq!((titles(&world, "town"), titles(&world, "deals")), (vec!["1".into(), "2".into()], vec!["3".into()]));
}

#[test]
fn the_channel_of_the_setting_is_one_of_the_team_of_the_hook() {
    let (world, key) = without_default(World::new().setting("defaultchannel", json!("garden")));
    let nothing = astray("the hook has no default channel, and its team has no channel named as in `DefaultChannel`");
    assert_eq!(told(&world, &key, "1", &json!({"text": "hi"})).0, nothing);
    world.save("defaultchannel", json!("town"));
    world.archive("town");
    assert_eq!(told(&world, &key, "2", &json!({"text": "hi"})).0, nothing);
    assert!(world.channel_member("town", BOT).is_err());
}

#[test]
fn the_default_channel_of_the_hook_is_kept_whatever_the_setting_says() {
    let world = World::new().setting("defaultchannel", json!("deals"));
    let key = made(&world, wish());
    told(&world, &key, "1", &json!({"text": "hi"}));
    work(&world);
    assert_eq!((titles(&world, "town").len(), titles(&world, "deals").len()), (1, 0));
}

fn astray(why: &str) -> Value {
    json!([format!("It is kept and not shown: {why}. An administrator decides.")])
}

#[test]
fn people_of_the_team_are_written_to_if_the_hook_may() {
    let world = World::new();
    let to_cara = json!({"text": "hi", "user_email": "cara@example.com"});
    let key = made(&world, wish());
    assert_eq!(
        told(&world, &key, "1", &to_cara).0,
        json!(["It is kept and not shown: the hook may not write to people. An administrator decides."])
    );
    let world = World::new();
    let key = made(&world, Wish { has_members: true, ..wish() });
    assert_eq!(told(&world, &key, "1", &to_cara).0, json!([]));
    work(&world);
    assert_eq!(titles(&world, "dm-bot-cara"), ["hi"]);
    world.change("cara", |cara| cara.locale = "de".into());
    told(&world, &key, "2", &json!({"title": "long", "text": "x".repeat(5_000), "user_email": "cara@example.com"}));
    world.pass(Duration::from_secs(301));
    work(&world);
    let text = world.last_post().text;
    assert!(text.starts_with("Der Text ist gekürzt."), "what is ours is in her language: {text}");
    world.change("dora", |dora| dora.is_deactivated = true);
    for email in ["nobody@example.com", "dora@example.com"] {
        let warnings = told(&world, &key, email, &json!({"text": "hi", "user_email": email})).0;
        let why =
            "It is kept and not shown: nobody in the team of the hook has that address. An administrator decides.";
        assert_eq!(warnings, json!([why]), "{email}");
    }
}

#[test]
fn what_a_hook_leaves_out_is_taken_and_not_shown() {
    let world = World::new();
    let key = made(&world, Wish { severity_min: event::Severity::Error, has_only_failures: true, ..wish() });
    let (warnings, stored) = told(&world, &key, "1", &json!({"text": "hi", "severity": "warning"}));
    assert_eq!(warnings, json!(["It is not shown: its severity is below that of the hook."]));
    assert!(stored.deliveries.is_empty() && stored.content.is_none() && stored.state() == "done");
    let success = json!({"type": "ci", "status": "success", "severity": "error", "next_step": "none"});
    assert_eq!(told(&world, &key, "2", &success).0, json!(["It is not shown: the hook shows failures only."]));
    assert_eq!(
        told(&world, &key, "3", &json!({"type": "ci", "status": "failure", "next_step": "Mend it"})).0,
        json!([])
    );
    work(&world);
    assert_eq!(titles(&world, "town"), ["Build failed"]);
}

#[test]
fn events_of_one_thread_stand_below_the_first() {
    let world = World::new();
    let key = made(&world, wish());
    for id in ["1", "2"] {
        told(&world, &key, id, &json!({"text": id, "thread_key": "suite"}));
    }
    work(&world);
    let posts = world.posts.borrow();
    assert_eq!((posts[1].root_id.as_str(), posts[1].cards[0].title.as_str()), (posts[0].id.as_str(), "2"));
}

#[test]
fn a_mattermost_that_does_not_say_who_somebody_is_makes_the_sender_try_again() {
    let world = World::new();
    let key = made(&world, Wish { has_members: true, ..wish() });
    let world = world.nobody();
    let (status, answer) = send(&world, &key, "1", &json!({"text": "hi", "user_email": "cara@example.com"}));
    assert_eq!((status, &answer["code"]), (503, &json!("unavailable")));
}

#[test]
fn what_is_logged_of_a_delivery_names_the_request_that_the_event_came_with() {
    let (world, key) = world();
    let (_, answer) = send(&world, &key, "7", &json!({"text": "Build 7"}));
    world.refusal.replace(Some(Refusal { error: ChatError::NotFound, is_posted: false }));
    work(&world);
    let id = answer["id"].as_str().unwrap();
    let line = format!("Warn An event could not be shown event={id} error=not found request_id=req");
    assert!(world.logged.borrow().contains(&line), "{:?}", world.logged.borrow());
}

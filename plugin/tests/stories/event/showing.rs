//! One event, one post.

use std::time::Duration;

use odoo_plugin::event::{Content, Delivery, DeliveryState, Event, Field, Notice};
use odoo_plugin::lifecycle;
use odoo_plugin::ports::{Card, CardField, Message};
use serde_json::json;

use super::{accept, event, in_thread, stored, titles, work, work_for, work_woken};
use crate::world::{BOT, Memory, START, World};

#[test]
fn an_event_is_shown_and_its_text_forgotten() {
    let world = World::new();
    let accepted = accept(&world, &event("7"));
    assert!(!accepted.is_duplicate);
    assert_eq!(world.woken.borrow().len(), 1, "nobody waits for a timer");
    work(&world);
    let post = Message {
        id: "post1".into(),
        created_at: START,
        author_id: BOT.into(),
        channel_id: "town".into(),
        cards: vec![Card {
            fallback: "Build 7".into(),
            color: "#d24b4e",
            title: "Build 7".into(),
            title_link: "https://ci.example.com/1".into(),
            text: "It failed.\nAgain.".into(),
            fields: vec![CardField { title: "Branch".into(), value: "main".into(), is_short: true }],
            footer: "ci".into(),
            buttons: Vec::new(),
        }],
        props: json!({"odoo_delivery": format!("{}/0", accepted.key), "odoo_event": "7"}),
        ..Message::default()
    };
    assert_eq!(*world.posts.borrow(), [post]);
    let sent = Delivery { state: DeliveryState::Sent { post_id: "post1".into() }, ..Delivery::to("town") };
    assert_eq!(stored(&world, &accepted), Event { content: None, deliveries: vec![sent], ..event("7") });
}

#[test]
fn the_same_id_again_is_a_duplicate_before_and_after_it_is_shown() {
    let world = World::new();
    assert!(!accept(&world, &event("7")).is_duplicate);
    assert!(accept(&world, &event("7")).is_duplicate);
    work(&world);
    assert!(accept(&world, &event("7")).is_duplicate);
    work(&world);
    assert_eq!(titles(&world, "town"), ["Build 7"]);
}

#[test]
fn another_channel_is_another_post() {
    let world = World::new();
    let accepted =
        accept(&world, &Event { deliveries: vec![Delivery::to("town"), Delivery::to("deals")], ..event("7") });
    work(&world);
    assert_eq!((titles(&world, "town"), titles(&world, "deals")), (vec!["Build 7".into()], vec!["Build 7".into()]));
    assert!(stored(&world, &accepted).is_settled());
}

#[test]
fn an_event_costs_four_calls_of_the_store_however_many_are_stored() {
    let world = World::new();
    let cost = |id: &str| {
        let before = world.kv_calls.get();
        accept(&world, &event(id));
        work_woken(&world);
        let after = world.kv_calls.get();
        world.pass(Duration::from_millis(60));
        (after.0 - before.0, after.1 - before.1)
    };
    // What this process does not know yet it reads: its lanes.
    cost("first");
    for n in 0..200 {
        cost(&n.to_string());
    }
    assert_eq!(cost("7 of few"), cost("8 of many"));
    assert_eq!(cost("one more"), (0, 4), "stored, queued, marked, given back");
}

#[test]
fn a_thread_goes_on_below_its_first_message_until_that_is_deleted() {
    let world = World::new();
    for id in ["1", "2"] {
        accept(&world, &in_thread("suite", id));
        work(&world);
    }
    world.remove("post1");
    accept(&world, &in_thread("suite", "3"));
    work(&world);
    accept(&world, &in_thread("suite", "4"));
    work(&world);
    let roots: Vec<_> = world.posts.borrow().iter().map(|post| (post.id.clone(), post.root_id.clone())).collect();
    let expected = [("post2", "post1"), ("post3", ""), ("post4", "post3")];
    assert_eq!(roots, expected.map(|(id, root)| (id.to_owned(), root.to_owned())));
}

#[test]
fn while_paused_events_are_stored_and_shown_afterwards() {
    let world = World::new().setting("paused", json!(true));
    accept(&world, &event("7"));
    work_for(&world, Duration::from_secs(60));
    assert_eq!(titles(&world, "town"), Vec::<String>::new());
    world.save("paused", json!(false));
    work(&world);
    assert_eq!(titles(&world, "town"), ["Build 7"]);
}

#[test]
fn what_comes_while_paused_is_left_to_whichever_node_goes_on_first() {
    let world = World::new().setting("paused", json!(true));
    accept(&world, &event("7"));
    work(&world);
    world.save("paused", json!(false));
    world.on_node(&mut Memory::new(), work);
    assert_eq!(titles(&world, "town"), ["Build 7"]);
}

#[test]
fn what_a_node_that_stops_has_not_begun_another_one_shows_at_once() {
    let world = World::new();
    accept(&world, &event("7"));
    world.on_node(&mut Memory::new(), work);
    assert_eq!(titles(&world, "town"), [""; 0], "the node that took it is at it");
    lifecycle::deactivate(&world.deps());
    world.on_node(&mut Memory::new(), work);
    assert_eq!(titles(&world, "town"), ["Build 7"]);
}

#[test]
fn a_long_text_is_cut_at_a_character_and_all_of_it_is_a_file() {
    let text = "žluťoučký\n".repeat(1_000);
    let long = |id: &str| {
        let Some(Content::Notice(notice)) = event(id).content else { panic!("a notice") };
        Event { content: Some(Content::Notice(Notice { text: text.clone(), ..notice })), ..event(id) }
    };
    let world = World::new();
    accept(&world, &long("7"));
    work(&world);
    let post = world.last_post();
    assert_eq!(post.cards[0].text, "žluťoučký\n".repeat(399) + "žluťoučký…");
    assert_eq!(post.text, "The text is cut. All of it is in the file `message.txt`.");
    assert_eq!(post.files, ["file1"]);
    assert_eq!(*world.files.borrow(), [("town".into(), "message.txt".into(), text.clone().into_bytes())]);
    // A server that takes no such file.
    world.file_bytes_max.set(1);
    accept(&world, &long("8"));
    work(&world);
    let post = world.last_post();
    assert_eq!((post.cards[0].title.as_str(), post.text.as_str(), post.files.len()), ("Build 8", "", 0));
}

#[test]
fn foreign_text_neither_mentions_nor_formats_nor_leads_elsewhere() {
    let world = World::new();
    let hostile = "@channel **bold** [x](javascript:alert(1)) | #tag ~town \u{202e}evil :smile:";
    let notice = Notice {
        title: hostile.into(),
        text: format!("# {hostile}\n> {hostile}"),
        link: "javascript:alert(1)".into(),
        footer: hostile.into(),
        fields: vec![Field { title: hostile.into(), value: hostile.into(), short: false }],
        ..Notice::default()
    };
    accept(&world, &Event { content: Some(Content::Notice(notice)), ..event("7") });
    work(&world);
    let card = world.last_post().cards[0].clone();
    assert_eq!(card.title_link, "");
    for text in [&card.title, &card.text, &card.fields[0].title, &card.fields[0].value] {
        for power in ["@channel", "**", "[x](", "x](", " #tag", "~town", "\u{202e}", ":smile:"] {
            assert!(!text.contains(power), "{power} in {text}");
        }
    }
    assert!(!format!("{card:?}").contains('\u{202e}'));
}

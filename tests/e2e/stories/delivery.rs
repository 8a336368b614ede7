//! What is told about records, and what becomes of it.

use e2e::{Method, Person, World, attachments};
use serde_json::{Value, json};

use crate::following::Following;

pub async fn a_title_that_names_everybody_notifies_nobody(world: &World) {
    let other = &world.other;
    see(world, other).await;
    let mut following = Following::leads(world, 5).await;
    let (lead, card) = following.lead(&format!("@channel @all @here @{} **x**", other.username)).await;
    assert!(attachments(&card)[0]["title"].as_str().unwrap().contains("@\u{2060}channel"), "{card}");
    assert_eq!(mentions(world, other).await, 0);
    world.member.say(&world.channel_id, "This one @channel hears").await;
    assert_eq!(mentions(world, other).await, 1);
    following.leave(world, &[lead]).await;
}

pub async fn a_deleted_card_gets_a_successor_that_says_so_and_the_trace_says_what_became_of_it(world: &World) {
    let mut following = Following::leads(world, 5).await;
    let (lead, card) = following.lead(&format!("Root of {}", world.member.username)).await;
    let path = format!("/api/v4/posts/{}", card["id"].as_str().unwrap());
    world.admin.call(Method::DELETE, &path, Value::Null).await.ok();
    following.win(lead).await;

    let successor = following.ears.post_with(&format!("res_id={lead}")).await;
    assert_eq!((&successor["root_id"], successor["id"] == card["id"]), (&json!(""), false));
    let text = attachments(&successor)[0]["text"].as_str().unwrap();
    assert!(text.starts_with("*The earlier card was deleted.*\n**Stage**: New → Won\n"), "{text}");
    assert_eq!(attachments(&successor)[0]["title_link"], attachments(&card)[0]["title_link"]);

    let trace = world.answer_to(&world.admin, &format!("/odoo trace lead#{lead}")).await;
    assert!(trace.contains(&following.subscription), "{trace}");
    following.leave(world, &[lead]).await;
}

/// Has seen everything that is in the channel so far.
async fn see(world: &World, person: &Person) {
    person.post(&format!("/channels/members/{}/view", person.id), json!({"channel_id": world.channel_id})).await;
}

/// How often the server calls somebody who has not looked since.
async fn mentions(world: &World, person: &Person) -> i64 {
    let unread = person.get(&format!("/users/{}/channels/{}/unread", person.id, world.channel_id)).await;
    unread["mention_count"].as_i64().unwrap()
}

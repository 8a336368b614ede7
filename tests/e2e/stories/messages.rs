//! Messages that are commands, and messages for services.

use e2e::{Answer, Ears, Gateway, PLUGIN_ID, World, now, signed};
use serde_json::{Map, Value, json};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

pub async fn a_mention_of_the_bot_is_answered_for_everybody_in_its_thread(world: &World) {
    let mut ears = world.ears_of(&world.other).await;
    let asked = world.member.say(&world.channel_id, "@odoo find partner azure --limit 1").await;
    let answer = reply_to(&mut ears, &asked).await;
    assert!(answer["message"].as_str().unwrap().contains("Azure Interior"), "{answer}");
    assert_eq!(answer["props"]["odoo_answer"], json!(asked));
}

pub async fn a_trigger_word_begins_a_command_whose_answer_may_be_its_authors_alone(world: &World) {
    world.configure(settings(json!({"triggerwords": "!e2e"}))).await;
    let mut ears = world.ears_of(&world.member).await;
    let asked = world.member.say(&world.channel_id, "!e2e halp").await;
    let mut answer = ears.ephemeral().await;
    while answer["root_id"] != json!(asked) {
        answer = ears.ephemeral().await;
    }
    assert!(answer["message"].as_str().unwrap().contains("Did you mean `/odoo help`?"), "{answer}");
    world.configure(settings(json!({"triggerwords": ""}))).await;
}

pub async fn a_question_to_the_agent_is_sent_signed_and_answered_in_its_thread(world: &World) {
    let mut gateway = Gateway::start(r#"{"text": "Nobody knows. Ask @channel."}"#);
    send_to(world, &gateway).await;
    let mut ears = world.ears_of(&world.other).await;
    let asked = world.member.say(&world.channel_id, "Who knows, @agent?").await;

    let sent = gateway.sent().await;
    let time = sent.header("X-Odoo-Timestamp").parse().expect("seconds");
    for (name, value) in signed(SECRET, &asked, time, &sent.body) {
        assert_eq!(sent.header(name), value, "{name}");
    }
    let body: Value = serde_json::from_str(&sent.body).unwrap();
    assert_eq!(
        body,
        json!({
            "organizationId": format!("team:{}", world.team_id), "teamId": world.team_id, "channelId": world.channel_id,
            "rootId": asked, "postId": asked, "user": {"id": world.member.id, "username": world.member.username},
            "text": "Who knows, @agent?",
        })
    );
    let answer = reply_to(&mut ears, &asked).await;
    assert_eq!(answer["message"], json!("Nobody knows. Ask @\u{2060}channel."));
    world.configure(settings(json!({"agentgatewayurl": ""}))).await;
}

pub async fn the_agent_answers_later_and_its_first_answer_counts(world: &World) {
    let mut gateway = Gateway::start_without_answers();
    send_to(world, &gateway).await;
    let mut ears = world.ears_of(&world.other).await;
    let asked = world.member.say(&world.channel_id, "Who knows later, @agent?").await;
    gateway.sent().await;

    let first = answer_later(world, &asked, SECRET, "The **first** @all").await;
    assert_eq!((first.status, &first.body["duplicate"]), (202, &json!(false)), "{first:?}");
    let second = answer_later(world, &asked, SECRET, "The second").await;
    assert_eq!((second.status, &second.body["duplicate"]), (202, &json!(true)), "{second:?}");
    let forged = answer_later(world, &asked, "another secret, as long as needed", "Forged").await;
    assert_eq!(forged.status, 401, "{forged:?}");
    let shown = reply_to(&mut ears, &asked).await;
    assert_eq!(shown["message"], json!("The \\*\\*first\\*\\* @\u{2060}all"));
    world.configure(settings(json!({"agentgatewayurl": ""}))).await;
}

async fn send_to(world: &World, gateway: &Gateway) {
    let on = json!({
        "agentgatewayurl": gateway.url, "agentgatewaysecret": SECRET, "allowprivateagentgateway": true,
        "agentchannel": "town-square",
    });
    world.configure(settings(on)).await;
}

async fn answer_later(world: &World, asked: &str, secret: &str, text: &str) -> Answer {
    let (path, body) = (format!("/plugins/{PLUGIN_ID}/api/v1/agent/{asked}/answer"), json!({"text": text}).to_string());
    world.site.deliver(&path, &signed(secret, asked, now(), &body), &body).await
}

/// The next post in the thread.
async fn reply_to(ears: &mut Ears, root_id: &str) -> Value {
    loop {
        let post = ears.post_of("posted").await;
        if post["root_id"] == json!(root_id) {
            return post;
        }
    }
}

fn settings(settings: Value) -> Map<String, Value> {
    settings.as_object().expect("settings").clone()
}

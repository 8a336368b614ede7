//! Questions to the agent: sent once and signed, answered once in their thread, whatever the gateway and the nodes do.

use std::time::Duration;

use odoo_plugin::event::{self, DeliveryState, Service, Source};
use odoo_plugin::hook::{Key, Signed};
use odoo_plugin::http::Response;
use odoo_plugin::organisation::{self, Organisation};
use odoo_plugin::ports::{Chat, Clock, HttpError, HttpResponse, Message};
use odoo_plugin::settings::Secret;
use serde_json::{Value, json};

use crate::event::{work, work_for};
use crate::hook::parts;
use crate::world::{BOT, Memory, Reply, World};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// Longer than any claim.
const LONG: Duration = Duration::from_secs(150);

/// The agent is asked in `town`.
fn world() -> World {
    World::new()
        .setting("agentgatewayurl", json!("https://agent.example.com/ask?v=1"))
        .setting("agentgatewaysecret", json!(SECRET))
        .setting("agentchannel", json!("town"))
        .setting("odooadmins", json!("@anna"))
}

fn key() -> Key {
    Key::of(&Secret::new(SECRET.into()))
}

fn answer(status: u16, body: &str) -> Reply {
    Ok(HttpResponse {
        status,
        location: None,
        retry_after_seconds: None,
        body: body.into(),
        date: None,
        certificate_end: None,
    })
}

fn says(text: &str) -> Reply {
    answer(200, &json!({"text": text, "response_type": "comment"}).to_string())
}

/// The gateway will answer so.
fn serves(world: &World, replies: impl IntoIterator<Item = Reply>) {
    world.services.borrow_mut().extend(replies);
}

/// `ben` asks in `town`, and the jobs run; returns the message.
fn ask(world: &World, text: &str) -> String {
    let id = world.say("ben", "town", text);
    work(world);
    id
}

/// The gateway answers later, as it signs.
fn answers(world: &World, key: &Key, signed_id: &str, post_id: &str, body: &Value) -> (u16, Value) {
    let body = body.to_string().into_bytes();
    let headers = key.sign(world.now(), signed_id, &body);
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    parts(&post_answer(world, &headers, post_id, &body))
}

fn post_answer(world: &World, headers: &[(&str, &str)], post_id: &str, body: &[u8]) -> Response {
    world.request_with("POST", &format!("/api/v1/agent/{post_id}/answer"), None, headers, body)
}

fn texts(world: &World, root_id: &str) -> Vec<String> {
    world.answers_in(root_id).into_iter().map(|post| post.text).collect()
}

fn state(world: &World, post_id: &str) -> DeliveryState {
    let key = event::key(&Source::Question(Service::Agent), post_id);
    event::get(&world.deps(), &key).unwrap().expect("a question").deliveries[0].state.clone()
}

fn whispered(world: &World) -> Vec<String> {
    world.shown.borrow().iter().map(|message| message.text.clone()).collect()
}

#[test]
fn the_organisation_of_the_team_is_told() {
    let world = world();
    serves(&world, [says("Nothing."), says("Nothing.")]);
    let linked = organisation::link(&world.deps(), "team", &Organisation::Partner(14));
    assert_eq!(linked, Ok(organisation::Linked::Done));
    ask(&world, "@agent, what do we owe?");
    organisation::unlink(&world.deps(), "team", &Organisation::Partner(14)).unwrap();
    ask(&world, "@agent, what do we owe?");
    let told = world.sent.borrow();
    let told = told.iter().map(|request| serde_json::from_slice::<Value>(&request.body).unwrap());
    assert_eq!(told.map(|body| body["organizationId"].clone()).collect::<Vec<_>>(), ["partner:14", "team:team"]);
}

#[test]
fn a_mention_is_sent_signed_and_its_answer_stands_in_the_thread() {
    let world = world();
    serves(&world, [says("Azure Interior owes nothing.")]);
    let id = ask(&world, "Does @agent know what Azure owes?");
    work(&world);
    let [request] = &world.sent.borrow()[..] else { panic!("one request") };
    assert_eq!(
        (request.url.as_str(), request.timeout, serde_json::from_slice::<Value>(&request.body).unwrap()),
        (
            "https://agent.example.com/ask?v=1",
            Duration::from_secs(30),
            json!({
                "organizationId": "team:team", "teamId": "team", "channelId": "town", "rootId": id, "postId": id,
                "user": {"id": "ben", "username": "ben"}, "text": "Does @agent know what Azure owes?",
            })
        )
    );
    let headers: Vec<_> = request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let signed = Signed::read(&headers, world.now()).unwrap();
    assert_eq!((signed.id, signed.is_of(&world.deps(), Some(&key()), &request.body)), (id.as_str(), true));
    let [answer] = &world.answers_in(&id)[..] else { panic!("one answer") };
    assert_eq!(
        *answer,
        Message {
            id: answer.id.clone(),
            created_at: answer.created_at,
            author_id: BOT.into(),
            channel_id: "town".into(),
            root_id: id.clone(),
            text: "Azure Interior owes nothing.".into(),
            props: answer.props.clone(),
            ..Message::default()
        }
    );
    assert_eq!(answer.props["odoo_event"], json!(id));
}

#[test]
fn the_agent_is_asked_in_its_channel_by_people_and_only_where_there_is_a_gateway() {
    let world = world();
    world.say("ben", "deals", "@agent who?");
    world.say("ben", "dm-ben-bot", "@agent who?");
    world.say("ben", "town", "Is the agent there? me@agent.example");
    world.change("ben", |ben| ben.is_bot = true);
    world.say("ben", "town", "@agent who?");
    world.change("ben", |ben| ben.is_bot = false);
    world.save("agentgatewayurl", json!(""));
    world.say("ben", "town", "@agent who?");
    work(&world);
    assert!(world.sent.borrow().is_empty() && !world.kv.borrow().keys().any(|key| key.starts_with("ev/")));
}

#[test]
fn an_answer_mentions_and_formats_nothing() {
    let world = world();
    serves(&world, [says("Ask @channel\n# Now\n![x](https://evil.example/x.png)")]);
    let id = ask(&world, "@agent who?");
    work(&world);
    let text = texts(&world, &id).remove(0);
    assert!(!text.contains("@channel") && !text.contains("\n# ") && !text.contains("!["), "{text}");
    assert_eq!(text.lines().count(), 3);
}

#[test]
fn a_gateway_that_fails_for_a_while_is_asked_again_under_the_same_id() {
    for failure in
        [Err(HttpError::Timeout), answer(500, "oops"), answer(200, "<html>Sign in</html>"), answer(200, "[]")]
    {
        let world = world();
        serves(&world, [failure.clone(), failure.clone(), says("Here.")]);
        let id = ask(&world, "@agent who?");
        work_for(&world, LONG);
        let ids: Vec<_> = world.sent.borrow().iter().map(|request| request.headers[1].1.clone()).collect();
        assert_eq!((texts(&world, &id), ids), (vec!["Here.".into()], vec![id; 3]), "{failure:?}");
    }
}

#[test]
fn what_no_repetition_mends_is_dead_at_once_and_both_sides_hear_of_it() {
    let huge = json!({"text": "x".repeat(70_000)}).to_string();
    let cases = [
        (answer(200, &huge), "its answer exceeds 64 KiB"),
        (answer(404, ""), "it refused with status 404"),
        (answer(302, ""), "it refused with status 302"),
        (Err(HttpError::Denied("it is in a private network".into())), "not allowed: it is in a private network"),
    ];
    for (reply, error) in cases {
        let world = world();
        serves(&world, [reply]);
        let id = ask(&world, "@agent who?");
        work_for(&world, LONG);
        assert_eq!(state(&world, &id), DeliveryState::Dead { error: error.into() });
        assert_eq!(
            whispered(&world),
            ["Nobody answers your message: the service behind it does not take it. An administrator hears of it."]
        );
        assert_eq!((world.told("anna").len(), world.sent.borrow().len()), (1, 1));
        let shown = world.command_as("anna", "town", &format!("/odoo outbox show {id}"));
        assert!(shown.contains("of a message for the agent gateway") && shown.contains(error), "{shown}");
        assert!(!shown.contains("who?"), "{shown}");
        serves(&world, [says("Back again.")]);
        world.command_as("anna", "town", &format!("/odoo outbox retry {id}"));
        work_for(&world, LONG);
        assert_eq!(texts(&world, &id), ["Back again."]);
    }
}

#[test]
fn a_gateway_that_never_answers_is_given_up_after_twelve_tries() {
    let world = world();
    serves(&world, vec![Err(HttpError::Timeout); 12]);
    let id = ask(&world, "@agent who?");
    for _ in 0..12 {
        work_for(&world, Duration::from_secs(30));
        world.pass(Duration::from_secs(4000));
    }
    assert_eq!(state(&world, &id), DeliveryState::Dead { error: "no answer in time".into() });
    assert_eq!((world.sent.borrow().len(), whispered(&world).len()), (12, 1));
}

#[test]
fn a_slow_gateway_delays_nothing_that_is_to_be_shown() {
    let world = world();
    serves(&world, [Err(HttpError::Timeout), says("Here.")]);
    world.say("ben", "town", "@agent who?");
    crate::event::accept(&world, &crate::event::event("7"));
    for job in &event::JOBS[..4] {
        world.job(job).unwrap();
    }
    assert_eq!((world.last_post().cards[0].title.as_str(), world.sent.borrow().len()), ("Build 7", 0));
}

#[test]
fn an_answer_comes_later_once_and_only_for_what_was_asked() {
    let world = world();
    serves(&world, [answer(202, "")]);
    let root = world.write("cara", "town", "", "About Azure:");
    let id = world.write("ben", "town", &root, "@agent who?");
    world.hear(&world.post(&id).unwrap());
    let body = json!({"text": "It is @all of us."});
    let early = answers(&world, &key(), &id, &id, &body);
    work(&world);
    let later = answers(&world, &key(), &id, &id, &body);
    let again = answers(&world, &key(), &id, &id, &json!({"text": "Or not."}));
    let other = world.say("ben", "town", "Nobody asked");
    let foreign = answers(&world, &key(), &other, &other, &body);
    work(&world);
    assert_eq!((early.0, &early.1["code"]), (404, &json!("not_found")));
    assert_eq!((later.0, &later.1["duplicate"]), (202, &json!(false)));
    assert_eq!((again.0, &again.1["duplicate"], &again.1["id"]), (202, &json!(true), &later.1["id"]));
    assert_eq!((foreign.0, &foreign.1["code"]), (404, &json!("not_found")));
    assert_eq!(texts(&world, &root), ["It is @\u{2060}all of us."]);
}

#[test]
fn what_is_not_signed_for_this_message_is_refused_whether_it_is_there_or_not() {
    let world = world();
    serves(&world, [answer(202, "")]);
    let id = ask(&world, "@agent who?");
    let body = json!({"text": "It is us."});
    let stranger = Key::of(&Secret::new("f".repeat(32)));
    let bytes = body.to_string().into_bytes();
    let unsigned = parts(&post_answer(&world, &[("Content-Type", "application/json")], &id, &bytes));
    let refused = [
        unsigned,
        answers(&world, &stranger, &id, &id, &body),
        answers(&world, &Key::of(&Secret::new(String::new())), &id, &id, &body),
        answers(&world, &key(), "post99", &id, &body),
        answers(&world, &stranger, "post99", "post99", &body),
    ];
    world.save("agentgatewayurl", json!(""));
    let off = answers(&world, &key(), &id, &id, &body);
    for (status, answer) in refused.into_iter().chain([off]) {
        assert_eq!(
            (status, answer),
            (
                401,
                json!({"detail": "The signature is missing, wrong or too old.", "code": "unsigned", "request_id": "req"})
            )
        );
    }
    work(&world);
    assert!(texts(&world, &id).is_empty());
}

#[test]
fn an_answer_that_says_nothing_is_told_so_and_a_deleted_message_has_none() {
    let world = world();
    serves(&world, [answer(200, "{}")]);
    let id = ask(&world, "@agent who?");
    let empty = answers(&world, &key(), &id, &id, &json!({"text": " "}));
    assert_eq!((empty.0, &empty.1["field"]), (422, &json!("text")));
    world.remove(&id);
    let gone = answers(&world, &key(), &id, &id, &json!({"text": "It is us."}));
    assert_eq!(gone.0, 410);
}

#[test]
fn killed_at_any_step_one_answer_is_visible() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            let id = world.write("ben", "town", "", "@agent who?");
            let post = world.post(&id).unwrap();
            world.hear(&post);
            serves(&world, vec![says("Here."); 3]);
            world.effects.kill_at(step, is_after);
            let is_alive = world
                .survive(|world| {
                    work(world);
                    work(world);
                })
                .is_ok();
            world.effects.calm();
            work_for(&world, LONG);
            assert_eq!(texts(&world, &id), ["Here."], "step {step}, {is_after}");
            if is_alive {
                assert!(step >= 8, "claimed, marked, asked, kept, queued, marked, posted, marked");
                break;
            }
        }
    }
}

#[test]
fn nodes_that_hear_of_the_same_message_ask_once() {
    let world = world();
    serves(&world, [says("Here.")]);
    let id = world.write("ben", "town", "", "@agent who?");
    let post = world.post(&id).unwrap();
    let mut other = Memory::new();
    world.hear(&post);
    world.on_node(&mut other, |world| world.hear(&post));
    work(&world);
    world.on_node(&mut other, work_twice);
    world.hear(&post);
    work_for(&world, LONG);
    assert_eq!((world.sent.borrow().len(), texts(&world, &id)), (1, vec!["Here.".into()]));
}

fn work_twice(world: &World) {
    work(world);
    work(world);
}

#[test]
fn who_asks_too_often_waits() {
    let world = world().setting("readsperminute", json!(2));
    serves(&world, [answer(204, ""), answer(204, "")]);
    for _ in 0..3 {
        ask(&world, "@agent who?");
    }
    assert_eq!(world.sent.borrow().len(), 2);
    assert_eq!(whispered(&world), ["That is too often: your message was not sent. Write it again in 60 seconds."]);
}

#[test]
fn the_secret_is_in_no_log_and_no_value() {
    let world = world();
    serves(&world, [answer(500, SECRET), answer(401, SECRET)]);
    ask(&world, "@agent who?");
    work_for(&world, LONG);
    let kept = world.kv.borrow().values().any(|(value, _)| String::from_utf8_lossy(value).contains(SECRET));
    assert!(!kept && !world.logged.borrow().iter().any(|line| line.contains(SECRET)));
}

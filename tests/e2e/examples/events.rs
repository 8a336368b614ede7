//! How events fare under load: the real bundle on the in-memory server, whose store takes a millisecond for each call. Three of
//! four are signed events, one of four is a doorbell; they are sent at their time, whether or not earlier ones are answered.
//! Then 500 tasks change in Odoo at once. Used by `make bench`.
//!
//! Usage: `events <bundle> <rows.json> [seconds]`

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench fails by panicking")]

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use e2e::measure::{CHANNELS, DOORBELL_EVERY, HOOKS, PERIOD, RINGING, SECONDS, row, rows, sorted};
use e2e::{OdooAccess, Sender};
use peer::Server;
use peer::model::Post;
use playground::StandIn;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

/// Of one call of the key-value store, as a database nearby takes.
const KV_LATENCY: Duration = Duration::from_millis(1);
const WARM_UP: Duration = Duration::from_secs(2);
const RECORDS: usize = 500;
const WITHIN: Duration = Duration::from_secs(300);
const LOOK_EVERY: Duration = Duration::from_millis(50);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let (bundle, rows) = (&arguments[1], &arguments[2]);
    let seconds = arguments.get(3).map_or(SECONDS, |seconds| seconds.parse().unwrap());
    let odoo = StandIn::demo().start().await;
    let mut builder = Server::builder().demo().channel("acme", "tasks").bundle(Path::new(bundle));
    for (key, value) in OdooAccess::of(&odoo).settings() {
        builder = builder.setting(&key, value);
    }
    let channels: Vec<_> = (0..CHANNELS).map(channel).collect();
    for channel in &channels {
        builder = builder.channel("acme", channel);
    }
    builder = builder.setting("hookeventsperminute", json!(10_000)).setting("pollseconds", json!(5));
    let server = builder.start().await.unwrap();
    let mut senders = Vec::new();
    for number in 0..HOOKS {
        senders.push(Sender::new(&server, &format!("hook-{number}"), &channels.join(",")).await);
    }
    server.faults().kv_latency(KV_LATENCY);
    let mut measured = load(&server, &senders, Duration::from_secs(seconds)).await;
    measured.extend(records(&server, &odoo).await);
    std::fs::write(rows, json!(measured).to_string()).unwrap();
}

/// What one request came to.
struct Sent {
    id: String,
    accept: Duration,
    accepted_at: Instant,
}

async fn load(server: &Server, senders: &[Sender], time: Duration) -> Vec<Value> {
    let shown = watch(server);
    let count = usize::try_from((WARM_UP + time).as_nanos() / PERIOD.as_nanos()).unwrap();
    let begin = Instant::now();
    let mut sending = JoinSet::new();
    for number in 0..count {
        let at = begin + PERIOD * u32::try_from(number).unwrap();
        sleep_until(at).await;
        let (server, sender) = (server.clone(), senders[number / DOORBELL_EVERY % senders.len()].clone());
        sending.spawn(async move {
            let id = number.to_string();
            let answer = if number % DOORBELL_EVERY == 0 {
                sender.ring(&server, "project.task", 1_000_000 + number / DOORBELL_EVERY % RINGING).await
            } else {
                let channel = channel(number % CHANNELS);
                let body = json!({"title": format!("Build {number} failed"), "severity": "error", "channel": channel});
                sender.send(&server, &id, &body.to_string()).await
            };
            assert_eq!(answer.status, 202, "{}", answer.text());
            let accepted_at = Instant::now();
            (number, Sent { id, accept: accepted_at - at, accepted_at })
        });
    }
    let mut sent: Vec<(usize, Sent)> = Vec::with_capacity(count);
    while let Some(ended) = sending.join_next().await {
        sent.push(ended.unwrap());
    }
    let events = sent.iter().filter(|(number, _)| number % DOORBELL_EVERY != 0).count();
    let end = Instant::now();
    while shown.lock().unwrap().len() < events && end.elapsed() < WITHIN {
        sleep(LOOK_EVERY).await;
    }
    let stored =
        |number| server.posts(&channel(number)).into_iter().filter_map(|post| event_of(&post)).collect::<Vec<_>>();
    let stored: Vec<_> = (0..CHANNELS).flat_map(stored).collect();
    assert_eq!(stored.iter().collect::<HashSet<_>>().len(), stored.len(), "nothing is shown twice");

    let shown = shown.lock().unwrap();
    let warm = sent.iter().filter(|(number, _)| PERIOD * u32::try_from(*number).unwrap() >= WARM_UP);
    let (bells, hooks): (Vec<_>, Vec<_>) = warm.partition(|(number, _)| number % DOORBELL_EVERY == 0);
    let accepts = |sent: &[&(usize, Sent)]| sorted(sent.iter().map(|(_, sent)| sent.accept));
    let visible = sorted(
        hooks.iter().filter_map(|(_, sent)| Some(shown.get(&sent.id)?.saturating_duration_since(sent.accepted_at))),
    );
    let (hooks, bells) = (accepts(&hooks), accepts(&bells));
    let mut rows = rows("events", &hooks, &bells, &visible);
    rows.push(row("events_lost", (events - stored.len()) as f64, None, "of all"));
    rows
}

/// Five hundred tasks change at once: how long until the last of them is told.
async fn records(server: &Server, odoo: &StandIn) -> Vec<Value> {
    let told = server
        .command("anna", "tasks", "/odoo subscribe task --events create,change --max-per-hour 1000")
        .await
        .unwrap();
    assert!(told.response.text.contains("follows tasks from now on"), "{told:?}");
    let ids: Vec<_> = (0..RECORDS)
        .map(|number| odoo.create("project.task", &json!({"name": format!("Task {number}"), "project_id": 3})))
        .collect();
    until_told(server, RECORDS).await;
    let begin = Instant::now();
    for id in &ids {
        odoo.write("project.task", *id, &json!({"priority": "1"}));
    }
    until_told(server, 2 * RECORDS).await;
    let time = begin.elapsed();
    let posts = tasks(server);
    let mut threads: HashMap<&str, Vec<bool>> = HashMap::new();
    for post in &posts {
        let is_card = post.root_id.is_empty();
        threads.entry(if is_card { &post.id } else { &post.root_id }).or_default().push(is_card);
    }
    assert!(
        threads.len() == RECORDS && threads.values().all(|thread| thread == &[true, false]),
        "a card, then its change"
    );
    vec![row("events_500_records_to_last_post", time.as_secs_f64() * 1000.0, None, "ms")]
}

async fn until_told(server: &Server, count: usize) {
    let begin = Instant::now();
    while tasks(server).len() < count {
        assert!(begin.elapsed() < WITHIN, "only {} told", tasks(server).len());
        sleep(LOOK_EVERY).await;
    }
}

fn channel(number: usize) -> String {
    format!("builds-{number}")
}

/// What is told of tasks; not who came into the channel.
fn tasks(server: &Server) -> Vec<Post> {
    server.posts("tasks").into_iter().filter(|post| event_of(post).is_some()).collect()
}

fn event_of(post: &Post) -> Option<String> {
    Some(post.props.others.get("odoo_event")?.as_str()?.to_owned())
}

/// Notes when each event is seen.
fn watch(server: &Server) -> Arc<Mutex<HashMap<String, Instant>>> {
    let (shown, mut heard) = (Arc::new(Mutex::new(HashMap::new())), server.events());
    let noted = Arc::clone(&shown);
    tokio::spawn(async move {
        loop {
            match heard.recv().await {
                Ok(event) if event.event == "posted" => {
                    let now = Instant::now();
                    let post: Post = serde_json::from_str(event.data["post"].as_str().unwrap()).unwrap();
                    event_of(&post).map(|id| noted.lock().unwrap().insert(id, now));
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => panic!("the bench is too slow to see what is posted"),
                Err(RecvError::Closed) => return,
            }
        }
    });
    shown
}

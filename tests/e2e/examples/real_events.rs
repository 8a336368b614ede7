//! How events fare under load on a running server with its database: 200 sends a second, three signed events and one doorbell in
//! turn, sent at their time, whether or not earlier ones are answered.
//!
//! Usage: `real_events <rows.json> [seconds]`, with the variables of the stories: `SITE`, `TOKEN`, `BUNDLE`, and `ODOO_URL` and so on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench fails by panicking")]

use std::collections::HashMap;
use std::time::Duration;

use e2e::measure::{at, row, sorted};
use e2e::{Ears, OdooAccess, RealServer, Sender, World};
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// Between two sends: 200 in a second.
const PERIOD: Duration = Duration::from_millis(5);
const SECONDS: u64 = 20;
const WARM_UP: Duration = Duration::from_secs(5);
/// One hook takes 10,000 events in a minute at most.
const HOOKS: usize = 4;
/// Where events are shown, each as often: one channel takes 20 messages a second.
const CHANNELS: usize = 20;
/// Every so many sends one is a doorbell.
const DOORBELL_EVERY: usize = 4;
/// Records that ring, none of which is there.
const RINGING: usize = 200;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let seconds = arguments.get(2).map_or(SECONDS, |seconds| seconds.parse().unwrap());
    let variable = |name| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let (url, token, bundle) = (variable("SITE"), variable("TOKEN"), variable("BUNDLE").into());
    let world = World::real(RealServer { url, token, bundle, odoo: OdooAccess::from_env() }).await;
    world.configure(Map::from_iter([("hookeventsperminute".to_owned(), json!(10_000))])).await;
    let (channels, senders) = prepare(&world).await;
    let rows = load(&world, &channels, &senders, Duration::from_secs(seconds)).await;
    std::fs::write(&arguments[1], json!(rows).to_string()).unwrap();
    for sender in senders {
        world.answer_to(&world.admin, &format!("/odoo hook delete {0} --confirm {0}", sender.name())).await;
    }
    world.leave().await;
}

async fn prepare(world: &World) -> (Vec<String>, Vec<Sender>) {
    let mut channels = Vec::new();
    for number in 0..CHANNELS {
        let name = format!("builds-{number}");
        let channel = json!({"team_id": world.team_id, "name": name, "display_name": name, "type": "O"});
        world.admin.post("/channels", channel).await;
        channels.push(name);
    }
    let mut senders = Vec::new();
    for number in 0..HOOKS {
        let name = format!("load-{number}-{}", &world.team_id[..8]);
        let mut ears = world.ears_of(&world.admin).await;
        let command = format!("/odoo hook new {name} --channels {}", channels.join(","));
        world.admin.command(&world.channel_id, &command).await.ok();
        let message = ears.post_saying("whsec_").await;
        senders.push(Sender::told(&name, message["message"].as_str().unwrap()).unwrap());
    }
    (channels, senders)
}

/// What one request came to.
struct Sent {
    is_event: bool,
    accept: Duration,
    accepted_at: Instant,
}

async fn load(world: &World, channels: &[String], senders: &[Sender], time: Duration) -> Vec<Value> {
    let count = usize::try_from((WARM_UP + time).as_nanos() / PERIOD.as_nanos()).unwrap();
    let events = count - count.div_ceil(DOORBELL_EVERY);
    let watching = tokio::spawn(watch(world.ears_of(&world.admin).await, events));
    let begin = Instant::now();
    let mut sending = JoinSet::new();
    for number in 0..count {
        let at = begin + PERIOD * u32::try_from(number).unwrap();
        sleep_until(at).await;
        let (site, sender) = (world.site.clone(), senders[number / DOORBELL_EVERY % senders.len()].clone());
        let channel = channels[number % CHANNELS].clone();
        sending.spawn(async move {
            let is_event = number % DOORBELL_EVERY != 0;
            let answer = if is_event {
                let body = json!({"title": format!("Build {number} failed"), "severity": "error", "channel": channel});
                sender.send_to(&site, &number.to_string(), &body.to_string()).await
            } else {
                sender.ring_at(&site, "project.task", 1_000_000 + number / DOORBELL_EVERY % RINGING).await
            };
            let accepted_at = Instant::now();
            assert_eq!(answer.status, 202, "{answer:?}");
            (number, Sent { is_event, accept: accepted_at - at, accepted_at })
        });
    }
    let sent: HashMap<_, _> = sending.join_all().await.into_iter().collect();
    let shown = watching.await.unwrap();

    let is_warm = |number: usize| PERIOD * u32::try_from(number).unwrap() >= WARM_UP;
    let accepts = |of_events: bool| {
        let warm = sent.iter().filter(|(number, sent)| is_warm(**number) && sent.is_event == of_events);
        sorted(warm.map(|(_, sent)| sent.accept))
    };
    let visible = sorted(
        shown
            .iter()
            .filter(|(number, _)| is_warm(**number))
            .map(|(number, at)| at.saturating_duration_since(sent[number].accepted_at)),
    );
    let (hooks, bells) = (accepts(true), accepts(false));
    vec![
        row("real_hook_accept_p50", at(&hooks, 500), None, "ms"),
        row("real_hook_accept_p999", at(&hooks, 999), Some(50.0), "ms"),
        row("real_doorbell_accept_p50", at(&bells, 500), None, "ms"),
        row("real_doorbell_accept_p999", at(&bells, 999), Some(50.0), "ms"),
        row("real_accept_to_post_p50", at(&visible, 500), Some(300.0), "ms"),
        row("real_accept_to_post_p999", at(&visible, 999), None, "ms"),
        row("real_events", events as f64, None, ""),
        row("real_events_lost", (events - shown.len()) as f64, None, "of all"),
    ]
}

/// When each event was seen; nothing may be seen twice.
async fn watch(mut ears: Ears, events: usize) -> HashMap<usize, Instant> {
    let mut shown = HashMap::with_capacity(events);
    while shown.len() < events {
        let post = ears.post_of("posted").await;
        if let Some(number) = post["props"]["odoo_event"].as_str().and_then(|event| event.parse().ok()) {
            assert!(shown.insert(number, Instant::now()).is_none(), "{number} is shown twice");
        }
    }
    shown
}

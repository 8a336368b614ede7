//! How events fare under load on a running server with its database: 200 sends a second, three signed events and one doorbell in
//! turn, sent at their time, whether or not earlier ones are answered.
//!
//! Usage: `real_events <rows.json> [seconds]`, with the variables of the stories: `SITE`, `TOKEN`, `BUNDLE`, and `ODOO_URL` and so on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench fails by panicking")]

use std::collections::HashMap;
use std::time::Duration;

use e2e::measure::{CHANNELS, DOORBELL_EVERY, HOOKS, PERIOD, RINGING, SECONDS, row, rows, sorted};
use e2e::{Ears, OdooAccess, RealServer, Sender, World};
use serde_json::{Map, Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

const WARM_UP: Duration = Duration::from_secs(5);

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
    let mut rows = rows("real", &hooks, &bells, &visible);
    rows.push(row("real_events", events as f64, None, ""));
    rows.push(row("real_events_lost", (events - shown.len()) as f64, None, "of all"));
    rows
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

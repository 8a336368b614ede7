//! Two servers on one database, their senders, and who kills the processes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use e2e::{OdooAccess, Sender};
use peer::Server;
use playground::StandIn;
use serde_json::json;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::chance::Chance;

/// Each subject's events go to one of them.
const CHANNELS: [&str; 4] = ["town-square", "sales", "support", "builds"];
/// One hook takes 10,000 events in a minute at most.
const HOOKS: usize = 4;
/// Who send at the same time.
const SENDERS: usize = 16;
const TIMES_SENT: usize = 3;
/// Claims of killed processes end after a minute.
const SHOWN_WITHIN: Duration = Duration::from_secs(600);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How much happens.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub subjects: usize,
    pub events_per_subject: usize,
    pub kills: usize,
}

impl Plan {
    pub fn events(self) -> usize {
        self.subjects * self.events_per_subject
    }

    /// By subject what has to stand there, in this order.
    pub fn expected(self) -> BTreeMap<String, Vec<usize>> {
        let numbers: Vec<usize> = (0..self.events_per_subject).collect();
        (0..self.subjects).map(|subject| (format!("S{subject}"), numbers.clone())).collect()
    }
}

/// Two nodes and an Odoo.
pub struct Cluster {
    nodes: [Server; 2],
    senders: Vec<Sender>,
    _odoo: StandIn,
}

impl Cluster {
    pub async fn start() -> Self {
        let odoo = StandIn::demo().start().await;
        let mut builder = Server::builder().demo().channel("acme", "builds").bundle(bundle());
        for (key, value) in OdooAccess::of(&odoo).settings() {
            builder = builder.setting(&key, value);
        }
        let one = builder.setting("hookeventsperminute", json!(10_000)).start().await.expect("the first node starts");
        let other = Server::builder().bundle(bundle()).join(&one).start().await.expect("the second node starts");
        let mut senders = Vec::new();
        for number in 0..HOOKS {
            senders.push(Sender::new(&one, &format!("hook-{number}"), &CHANNELS.join(",")).await);
        }
        Self { nodes: [one, other], senders, _odoo: odoo }
    }

    /// Sends every event three times, to either node, while processes are killed and started again. Returns how often.
    pub async fn storm(&self, plan: Plan, mut chance: Chance) -> usize {
        let (sent, is_over) = (Arc::new(Sent::default()), watch::Sender::new(false));
        let mut killing = JoinSet::new();
        killing.spawn(kill(self.nodes.clone(), plan, chance.fork(), Arc::clone(&sent), is_over.subscribe()));
        let mut sending = JoinSet::new();
        for first in 0..SENDERS {
            let (nodes, senders, mut chance) = (self.nodes.clone(), self.senders.clone(), chance.fork());
            let sent = Arc::clone(&sent);
            sending.spawn(async move {
                for number in 0..plan.events_per_subject {
                    for subject in (first..plan.subjects).step_by(SENDERS) {
                        let sender = &senders[subject % HOOKS];
                        for _ in 0..TIMES_SENT {
                            until_accepted(&nodes, sender, subject, number, &mut chance).await;
                            sent.one();
                        }
                    }
                }
            });
        }
        while let Some(ended) = sending.join_next().await {
            ended.expect("a sender sends everything");
        }
        is_over.send_replace(true);
        killing.join_next().await.expect("somebody kills").expect("processes start again")
    }

    /// Waits for so many messages with events.
    pub async fn until_shown(&self, count: usize) {
        let begin = Instant::now();
        while self.shown().values().map(Vec::len).sum::<usize>() < count {
            assert!(
                begin.elapsed() < SHOWN_WITHIN,
                "only {} shown",
                self.shown().values().map(Vec::len).sum::<usize>()
            );
            sleep(LOOK_EVERY).await;
        }
    }

    /// By subject, in the order of their posts, what is shown; a subject is one thread of one channel.
    pub fn shown(&self) -> BTreeMap<String, Vec<usize>> {
        let mut shown: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut threads: BTreeMap<String, String> = BTreeMap::new();
        for post in CHANNELS.iter().flat_map(|channel| self.nodes[0].posts(channel)) {
            let Some(title) = post.props.attachments.first().map(|card| card.title.clone()) else { continue };
            let (subject, number) = title.split_once(' ').expect("subject and number");
            let root_id = if post.root_id.is_empty() { &post.id } else { &post.root_id };
            let thread = threads.entry(subject.to_owned()).or_insert_with(|| root_id.clone());
            assert_eq!(thread, root_id, "{title} is in the thread of its subject");
            shown.entry(subject.to_owned()).or_default().push(number.parse().expect("a number"));
        }
        shown
    }

    pub async fn stop(self) {
        for node in &self.nodes {
            node.deactivate().await;
        }
    }
}

/// How many requests were answered so far.
#[derive(Default)]
struct Sent {
    count: AtomicUsize,
    changed: Notify,
}

impl Sent {
    fn one(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.changed.notify_one();
    }

    async fn reach(&self, count: usize) {
        while self.count.load(Ordering::SeqCst) < count {
            self.changed.notified().await;
        }
    }
}

/// Kills the process of either node at random points of the storm; returns how often.
async fn kill(
    nodes: [Server; 2],
    plan: Plan,
    mut chance: Chance,
    sent: Arc<Sent>,
    mut is_over: watch::Receiver<bool>,
) -> usize {
    let all = plan.events() * TIMES_SENT;
    let mut moments: Vec<_> = (0..plan.kills).map(|_| chance.below(all as u64) as usize).collect();
    moments.sort_unstable();
    let mut killed = 0;
    for moment in moments {
        tokio::select! {
            () = sent.reach(moment) => {}
            _ = is_over.wait_for(|is_over| *is_over) => {}
        }
        let node = &nodes[chance.below(2) as usize];
        node.kill_plugin().await;
        killed += 1;
        node.restart().await.expect("the node starts again");
    }
    killed
}

/// A sender repeats what nobody answered for.
async fn until_accepted(nodes: &[Server; 2], sender: &Sender, subject: usize, number: usize, chance: &mut Chance) {
    let channel = CHANNELS[subject % CHANNELS.len()];
    let id = format!("{subject}-{number}");
    let body =
        json!({"title": format!("S{subject} {number}"), "channel": channel, "thread_key": format!("S{subject}")});
    let body = body.to_string();
    loop {
        let answer = sender.send(&nodes[chance.below(2) as usize], &id, &body).await;
        match answer.status {
            202 => return,
            // No plugin runs, it was killed, or more is waiting than there is room for.
            404 | 500 | 503 => sleep(LOOK_EVERY).await,
            _ => panic!("{} {}", answer.status, answer.text()),
        }
    }
}

/// `BUNDLES`, or where `make bundle` puts them.
fn bundle() -> PathBuf {
    let built = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/bundle");
    std::env::var_os("BUNDLES").map_or_else(built, PathBuf::from).join("odoo")
}

//! Events: stored, shown once, in order, whoever dies.

mod faults;
mod nodes;
mod numbers;
mod order;
mod pacing;
mod showing;

use std::time::Duration;

use odoo_plugin::event::{self, Accepted, Content, Delivery, Event, Field, Notice, Severity, Source};
use odoo_plugin::ports::Clock;

use crate::world::World;

/// A build that failed, for `town`.
pub fn event(id: &str) -> Event {
    Event {
        id: id.into(),
        source: Source::Hook("ci".into()),
        received_at: crate::world::START,
        content: Some(Content::Notice(Notice {
            title: format!("Build {id}"),
            text: "It failed.\nAgain.".into(),
            severity: Severity::Error,
            fields: vec![Field { title: "Branch".into(), value: "main".into(), short: true }],
            link: "https://ci.example.com/1".into(),
            footer: "ci".into(),
            thread_key: String::new(),
        })),
        subject: id.into(),
        deliveries: vec![Delivery::to("town")],
        touch: None,
        request_id: String::new(),
    }
}

/// Of the same subject.
pub fn about(subject: &str, id: &str) -> Event {
    Event { subject: subject.into(), ..event(id) }
}

/// In one thread.
pub fn in_thread(thread_key: &str, id: &str) -> Event {
    let event = about(thread_key, id);
    let Some(Content::Notice(notice)) = event.content else { panic!("a notice") };
    Event { content: Some(Content::Notice(Notice { thread_key: thread_key.into(), ..notice })), ..event }
}

/// It arrives now.
pub fn accept(world: &World, event: &Event) -> Accepted {
    let event = Event { received_at: world.now(), ..event.clone() };
    event::accept(&world.deps(), &event).expect("stored")
}

/// The jobs run once.
pub fn work(world: &World) {
    for job in event::JOBS {
        world.job(job).unwrap();
    }
}

/// A job runs, then those that show what it told; what came of the first.
pub fn work_after(world: &World, job: &str) -> Result<(), String> {
    let done = world.job(job);
    for job in event::JOBS {
        world.job(job)?;
    }
    done
}

/// Those jobs run that were woken.
pub fn work_woken(world: &World) {
    for job in world.woken.take() {
        world.job(&job).unwrap();
    }
}

/// The jobs run for so long, every five seconds.
pub fn work_for(world: &World, duration: Duration) {
    for _ in 0..duration.as_secs() / 5 {
        world.pass(Duration::from_secs(5));
        work(world);
    }
}

/// The titles that are shown in a channel, in order.
pub fn titles(world: &World, channel_id: &str) -> Vec<String> {
    let posts = world.posts.borrow();
    let there = posts.iter().filter(|post| post.channel_id == channel_id);
    there.map(|post| post.cards[0].title.clone()).collect()
}

/// The event as it is kept.
pub fn stored(world: &World, accepted: &Accepted) -> Event {
    event::get(&world.deps(), &accepted.key).unwrap().expect("an event")
}

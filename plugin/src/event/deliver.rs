//! One event to all of its channels: claim, look, post, mark. Whoever dies when, it is shown once in each.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::delivery::{CLAIM, State};
use super::lane::Outcome;
use super::{Content, Delivery, Event, KEPT_SECONDS, Source, copy, dead, digest, place};
use crate::bot;
use crate::ports::{ChatError, Deps, Level, Message, Timestamp};
use crate::settings::Settings;
use crate::store::{Change, Store, StoreError, Stored};

/// The property of a post that says which delivery it is.
const PROP: &str = "odoo_delivery";
/// Clocks of nodes and server may differ by so much.
const SKEW_MS: i64 = 5 * 60 * 1000;
/// A thread goes on for so long after its first message.
const THREAD_SECONDS: u32 = 90 * 24 * 3600;

/// The first message of a thread: `th/<sender, channel and key>`.
#[derive(Serialize, Deserialize)]
struct Thread {
    post_id: String,
}

impl Stored for Thread {
    const VERSION: u32 = 1;
}

/// A delivery that this process has taken on.
struct Claimed {
    event: Event,
    tries: u32,
    is_uncertain: bool,
}

/// Does what can be done about an event now.
pub(super) fn deliver(deps: &Deps<'_>, settings: &Settings, key: &str, token: &str) -> Result<Outcome, StoreError> {
    let mut number = 0;
    let mut due: Option<Timestamp> = None;
    loop {
        match claim(deps, key, number, token)? {
            Step::Missing => return Ok(Outcome::Missing),
            Step::End => return Ok(due.map_or(Outcome::Done, Outcome::Later)),
            Step::Later(at) => due = Some(due.map_or(at, |due| due.min(at))),
            Step::Settled => {}
            Step::Claimed(claimed) => {
                let state = show(deps, settings, key, number, &claimed);
                if let Some(at) = state.due() {
                    due = Some(due.map_or(at, |due| due.min(at)));
                }
                mark(deps, settings, key, number, token, state)?;
            }
        }
        number += 1;
    }
}

enum Step {
    Missing,
    /// There are no more deliveries.
    End,
    Settled,
    Later(Timestamp),
    Claimed(Box<Claimed>),
}

fn claim(deps: &Deps<'_>, key: &str, number: usize, token: &str) -> Result<Step, StoreError> {
    let now = deps.clock.now();
    Store::new(deps.kv).update_copied(&copy(deps), &place(key), Some(KEPT_SECONDS), |event: Option<&Event>| {
        let Some(event) = event else { return Change::Keep(Step::Missing) };
        let Some(delivery) = event.deliveries.get(number) else { return Change::Keep(Step::End) };
        let Some(due) = delivery.state.due() else { return Change::Keep(Step::Settled) };
        if due > now {
            return Change::Keep(Step::Later(due));
        }
        let (tries, is_uncertain) = (delivery.state.tries() + 1, delivery.state.is_uncertain());
        let state = State::Posting { token: token.to_owned(), until: now.after(CLAIM), tries };
        let event = event.with(number, state);
        let claimed = Claimed { event: event.clone(), tries, is_uncertain };
        Change::Put(event, Step::Claimed(Box::new(claimed)))
    })
}

/// Unless somebody else has taken over: then it is theirs to say.
fn mark(
    deps: &Deps<'_>,
    settings: &Settings,
    key: &str,
    number: usize,
    token: &str,
    state: State,
) -> Result<(), StoreError> {
    let died = matches!(state, State::Dead { .. });
    let is_ours =
        Store::new(deps.kv).update_copied(&copy(deps), &place(key), Some(KEPT_SECONDS), |event: Option<&Event>| {
            let Some(event) = event else { return Change::Keep(false) };
            let ours = event.deliveries.get(number).map(|delivery| &delivery.state);
            if !matches!(ours, Some(State::Posting { token: owner, .. }) if owner == token) {
                return Change::Keep(false);
            }
            Change::Put(event.with(number, state.clone()), true)
        })?;
    if is_ours && died { dead::note(deps, settings, key) } else { Ok(()) }
}

/// The state after one try.
fn show(deps: &Deps<'_>, settings: &Settings, key: &str, number: usize, claimed: &Claimed) -> State {
    match post(deps, settings, key, number, claimed) {
        Ok(post_id) => State::Sent { post_id },
        Err(error) => {
            let fields = [("event", key.to_owned()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "An event could not be shown", &fields);
            match error {
                // Trying again does not make a channel.
                ShowError::Chat(ChatError::NotFound | ChatError::Forbidden) => {
                    State::Dead { error: "the channel is gone, or the bot may not post there".into() }
                }
                _ => State::after_failure(claimed.tries, error.to_string(), deps.clock.now(), (deps.random)()),
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum ShowError {
    #[error(transparent)]
    Chat(#[from] ChatError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("its text is gone")]
    Erased,
}

fn post(
    deps: &Deps<'_>,
    _settings: &Settings,
    key: &str,
    number: usize,
    claimed: &Claimed,
) -> Result<String, ShowError> {
    let (event, delivery) = (&claimed.event, &claimed.event.deliveries[number]);
    let Some(Content::Notice(notice)) = &event.content else { return Err(ShowError::Erased) };
    let (author_id, mark) = (bot::id(deps)?, format!("{key}/{number}"));
    let thread = (!notice.thread_key.is_empty()).then(|| thread(event, delivery, &notice.thread_key));
    let found = if claimed.is_uncertain { find(deps, event, delivery, &mark, &author_id)? } else { None };
    let post_id = match found {
        Some(post_id) => post_id,
        None => {
            let root_id = thread.as_deref().map(|thread| root(deps, thread)).transpose()?.unwrap_or_default();
            let channel_id = delivery.channel_id.clone();
            let props = json!({PROP: mark, "odoo_event": event.id});
            let message = Message { author_id, channel_id, root_id, props, ..notice.message() };
            let post_id = deps.chat.create_post(&message)?;
            if !message.root_id.is_empty() {
                return Ok(post_id);
            }
            post_id
        }
    };
    if let Some(thread) = thread {
        let first = Thread { post_id: post_id.clone() };
        Store::new(deps.kv).create(&thread, &first, Some(THREAD_SECONDS))?;
    }
    Ok(post_id)
}

fn thread(event: &Event, delivery: &Delivery, thread_key: &str) -> String {
    let sender = match &event.source {
        Source::Hook(name) => name.as_str(),
        Source::Odoo => "",
    };
    format!("th/{}", digest(&[sender, &delivery.channel_id, thread_key]))
}

/// The first message of a thread; empty if there is none, or none any more.
fn root(deps: &Deps<'_>, thread: &str) -> Result<String, ShowError> {
    let store = Store::new(deps.kv);
    let Some(read) = store.get::<Thread>(thread)? else { return Ok(String::new()) };
    match deps.chat.post(&read.value.post_id) {
        Ok(_) => Ok(read.value.post_id),
        Err(ChatError::NotFound) => {
            store.delete(thread, &read)?;
            Ok(String::new())
        }
        Err(error) => Err(error.into()),
    }
}

/// The message that somebody posted who did not live to say so.
fn find(
    deps: &Deps<'_>,
    event: &Event,
    delivery: &Delivery,
    mark: &str,
    author_id: &str,
) -> Result<Option<String>, ShowError> {
    let since = Timestamp(event.received_at.0 - SKEW_MS);
    let posts = deps.chat.posts_since(&delivery.channel_id, since)?;
    Ok(posts.into_iter().find(|post| post.author_id == author_id && post.props[PROP] == mark).map(|post| post.id))
}

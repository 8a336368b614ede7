//! What people write below the card of a record becomes internal notes on it (requirement 7.2, mode `mirror-as-notes`): messages,
//! what became of them when they were edited, and that they were deleted. Never a comment, which customers would read.
//!
//! Each of them is an event with an id of its own, delivered like all others, with Odoo in place of the channel.

mod note;

pub use note::{Note, NoteError, What, is_note, write};

use serde::{Deserialize, Serialize};

use crate::bot;
use crate::event::{self, Content, Delivery, Event, Source};
use crate::ports::{Deps, Level, Post};
use crate::store::{Store, StoreError, Stored};
use crate::subscription::{self, Mode};

/// As long as the thread of a card goes on.
const KEPT_SECONDS: u32 = 90 * 24 * 3600;
/// How long a process believes that a thread is none of a record.
const NONE_SECONDS: u32 = 30;

/// The record whose card a message is: `rec/<post id>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    model: String,
    id: i64,
}

impl Stored for Record {
    const VERSION: u32 = 1;
}

/// The thread of this card belongs to a record from now on.
///
/// # Errors
/// See [`StoreError`].
pub fn begin(deps: &Deps<'_>, root_id: &str, model: &str, id: i64) -> Result<(), StoreError> {
    let record = Record { model: model.to_owned(), id };
    if Store::new(deps.kv).create(&key(root_id), &record, Some(KEPT_SECONDS))? {
        deps.cache.delete(&none(root_id));
    }
    Ok(())
}

/// Somebody wrote a message.
pub fn posted(deps: &Deps<'_>, post: &Post) {
    remember(deps, post, What::Written(post.text.clone()));
}

/// Somebody edited one.
pub fn edited(deps: &Deps<'_>, post: &Post, before: &str) {
    if post.text != before {
        remember(deps, post, What::Edited { text: post.text.clone(), at: post.edited_at });
    }
}

/// Somebody deleted one.
pub fn deleted(deps: &Deps<'_>, post: &Post) {
    remember(deps, post, What::Deleted);
}

/// Nobody waits for an answer here, so that a failure is told in the log only.
fn remember(deps: &Deps<'_>, post: &Post, what: What) {
    if let Err(error) = accept(deps, post, what) {
        let fields = [("post_id", post.id.clone()), ("error", error)];
        deps.log.write(Level::Error, "A message could not be kept for its record in Odoo", &fields);
    }
}

fn accept(deps: &Deps<'_>, post: &Post, what: What) -> Result<(), String> {
    if post.root_id.is_empty() || post.is_of_program() || deps.cache.get(&none(&post.root_id)).is_some() {
        return Ok(());
    }
    let record = Store::new(deps.kv).get::<Record>(&key(&post.root_id)).map_err(|error| error.to_string())?;
    let Some(Record { model, id }) = record.map(|read| read.value) else {
        deps.cache.set(&none(&post.root_id), b"1", NONE_SECONDS);
        return Ok(());
    };
    let all = subscription::of_model(deps, &model).map_err(|error| error.to_string())?;
    if !all.iter().any(|one| one.channel_id == post.channel_id && one.mode == Mode::Notes) {
        return Ok(());
    }
    let author = deps.chat.person(&post.author_id).map_err(|error| error.to_string())?;
    if author.is_bot || bot::id(deps).is_ok_and(|bot| bot == author.id) {
        return Ok(());
    }
    let note = Note { model, id, post_id: post.id.clone(), author_id: author.id, author: author.username, what };
    let event = Event {
        id: note.mark(),
        source: Source::Thread,
        received_at: deps.clock.now(),
        // The cards of the record do not wait for Odoo.
        subject: format!("notes/{}/{}", note.model, note.id),
        content: Some(Content::Note(note)),
        touch: None,
        request_id: String::new(),
        deliveries: vec![Delivery::to(&post.channel_id)],
    };
    event::accept(deps, &event).map(drop).map_err(|error| error.to_string())
}

fn key(root_id: &str) -> String {
    format!("rec/{root_id}")
}

fn none(root_id: &str) -> String {
    format!("no-record/{root_id}")
}

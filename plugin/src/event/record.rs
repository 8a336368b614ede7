//! A record of Odoo in a channel: one card that shows how it stands, and what happens to it below (requirement 7.3).

mod tail;
mod text;

use serde::{Deserialize, Serialize};

use super::attached::{self, Attached, Brought};
use super::digest;
use super::notice::Field;
use super::root::{First, Root};
use super::show::{ShowError, Try};
use super::whole::with_whole;
use crate::mirror;
use crate::ports::{ChatError, Deps, Message, Timestamp};
use crate::say;
use crate::store::StoreError;
use tail::Tail;

/// Names the card of a record whose first event stands below it.
const CARD: &str = "/card";

/// A record that is different from before, in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// Odoo's name of the model.
    pub model: String,
    /// What people call such a record.
    pub noun: String,
    /// In Odoo.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Whether it was archived.
    pub is_archived: bool,
    /// As it stands.
    pub fields: Vec<Field>,
    /// Whether it is new.
    pub is_new: bool,
    /// Whether Odoo does not show it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_gone: bool,
    /// What is different.
    pub changes: Vec<Difference>,
    /// Whether it is what several events say together.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_merged: bool,
    /// When it was written last.
    pub at: Timestamp,
    /// By whom; may be empty.
    pub by: String,
    /// What somebody wrote on it, if that is what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Said>,
}

/// What somebody wrote on a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Markdown that formats and mentions nothing by itself; may be empty.
    pub text: String,
    /// How many files came along.
    pub files: usize,
    /// Those of them that the plugin's account may see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Attached>,
    /// Whether customers do not get it.
    pub is_internal: bool,
    /// All of it as it was written, if [`Self::text`] is not; for a file, and never to be formatted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<String>,
}

/// A value that is different.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What Odoo calls the field.
    pub label: String,
    /// None if nobody knows.
    pub from: Option<String>,
    /// Empty for nothing.
    pub to: String,
    /// Who made it and when, if several people made what is told together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<(String, Timestamp)>,
}

/// Whether a channel had a card of a record within the last 90 days.
///
/// # Errors
/// See [`StoreError`].
pub fn has_card(deps: &Deps<'_>, model: &str, id: i64, channel_id: &str) -> Result<bool, StoreError> {
    Root::of(&card_name(model, id, channel_id)).is_known(deps)
}

/// Shows how the record stands on its card, and what happened below it.
pub(super) fn show(attempt: &Try<'_>, news: &News) -> Result<String, ShowError> {
    let (deps, delivery) = (attempt.deps, attempt.delivery());
    let name = card_name(&news.model, news.id, &delivery.channel_id);
    if delivery.is_line {
        let (tail, thread) = (Tail::of(&format!("line/{}{name}", delivery.root_id)), attempt.thread()?);
        let note = if thread.is_none() {
            say!(deps.language, "*The thread that this is told in was deleted.*\n")
        } else {
            String::new()
        };
        let files = files(attempt, news)?;
        let line = |news: &News| news.line(attempt, &note, &files);
        return tail.tell(attempt, thread.unwrap_or_default(), news, line);
    }
    let root = Root::of(&name);
    let root_id = match card(attempt, news, &root)? {
        Shown::First(post_id) => {
            if delivery.is_mirrored && !post_id.is_empty() {
                mirror::begin(deps, &post_id, &news.model, news.id)?;
            }
            return Ok(post_id);
        }
        Shown::Above(root_id) => root_id,
    };
    if delivery.is_mirrored {
        mirror::begin(deps, &root_id, &news.model, news.id)?;
    }
    if delivery.is_silent {
        return Ok(root_id);
    }
    let files = files(attempt, news)?;
    let reply = |news: &News| finished(attempt, news, news.lines(attempt), &files);
    let told = Tail::of(&name).tell(attempt, &root_id, news, reply);
    match told {
        // Somebody deleted the card at this moment; the next try makes another one.
        Err(ShowError::Chat(ChatError::NotFound)) if deps.chat.post(&root_id) == Err(ChatError::NotFound) => {
            Err(ShowError::Gone)
        }
        told => told,
    }
}

/// The files of what somebody wrote; those of a message that is there already are not brought again.
fn files(attempt: &Try<'_>, news: &News) -> Result<Brought, ShowError> {
    match &news.remark {
        Some(said) if !said.attached.is_empty() && attempt.find("")?.is_none() => {
            attached::bring(attempt, &said.attached, attempt.delivery().copies_files)
        }
        _ => Ok(Brought::default()),
    }
}

fn card_name(model: &str, id: i64, channel_id: &str) -> String {
    digest(&["card", model, &id.to_string(), channel_id])
}

/// What became of the card.
enum Shown {
    /// It says all there is to be said.
    First(String),
    /// It is up to date, and what happened belongs below it.
    Above(String),
}

fn card(attempt: &Try<'_>, news: &News, root: &Root) -> Result<Shown, ShowError> {
    let deps = attempt.deps;
    let first = root.find(deps)?;
    if let First::Post(root_id) = first {
        // The card itself was posted by somebody who did not live to say so; shown anew it would not be found any more.
        if attempt.find("")?.as_ref() == Some(&root_id) {
            return Ok(Shown::First(root_id));
        }
        let message = Message { id: root_id.clone(), cards: vec![news.card(attempt, "")], ..Message::default() };
        return match deps.chat.update_post(&message) {
            Ok(()) => Ok(Shown::Above(root_id)),
            Err(ChatError::NotFound) => Err(ShowError::Gone),
            Err(error) => Err(error.into()),
        };
    }
    // What this plugin did itself is told by the card of the proposal, and there is no other one; and what is gone needs none.
    if attempt.delivery().is_silent || news.is_gone {
        return Ok(Shown::First(String::new()));
    }
    let note =
        if first == First::Deleted { say!(deps.language, "*The earlier card was deleted.*\n") } else { String::new() };
    // What somebody wrote has to stay readable when the card is shown anew.
    let (part, text) = match news.remark {
        Some(_) => (CARD, note),
        None => ("", format!("{note}{}", news.lines(attempt))),
    };
    // It may have been posted by somebody who did not live to remember it.
    let post_id = match attempt.find(part)? {
        Some(post_id) => post_id,
        None => {
            let above = if part.is_empty() { attempt.mentions() } else { String::new() };
            let cards = vec![news.card(attempt, &text)];
            attempt.post("", part, Message { text: above, cards, ..Message::default() })?
        }
    };
    root.remember(deps, &post_id)?;
    Ok(if part.is_empty() { Shown::First(post_id) } else { Shown::Above(post_id) })
}

/// What is told in `text` with its files, the whole of what it cuts among them, and those who are called.
fn finished(attempt: &Try<'_>, news: &News, text: String, files: &Brought) -> Message {
    let message = Message { text: files.below(text), files: files.files.clone(), ..Message::default() };
    let message = with_whole(attempt, message, news.remark.as_ref().and_then(|said| said.whole.clone()));
    Message { text: with_mentions(attempt, message.text), ..message }
}

/// Our own words about the record, and below them those who are called.
pub(super) fn with_mentions(attempt: &Try<'_>, text: String) -> String {
    match attempt.mentions() {
        names if names.is_empty() => text,
        names => format!("{text}\n{names}"),
    }
}

//! One try to show an event in a channel.

use serde_json::{Map, Value, json};

use super::whole::with_whole;
use super::{
    Content, Delivery, Event, Source, Touch, What, answer, brought, bulletin, drawn, notice, question, record,
};
use crate::bot;
use crate::mirror::{self, NoteError};
use crate::ports::{ChatError, Deps, Message, Timestamp};
use crate::say;
use crate::settings::Settings;
use crate::store::StoreError;

/// The property of a post that says which delivery it is.
const PROP: &str = "odoo_delivery";
/// Clocks of nodes and server may differ by so much.
const SKEW_MS: i64 = 5 * 60 * 1000;

/// One try.
pub(super) struct Try<'a> {
    pub(super) deps: &'a Deps<'a>,
    pub(super) settings: &'a Settings,
    pub(super) key: &'a str,
    pub(super) number: usize,
    pub(super) event: &'a Event,
    /// Somebody tried before, and may have posted it.
    pub(super) is_uncertain: bool,
}

/// Why nobody can see it.
#[derive(Debug, thiserror::Error)]
pub(super) enum ShowError {
    #[error(transparent)]
    Chat(#[from] ChatError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It may work in a moment.
    #[error("{0}")]
    Service(String),
    /// Trying again changes nothing.
    #[error("{0}")]
    Final(String),
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error("its text is gone")]
    Erased,
    #[error("the card above it was deleted at this moment")]
    Gone,
}

impl Try<'_> {
    /// Shows it; returns the id of its message.
    pub(super) fn show(&self) -> Result<String, ShowError> {
        match &self.event.content {
            Some(Content::Note(note)) => {
                mirror::write(self.deps, self.settings, note, self.is_uncertain)?;
                Ok(note.post_id.clone())
            }
            Some(Content::Notice(notice)) => {
                notice::show(self, &notice.thread_key, || with_whole(self, notice.message(), notice.whole()))
            }
            Some(Content::Drawn(drawn)) => notice::show(self, &drawn.thread_key, || {
                let message = with_whole(self, drawn::message(drawn), drawn::whole(drawn));
                Message { text: record::with_mentions(self, message.text), ..message }
            }),
            Some(Content::Record(news)) => record::show(self, news),
            Some(Content::Bulletin(bulletin)) => bulletin::show(self, bulletin),
            Some(Content::Parcel(parcel)) => brought::show(self, parcel),
            Some(Content::Question(question)) => question::ask(self, question),
            Some(Content::Answer(answer)) => answer::show(self, answer),
            None => Err(ShowError::Erased),
        }
    }

    pub(super) fn delivery(&self) -> &Delivery {
        &self.event.deliveries[self.number]
    }

    /// The message that somebody posted who did not live to say so; `part` tells several of one delivery apart.
    pub(super) fn find(&self, part: &str) -> Result<Option<String>, ShowError> {
        if !self.is_uncertain {
            return Ok(None);
        }
        let (author_id, mark) = (bot::id(self.deps)?, self.mark(part));
        let since = Timestamp(self.event.received_at.0 - SKEW_MS);
        let posts = self.deps.chat.posts_since(&self.delivery().channel_id, since)?;
        let own = posts.into_iter().find(|post| post.author_id == author_id && post.props[PROP] == mark.as_str());
        Ok(own.map(|post| post.id))
    }

    /// Posts it, in a thread unless `root_id` is empty.
    pub(super) fn post(&self, root_id: &str, part: &str, mut message: Message) -> Result<String, ShowError> {
        if let Some(Touch { module, what: What::Failed(_) }) = &self.event.touch {
            note(&mut message, &say!(self.deps.language, "shown without the module {module}, which failed", module));
        }
        Ok(self.deps.chat.create_post(&Message {
            author_id: bot::id(self.deps)?,
            channel_id: self.delivery().channel_id.clone(),
            root_id: root_id.to_owned(),
            props: self.props(part),
            ..message
        })?)
    }

    /// Those who are called, on a line of their own; empty for nobody.
    pub(super) fn mentions(&self) -> String {
        let people = self.delivery().mentions.iter().filter_map(|user_id| self.deps.chat.person(user_id).ok());
        let names: Vec<_> = people.map(|person| format!("@{}", person.username)).collect();
        names.join(" ")
    }

    /// The thread that it is told in, if that is still there.
    pub(super) fn thread(&self) -> Result<Option<&str>, ShowError> {
        let root_id = self.delivery().root_id.as_str();
        if root_id.is_empty() {
            return Ok(Some(""));
        }
        match self.deps.chat.post(root_id) {
            Ok(_) => Ok(Some(root_id)),
            Err(ChatError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A message that replaces one of another delivery, and is found as that of this one.
    pub(super) fn marked(&self, message: Message) -> Message {
        Message { props: self.props(""), ..message }
    }

    fn props(&self, part: &str) -> Value {
        let mut props = Map::new();
        if let (Some(face), Source::Hook(hook)) = (&self.delivery().face, &self.event.source) {
            face.props(hook, &mut props);
        }
        props.insert(PROP.into(), json!(self.mark(part)));
        props.insert("odoo_event".into(), json!(self.event.id));
        Value::Object(props)
    }

    fn mark(&self, part: &str) -> String {
        format!("{}/{}{part}", self.key, self.number)
    }
}

/// In small print where there is a place for it. `text` is our own.
fn note(message: &mut Message, text: &str) {
    match message.cards.last_mut() {
        Some(card) if card.footer.is_empty() => text.clone_into(&mut card.footer),
        Some(card) => card.footer = format!("{} · {text}", card.footer),
        None => message.text = format!("{}\n*{text}*", message.text),
    }
}

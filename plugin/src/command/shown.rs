//! Messages of the bot that one person sees.

use serde_json::json;

use super::{Answer, Call, shares};
use crate::bot;
use crate::ports::{Button, Card, ChatError, Deps, Level, Message};

/// Names the message of the command in the props of its answer.
const PROP: &str = "odoo_answer";

/// What is said.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// Markdown.
    pub(super) text: String,
    pub(super) cards: Vec<Card>,
    pub(super) buttons: Vec<Button>,
}

/// Shows it where the command was typed. Without the bot it is a plain answer, without its buttons.
pub(super) fn show(deps: &Deps<'_>, call: &Call, said: Said) -> Answer {
    let plain = plain(&said);
    match send(deps, call, said) {
        Ok(()) => Answer::Shown,
        Err(error) => {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "The bot could not show an answer; it goes out without buttons", &fields);
            Answer::Text(plain)
        }
    }
}

/// The same; who calls does something else about it when that fails.
pub(super) fn send(deps: &Deps<'_>, call: &Call, said: Said) -> Result<(), ChatError> {
    let message = Message {
        created_at: deps.clock.now(),
        author_id: bot::id(deps)?,
        channel_id: call.channel_id.clone(),
        root_id: call.root_id.clone(),
        text: said.text,
        cards: said.cards,
        buttons: said.buttons,
        ..Message::default()
    };
    put(deps, call, message)
}

/// Shows an answer to the author of the command, or to everybody in its thread.
pub(super) fn put(deps: &Deps<'_>, call: &Call, message: Message) -> Result<(), ChatError> {
    if !shares(call) {
        return deps.chat.send_ephemeral(&call.user_id, &message).map(drop);
    }
    // Buttons change what one person sees, and do what that person may.
    let cards = message.cards.into_iter().map(|card| Card { buttons: Vec::new(), ..card }).collect();
    let props = json!({PROP: call.request_id});
    deps.chat.create_post(&Message { cards, buttons: Vec::new(), props, ..message }).map(drop)
}

fn plain(said: &Said) -> String {
    let mut text = said.text.clone();
    for card in &said.cards {
        text.push_str(&format!("\n**[{}]({})**", card.title, card.title_link));
        for field in &card.fields {
            text.push_str(&format!("\n- {}: {}", field.title, field.value));
        }
        if !card.text.is_empty() {
            text.push_str(&format!("\n\n{}", card.text));
        }
    }
    text.trim_start().to_owned()
}

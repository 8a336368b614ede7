//! Proposals as they are made: from a draft to the card.

mod activity;
pub mod built;
mod crowd;
mod document;
mod event;
mod files;
mod finishing;
mod further;
mod hostile;
mod lead;
mod making;
mod note;
mod partner;
mod project;
mod review;
mod running;
mod scale;
mod tasks;
mod time;
mod undoing;

use odoo_plugin::ports::{Card, Message};
use odoo_plugin::proposal::{Draft, Origin, Proposal, ProposeError, Proposer, Request, propose};
use odoo_plugin::settings::{Account, Connection, Settings};
use serde_json::{Value, json};

use crate::world::World;

/// `ben` may propose.
pub fn world() -> World {
    World::live().setting("proposers", json!("@ben"))
}

/// `ben` asks for it in `town`.
pub fn request(kind: &str, draft: Value) -> Result<Request, ProposeError> {
    Ok(Request {
        proposer: Proposer::Person { user_id: "ben".into() },
        origin: Origin {
            team_id: "team".into(),
            channel_id: "town".into(),
            way: "command".into(),
            ..Origin::default()
        },
        draft: Draft::parse(kind, draft)?,
        supersedes: None,
        undoes: None,
    })
}

/// Makes a proposal as `ben` would.
pub fn make(world: &World, kind: &str, draft: Value) -> Result<Proposal, ProposeError> {
    let (settings, account) = account(world);
    propose(&world.deps(), &settings, &account, &request(kind, draft)?)
}

/// What is wrong with a draft: field, code and text.
pub fn refusal(world: &World, kind: &str, draft: Value) -> (String, &'static str, String) {
    match make(world, kind, draft) {
        Err(ProposeError::Invalid { field, code, text }) => (field.unwrap_or_default(), code, text),
        other => panic!("{other:?}"),
    }
}

/// What the operations do.
pub fn effects(proposal: &Proposal) -> Vec<Value> {
    proposal.operations.iter().map(|operation| json!(operation.effect)).collect()
}

/// The settings in force and the account in them.
pub fn account(world: &World) -> (Settings, Account) {
    let settings = Settings::current(&world.deps()).settings;
    let Connection::Account(account) = settings.connection.clone() else { panic!("no account") };
    (settings, account)
}

/// A card as somebody reads it: one line a part, `title: value` for its fields, `⁀` for what breaks a
/// mention.
pub fn read(message: &Message) -> String {
    let [card]: &[Card; 1] = message.cards.as_slice().try_into().unwrap();
    let mut lines = vec![message.text.clone(), card.title.clone(), card.text.trim_end().to_owned()];
    lines.extend(card.fields.iter().map(|field| format!("{}: {}", field.title, field.value)));
    lines.retain(|line| !line.is_empty());
    lines.join("\n").replace('\u{2060}', "⁀")
}

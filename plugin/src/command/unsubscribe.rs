//! `/odoo unsubscribe <id>`

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::subscribe::{may_subscribe, no_store, record, visible};
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::ports::Deps;
use crate::say;
use crate::subscription;

pub(super) const WORD: Word = Word {
    trigger: "unsubscribe",
    help: "Ends a subscription",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[ID],
        notes: "Who may subscribe the channel may end what it follows, whoever began it.",
        examples: &["unsubscribe K7M2PX"],
        run: Run::Answer(run),
    }),
};

/// A subscription.
pub(super) const ID: Argument = Argument {
    name: "id",
    place: Place::Word,
    value: Value::Suggested { hint: "id", list: "subscriptions" },
    help: "Which one; `/odoo subscriptions` lists them",
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    end(deps, call, input).unwrap_or_else(|answer| answer)
}

fn end(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = Caller::of(deps, call)?;
    let subscription = visible(deps, call, &caller, input)?;
    may_subscribe(deps, &caller, &subscription.channel_id)?;
    let id = &subscription.id;
    if !subscription::remove(deps, &subscription).map_err(|error| no_store(deps, call, &error))? {
        return Ok(say!(deps.language, "The subscription `{id}` was ended already.", id));
    }
    record(deps, call, "subscription.delete", id);
    let nouns = subscription.nouns(deps.language);
    Ok(say!(deps.language, "The subscription `{id}` of {nouns} is ended.", id, nouns))
}

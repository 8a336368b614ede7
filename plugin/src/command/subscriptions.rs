//! `/odoo subscriptions [--all]`

use super::Call;
use super::caller::Caller;
use super::listing::{table, whole_or_not};
use super::parse::Input;
use super::subscribe::no_store;
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::access::{self, Action};
use crate::ports::{Channel, ChannelKind, Deps};
use crate::say;
use crate::subscription::{self, Subscription};
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX, Zone, local};

pub(super) const WORD: Word = Word {
    trigger: "subscriptions",
    help: "Lists what this channel follows in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "all",
            place: Place::Switch,
            value: Value::Nothing,
            help: "Those of all channels, for system administrators",
        }],
        notes: "",
        examples: &["subscriptions", "subscriptions --all"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    list(deps, call, input).unwrap_or_else(|answer| answer)
}

fn list(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = Caller::of(deps, call)?;
    let is_all = input.has("all");
    let action = if is_all { Action::Administer } else { Action::Read };
    access::may(deps, &caller.current.settings, &caller.person, action)?;
    let mut subscriptions = subscription::all(deps).map_err(|error| no_store(deps, call, &error))?;
    subscriptions.retain(|subscription| is_all || subscription.channel_id == call.channel_id);
    if subscriptions.is_empty() {
        return Ok(match is_all {
            true => say!(deps.language, "No channel follows anything in Odoo yet. `/odoo subscribe` begins it."),
            false => say!(deps.language, "This channel follows nothing in Odoo yet. `/odoo subscribe` begins it."),
        });
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let columns = [
        text!("Id"),
        text!("Records"),
        text!("Events"),
        text!("Filters"),
        text!("By"),
        text!("Since"),
        text!("Channel"),
    ];

    let mut table = table(deps.language, if is_all { &columns } else { &columns[..6] });
    let is_whole = subscriptions.iter().all(|one| table.push(&row(deps, one, zone, is_all), TABLE_RUNES_MAX));
    Ok(whole_or_not(deps.language, table, is_whole))
}

fn row(deps: &Deps<'_>, subscription: &Subscription, zone: Zone, is_all: bool) -> Vec<Markdown> {
    let by = deps
        .chat
        .person(&subscription.created_by)
        .map_or_else(|_| say!(deps.language, "unknown"), |person| person.username);
    let words: Vec<_> = subscription.events.iter().map(|kind| subscription::word(*kind)).collect();
    let mut row = vec![
        Markdown::code(&subscription.id),
        Markdown::foreign(&subscription.nouns(deps.language)),
        Markdown::foreign(&words.join(", ")),
        Markdown::message(&subscription.described(deps.language)),
        Markdown::foreign(&by),
        Markdown::foreign(&local(subscription.created_at, zone)),
    ];
    if is_all {
        row.push(Markdown::foreign(&channel(deps, &subscription.channel_id)));
    }
    row
}

fn channel(deps: &Deps<'_>, channel_id: &str) -> String {
    let name = |channel: Channel| match channel.kind {
        ChannelKind::Direct | ChannelKind::Group => say!(deps.language, "direct messages"),
        _ if channel.is_archived => say!(deps.language, "{name}, archived", name = channel.name),
        _ => channel.name,
    };
    deps.chat.channel(channel_id).map_or_else(|_| say!(deps.language, "gone"), name)
}

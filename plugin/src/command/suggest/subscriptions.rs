use super::{Suggestion, Typing, may};
use crate::access::{self, Action};
use crate::language::Language;
use crate::ports::Deps;
use crate::settings::Settings;
use crate::subscription::{self, EVENTS, Subscription};
use crate::text;
use crate::text::{cut, printable};
use crate::watch::{Kind, WATCHED};

const HELP_RUNES_MAX: usize = 80;

/// Events with commas between them: what is left of them behind those that stand there.
pub(super) fn events(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    events_but(deps, &[Kind::Approval], typing)
}

/// The same for partners, which have no stages.
pub(super) fn partner_events(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    events_but(deps, &[Kind::Stage, Kind::Approval], typing)
}

/// The same for purchase orders.
pub(super) fn order_events(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    events_but(deps, &[Kind::Stage, Kind::Archive], typing)
}

fn events_but(deps: &Deps<'_>, left_out: &[Kind], typing: &Typing) -> Vec<Suggestion> {
    let typed = typing.text.trim_start().to_lowercase();
    let typed = typed.split(' ').next().unwrap_or_default();
    let before = typed.rfind(',').map_or("", |comma| &typed[..=comma]);
    let given: Vec<_> = before.split(',').collect();
    let left = EVENTS.iter().filter(|(kind, word)| !left_out.contains(kind) && !given.contains(word));
    let suggestion = |(_, word): &(_, &str)| Suggestion {
        item: format!("{before}{word}"),
        hint: String::new(),
        help: deps.language.tell(text!("What has to happen to a record")),
    };
    left.map(suggestion).collect()
}

/// The subscriptions of the channel, for those who may read their filters.
pub(super) fn ids(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    let settings = Settings::current(deps).settings;
    let may = |person| access::may(deps, &settings, &person, Action::Read).is_ok();
    if !deps.chat.person(&typing.user_id).is_ok_and(may)
        || !deps.chat.may_in_channel(&typing.user_id, &typing.channel_id, "read_channel")
    {
        return Vec::new();
    }
    let subscriptions = subscription::all(deps).unwrap_or_default().into_iter();
    let here = subscriptions.filter(|subscription| subscription.channel_id == typing.channel_id);
    here.map(|one| suggestion(deps.language, &one)).collect()
}

/// The subscriptions of all channels, for those who bind modules to them.
pub(super) fn all(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    if !may(deps, typing, Action::Modules) {
        return Vec::new();
    }
    subscription::all(deps).unwrap_or_default().iter().map(|one| suggestion(deps.language, one)).collect()
}

/// What somebody follows in direct messages: all of it, one kind of record, or one subscription of theirs.
pub(super) fn mute_scopes(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    let word = |(item, help): (&str, &str)| Suggestion {
        item: item.into(),
        hint: String::new(),
        help: deps.language.tell(help),
    };
    let nouns = WATCHED.iter().map(|watched| (watched.noun, text!("Records of this kind")));
    let words = [("all", text!("Whatever you follow in direct messages"))].into_iter().chain(nouns).map(word);
    let subscriptions = subscription::all(deps).unwrap_or_default().into_iter();
    let own = subscriptions.filter(|one| one.team_id.is_empty() && one.created_by == typing.user_id);
    words.chain(own.map(|one| suggestion(deps.language, &one))).collect()
}

fn suggestion(language: Language, subscription: &Subscription) -> Suggestion {
    Suggestion {
        item: subscription.id.clone(),
        hint: subscription.nouns(language),
        help: cut(&printable(&subscription.described(language)), HELP_RUNES_MAX),
    }
}

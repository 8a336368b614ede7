use super::{Suggestion, Typing, may};
use crate::access::Action;
use crate::api_key;
use crate::command::help;
use crate::organisation;
use crate::ports::Deps;
use crate::say;
use crate::text;

/// What help explains; second words once the first one is there.
pub(super) fn topics(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    let typed = typing.text.trim_start().to_lowercase();
    let is_near = |topic: &str| topic.split_once(' ').is_none_or(|(word, _)| typed.starts_with(word));
    let topics = help::topics().into_iter().filter(|(topic, _)| is_near(topic));
    topics.map(|(item, help)| Suggestion { item, hint: String::new(), help: deps.language.tell(help) }).collect()
}

/// The teams of who types.
pub(super) fn teams(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    let teams = deps.chat.teams_of(&typing.user_id).unwrap_or_default();
    let suggestion = |team: crate::ports::Team| Suggestion {
        item: team.name,
        hint: String::new(),
        help: say!(deps.language, "Team"),
    };
    teams.into_iter().map(suggestion).collect()
}

/// The channels of who types, in this team.
pub(super) fn channels(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    let channels = deps.chat.channels_of(&typing.team_id, &typing.user_id).unwrap_or_default();
    let channels = channels.into_iter().filter(|channel| !channel.is_archived);
    let suggestion = |channel: crate::ports::Channel| Suggestion {
        item: channel.name,
        hint: channel.display_name,
        help: say!(deps.language, "Channel"),
    };
    channels.map(suggestion).collect()
}

/// The same for several with commas between them: what was typed before the last comma stays.
pub(super) fn channel_lists(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    let before = typing.text.trim_start().rfind(',').map_or("", |comma| &typing.text.trim_start()[..=comma]);
    let chosen: Vec<_> = before.split(',').collect();
    let channels = channels(deps, typing).into_iter().filter(|channel| !chosen.contains(&channel.item.as_str()));
    channels.map(|channel| Suggestion { item: format!("{before}{}", channel.item), ..channel }).collect()
}

/// The API keys, for those who may revoke them.
pub(super) fn keys(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    if !may(deps, typing, Action::ApiKeys) {
        return Vec::new();
    }
    let keys = api_key::all(deps).unwrap_or_default().into_iter();
    keys.map(|key| Suggestion { item: key.name, hint: key.id, help: say!(deps.language, "API key") }).collect()
}

/// The organisations that have a team, for those who may take it away.
pub(super) fn organisations(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    if !may(deps, typing, Action::Organisations) {
        return Vec::new();
    }
    let teams = organisation::all(deps).unwrap_or_default().into_iter();
    let suggestion = |team: organisation::Team| Suggestion {
        item: team.organisation.to_string(),
        hint: String::new(),
        help: say!(deps.language, "Organisation"),
    };
    teams.map(suggestion).collect()
}

/// When a digest may come.
pub(super) fn digests(deps: &Deps<'_>, _: &Typing) -> Vec<Suggestion> {
    let items =
        [("08:00", text!("Every day at that time")), ("weekly", text!("On Mondays")), ("off", text!("Not at all"))];
    let suggestion = |(item, help): (&str, &str)| Suggestion {
        item: item.into(),
        hint: String::new(),
        help: deps.language.tell(help),
    };
    items.into_iter().map(suggestion).collect()
}

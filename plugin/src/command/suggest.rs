//! What can follow while a command is typed: lists that Mattermost asks for at every key.
//!
//! Mattermost shows those items only that begin with what was typed, and takes them over as they are. So a name of several
//! words becomes one (`In-Progress`), and a record brings its number along: `Azure-Interior[#14]`.

mod countries;
mod events;
mod here;
mod proposals;
mod quick;
mod records;
mod stages;
mod subscriptions;

use super::Call;
use super::caller::Caller;
use super::reading::Reading;
use crate::access::{self, Action};
use crate::odoo::OdooError;
use crate::ports::Deps;
use crate::say;
use crate::settings::Settings;
use crate::text::{cut, printable};

/// Items of one list.
const ITEMS_MAX: usize = 25;
const ITEM_RUNES_MAX: usize = 60;

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is taken over.
    pub item: String,
    /// Shown beside it.
    pub hint: String,
    /// Shown below it.
    pub help: String,
}

/// Somebody types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typing {
    /// Who.
    pub user_id: String,
    /// Where.
    pub channel_id: String,
    /// In which team; may be empty.
    pub team_id: String,
    /// What stands before this argument.
    pub before: String,
    /// What stands there of this argument and behind it.
    pub text: String,
}

/// One list.
struct List {
    name: &'static str,
    source: Source,
}

/// Where its items come from. Functions of Odoo get what was typed in lower case.
enum Source {
    /// Whatever is typed: texts may be anything.
    Typed,
    /// The same, and what Odoo has that begins so.
    TypedOrOdoo(Find),
    /// Odoo.
    Odoo(Find),
    /// Mattermost.
    Here(Have),
    /// The same, told of all that is left of the line, flags included.
    Rest(Have),
}

type Have = fn(&Deps<'_>, &Typing) -> Vec<Suggestion>;
type Find = fn(&Reading<'_>, &str) -> Result<Vec<Suggestion>, OdooError>;

/// All lists, by the names that the table of commands uses.
static LISTS: &[List] = &[
    List { name: "text", source: Source::Typed },
    List { name: "partner-names", source: Source::TypedOrOdoo(records::partner_names) },
    List { name: "partners", source: Source::Odoo(records::partners) },
    List { name: "projects", source: Source::Odoo(records::projects) },
    List { name: "sales-teams", source: Source::Odoo(records::sales_teams) },
    List { name: "companies", source: Source::Odoo(records::companies) },
    List { name: "users", source: Source::Odoo(records::users) },
    List { name: "lead-tags", source: Source::Odoo(records::lead_tags) },
    List { name: "project-tags", source: Source::Odoo(records::project_tags) },
    List { name: "partner-tags", source: Source::Odoo(records::partner_tags) },
    List { name: "activity-types", source: Source::Odoo(records::activity_types) },
    List { name: "countries", source: Source::Odoo(countries::codes) },
    List { name: "stages", source: Source::Odoo(stages::of_tasks) },
    List { name: "lead-stages", source: Source::Odoo(stages::of_leads) },
    List { name: "topics", source: Source::Here(here::topics) },
    List { name: "teams", source: Source::Here(here::teams) },
    List { name: "keys", source: Source::Here(here::keys) },
    List { name: "orgs", source: Source::Here(here::organisations) },
    List { name: "channels", source: Source::Here(here::channels) },
    List { name: "channel-lists", source: Source::Here(here::channel_lists) },
    List { name: "digests", source: Source::Here(here::digests) },
    List { name: "hooks", source: Source::Here(events::hooks) },
    List { name: "modules", source: Source::Here(events::modules) },
    List { name: "dead-letters", source: Source::Here(events::dead_letters) },
    List { name: "quick", source: Source::Rest(quick::names) },
    List { name: "quick-values", source: Source::Rest(quick::values) },
    List { name: "events", source: Source::Here(subscriptions::events) },
    List { name: "partner-events", source: Source::Here(subscriptions::partner_events) },
    List { name: "order-events", source: Source::Here(subscriptions::order_events) },
    List { name: "subscriptions", source: Source::Here(subscriptions::ids) },
    List { name: "all-subscriptions", source: Source::Here(subscriptions::all) },
    List { name: "mute-scopes", source: Source::Here(subscriptions::mute_scopes) },
    List { name: "proposals", source: Source::Here(proposals::codes) },
];

/// The list for somebody who types. Whoever may not read gets none, and so does everybody while Odoo does not answer: an
/// error would only stand in the way of typing.
#[must_use]
pub fn suggest(deps: &Deps<'_>, name: &str, typing: &Typing) -> Vec<Suggestion> {
    let Some(list) = LISTS.iter().find(|list| list.name == name) else { return Vec::new() };
    if let Source::Rest(find) = list.source {
        return find(deps, typing);
    }
    let typed = typing.text.trim_start();
    if typed.starts_with("--") {
        return Vec::new();
    }
    // Behind a text there may be flags already; the text has to be an item for Mattermost to go on to them.
    let typed = typed.split(" --").next().unwrap_or_default().trim_end();
    let lower = typed.to_lowercase();
    let mut suggestions = match list.source {
        Source::Typed | Source::Rest(_) => Vec::new(),
        Source::TypedOrOdoo(find) | Source::Odoo(find) => in_odoo(deps, typing, &lower, find),
        Source::Here(find) => find(deps, typing),
    };
    suggestions.retain(|suggestion| suggestion.item.to_lowercase().starts_with(&lower));
    suggestions.truncate(ITEMS_MAX);
    let is_text = matches!(list.source, Source::Typed | Source::TypedOrOdoo(_)) && !typed.is_empty();
    if is_text && !suggestions.iter().any(|suggestion| suggestion.item.to_lowercase() == lower) {
        suggestions.insert(
            0,
            Suggestion { item: typed.to_owned(), hint: String::new(), help: say!(deps.language, "This text") },
        );
    }
    suggestions
}

fn in_odoo(deps: &Deps<'_>, typing: &Typing, typed: &str, find: Find) -> Vec<Suggestion> {
    let call = Call {
        user_id: typing.user_id.clone(),
        channel_id: typing.channel_id.clone(),
        team_id: typing.team_id.clone(),
        ..Call::default()
    };
    let Ok(caller) = Caller::in_a_hurry(deps, &call) else { return Vec::new() };
    let Ok(reading) = Reading::begin(deps, &call, &caller) else { return Vec::new() };
    find(&reading, typed).unwrap_or_default()
}

/// Whether who types may do that: lists of administrators are for them only.
fn may(deps: &Deps<'_>, typing: &Typing, action: Action) -> bool {
    let settings = Settings::current(deps).settings;
    deps.chat.person(&typing.user_id).is_ok_and(|person| access::may(deps, &settings, &person, action).is_ok())
}

/// One word that begins as the name does.
fn one_word(name: &str) -> String {
    let words = printable(name);
    let words = words.split(|c: char| c.is_whitespace() || c == '"').filter(|word| !word.is_empty());
    cut(&words.collect::<Vec<_>>().join("-"), ITEM_RUNES_MAX)
}

#[cfg(test)]
mod tests {
    use super::{LISTS, one_word};
    use crate::command::autocomplete::{Source, registration};
    use crate::language::Language;

    #[test]
    fn every_list_of_the_table_is_there() {
        for word in registration(Language::En).words {
            for argument in word.arguments {
                if let Source::Dynamic(path) = argument.source {
                    let name = path.rsplit('/').next().unwrap_or_default();
                    assert!(LISTS.iter().any(|list| list.name == name), "{}: {path}", word.trigger);
                }
            }
        }
    }

    #[test]
    fn names_become_one_word() {
        assert_eq!(one_word("In  Progress"), "In-Progress");
        assert_eq!(one_word("24\" Monitor"), "24-Monitor");
    }
}

use super::{ITEMS_MAX, Suggestion, Typing};
use crate::command::quick::{Template, may_use};
use crate::ports::Deps;
use crate::quick;
use crate::settings::Settings;
use crate::text::{cut, printable};

const HELP_RUNES_MAX: usize = 80;

/// The names of the quick actions, with what they ask for, for those who may use them.
pub(super) fn names(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    if !may_see(deps, typing) {
        return Vec::new();
    }
    let typed = typing.text.trim_start().to_lowercase();
    // Mattermost goes on to what follows a name when it is offered again.
    let (word, is_whole) = typed.split_once(' ').map_or((typed.as_str(), false), |(word, _)| (word, true));
    let quicks = quick::beginning(deps, word).unwrap_or_default().into_iter();
    let quicks = quicks.filter(|quick| !is_whole || quick.name == word).take(ITEMS_MAX);
    quicks.map(|quick| suggestion(deps, &quick)).collect()
}

/// What follows the name of one.
pub(super) fn values(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    if may_see(deps, typing) { crate::command::quick::suggest(deps, typing) } else { Vec::new() }
}

fn may_see(deps: &Deps<'_>, typing: &Typing) -> bool {
    let settings = Settings::current(deps).settings;
    deps.chat.person(&typing.user_id).is_ok_and(|person| may_use(deps, &settings, &person).is_ok())
}

fn suggestion(deps: &Deps<'_>, quick: &quick::Quick) -> Suggestion {
    let hints = Template::parse(deps.language, &quick.template).map_or_else(
        |_| Vec::new(),
        |template| template.parameters().iter().map(|one| format!("[{}={}]", one.name, one.kind.word())).collect(),
    );
    let help = cut(&printable(&quick.template), HELP_RUNES_MAX);
    Suggestion { item: quick.name.clone(), hint: hints.join(" "), help }
}

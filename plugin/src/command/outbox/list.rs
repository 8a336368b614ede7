//! `/odoo outbox list`

use super::{caller, no_store, place, source};
use crate::command::Call;
use crate::command::listing::{table, whole_or_not};
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::event::{self, DeliveryState, Event, Touch, What};
use crate::ports::Deps;
use crate::say;
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX, Zone, local};

pub(super) const WORD: Word = Word {
    trigger: "list",
    help: "Lists the events that are not tried any more",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[],
        notes: "The latest first. An event is forgotten seven days after it was last tried.",
        examples: &["outbox list"],
        run: Run::Answer(run),
    }),
};

const EVENTS_MAX: usize = 50;

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    list(deps, call).unwrap_or_else(|answer| answer)
}

fn list(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let letters = event::dead_letters(deps, EVENTS_MAX).map_err(|error| no_store(deps, call, &error))?;
    let waiting = event::waiting(deps).map_err(|error| no_store(deps, call, &error))?;
    let waiting = match waiting {
        0 => say!(deps.language, "Nothing waits to be shown."),
        count => say!(deps.language, "{count} event waits to be shown.||{count} events wait to be shown.", count),
    };
    if letters.events.is_empty() {
        return Ok(say!(deps.language, "There is no event that is not tried any more. {waiting}", waiting));
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let mut table = table(
        deps.language,
        &[text!("Id"), text!("From"), text!("Its id there"), text!("Stored"), text!("Where"), text!("Why not")],
    );
    let is_whole = letters.events.iter().all(|(key, event)| table.push(&row(deps, key, event, zone), TABLE_RUNES_MAX));
    let text = whole_or_not(deps.language, table, is_whole && !letters.has_more);
    let acts = say!(
        deps.language,
        "`/odoo outbox show <id>` tells more, `retry <id>` tries again, `drop <id>` gives up. {waiting}",
        waiting
    );
    Ok(format!("{text}\n{acts}"))
}

fn row(deps: &Deps<'_>, key: &str, event: &Event, zone: Zone) -> [Markdown; 6] {
    let (place, error) = reason(deps, event);
    let source = source(deps, event).replace('`', "");
    [
        Markdown::code(key),
        Markdown::foreign(&source),
        Markdown::foreign(&event.id),
        Markdown::foreign(&local(event.received_at, zone)),
        place,
        error,
    ]
}

/// Where it was not shown, and why not.
pub(in crate::command) fn reason(deps: &Deps<'_>, event: &Event) -> (Markdown, Markdown) {
    let dead = event.deliveries.iter().find_map(|delivery| match &delivery.state {
        DeliveryState::Dead { error } => Some((place(deps, delivery), Markdown::foreign(error))),
        _ => None,
    });
    dead.or_else(|| failed(deps, event)).unwrap_or_default()
}

/// What is shown without the module that it is meant for.
fn failed(deps: &Deps<'_>, event: &Event) -> Option<(Markdown, Markdown)> {
    let Some(Touch { module, what: What::Failed(why) }) = &event.touch else { return None };
    let place = place(deps, event.deliveries.first()?);
    Some((place, Markdown::foreign(&say!(deps.language, "shown without the module {module}: {why}", module, why))))
}

//! `/odoo outbox list`

use super::{caller, no_store, place, source};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::event::{self, DeliveryState, Event, Touch, What};
use crate::ports::Deps;
use crate::text::{Markdown, TABLE_RUNES_MAX, Table, Zone, local};

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
        0 => "Nothing waits to be shown.".to_owned(),
        1 => "1 event waits to be shown.".to_owned(),
        events => format!("{events} events wait to be shown."),
    };
    if letters.events.is_empty() {
        return Ok(format!("There is no event that is not tried any more. {waiting}"));
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let mut table = Table::new(&["Id", "From", "Its id there", "Stored", "Where", "Why not"]);
    let is_whole = letters.events.iter().all(|(key, event)| table.push(&row(deps, key, event, zone), TABLE_RUNES_MAX));
    let rest = if is_whole && !letters.has_more { "" } else { "There are more than fit here. " };
    Ok(format!(
        "{}\n{rest}`/odoo outbox show <id>` tells more, `retry <id>` tries again, `drop <id>` gives up. {waiting}",
        table.into_text()
    ))
}

fn row(deps: &Deps<'_>, key: &str, event: &Event, zone: Zone) -> [Markdown; 6] {
    let dead = event.deliveries.iter().find_map(|delivery| match &delivery.state {
        DeliveryState::Dead { error } => Some((place(deps, delivery), Markdown::foreign(error))),
        _ => None,
    });
    let (place, error) = dead.or_else(|| failed(deps, event)).unwrap_or_default();
    let source = source(event).replace('`', "");
    [
        Markdown::code(key),
        Markdown::foreign(&source),
        Markdown::foreign(&event.id),
        Markdown::foreign(&local(event.received_at, zone)),
        place,
        error,
    ]
}

/// What is shown without the module that it is meant for.
fn failed(deps: &Deps<'_>, event: &Event) -> Option<(Markdown, Markdown)> {
    let Some(Touch { module, what: What::Failed(why) }) = &event.touch else { return None };
    let place = place(deps, event.deliveries.first()?);
    Some((place, Markdown::foreign(&format!("shown without the module {module}: {why}"))))
}

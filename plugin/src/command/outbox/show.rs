//! `/odoo outbox show <id>`

use super::{ID, caller, describe, find};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::event::{Content as Says, Field};
use crate::ports::Deps;
use crate::say;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "show",
    help: "Shows an event with what it says",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[ID],
        notes: "What an event says is forgotten once it is shown everywhere.",
        examples: &["outbox show 3f0c2a7d1e9b4c5f8a6d7e0b1c2f3a4d"],
        run: Run::Answer(run),
    }),
};

/// A post holds 16,383 runes.
const TEXT_RUNES_MAX: usize = 4_000;

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    show(deps, call, input).unwrap_or_else(|answer| answer)
}

fn show(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let (key, event) = find(deps, call, input)?;
    let mut text = describe(deps, &key, &event, caller.current.settings.zone_of(&caller.person));
    match &event.content {
        Some(Says::Notice(notice)) => text.push_str(&told(&notice.title, &notice.text, &notice.fields)),
        Some(Says::Drawn(drawn)) => {
            let title = drawn.cards.first().map_or("", |card| card.title.as_str());
            text.push_str(&told(title, &drawn.text, &[]));
        }
        Some(Says::Record(news)) => text.push_str(&told(&news.name, "", &news.fields)),
        Some(Says::Parcel(parcel)) => text.push_str(&told(&parcel.name, "", &[])),
        Some(Says::Bulletin(bulletin)) => text.push_str(&told(&bulletin.title, "", &[])),
        // It was written for its channel: who decides about it needs no more than its address.
        Some(Says::Question(_) | Says::Answer(_)) => {
            text.push_str(&say!(deps.language, "- What it says is for its channel alone.\n"))
        }
        Some(Says::Note(note)) => text.push_str(&told(&note.mark(), "", &[])),
        None => text.push_str(&say!(deps.language, "- What it said is forgotten.\n")),
    }
    Ok(text)
}

fn told(title: &str, text: &str, fields: &[Field]) -> String {
    let fields = fields.iter().map(|field| {
        let (title, value) = (Markdown::foreign(&field.title), Markdown::message(&field.value));
        format!("\n- {title}: {value}")
    });
    let text = Markdown::paragraphs(text, TEXT_RUNES_MAX);
    format!("\n**{}**\n{text}{}", Markdown::foreign(title), fields.collect::<String>())
}

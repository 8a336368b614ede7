//! `/odoo files <record>`: what is attached to a record, to open there or to copy into the channel.

mod copy;

pub use copy::{COPY_FORM, receive};

use super::caller::Caller;
use super::listing::table;
use super::menu::Menu;
use super::parse::Input;
use super::reading::Reading;
use super::shown::{self, Said};
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use super::trouble::Trouble;
use super::{Answer, Call};
use crate::event::Attached;
use crate::language::Language;
use crate::odoo::attachment::{self, Attachment};
use crate::odoo::{Connection, Filter, OdooError};
use crate::ports::{Choice, Deps};
use crate::proposal::Model;
use crate::reference::Reference;
use crate::text::{Markdown, TABLE_RUNES_MAX, local};
use crate::{file, say, text};

pub(super) const WORD: Word = Word {
    trigger: "files",
    help: "Lists the files of a record, to open them or to copy them here",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "record",
                place: Place::Words,
                value: Value::Text("record"),
                help: "Such as lead 63, or a link from Odoo",
            },
            Argument {
                name: "copy",
                place: Place::Switch,
                value: Value::Nothing,
                help: "Asks which of them everybody here should get",
            },
        ],
        notes: "Copies keep their names and appear in the thread in which the command is typed. Files go the other way with `/odoo propose files`.",
        examples: &["files lead 63", "files task 68 --copy"],
        run: Run::Read(run),
    }),
};

/// Of one list.
const LISTED_MAX: u32 = 30;
/// On a card.
const ON_CARD_MAX: usize = 5;
/// Those that `/odoo show` shows.
const MODELS: [Model; 4] = [Model::Partner, Model::Lead, Model::Project, Model::Task];

/// A record with files.
struct Record {
    model: Model,
    id: i64,
}

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let record = record(&reading, deps.language, input.get("record"))?;
    if input.has("copy") {
        return copy::open(deps, call, &caller, &record).map(|()| Answer::Shown);
    }
    let explain = |error: OdooError| reading.explain(&error);
    let name = record.name(&reading.connection).map_err(explain)?.ok_or_else(|| record.gone(deps.language))?;
    let files = record.files(&reading.connection).map_err(explain)?;
    let link = reading.link(&name, record.model.name(), record.id);
    if files.is_empty() {
        let text = say!(deps.language, "There are no files on {record}.", record = link);
        return Ok(shown::show(
            deps,
            call,
            Said { text, buttons: buttons(deps, call, &reading, &record, false), ..Said::default() },
        ));
    }
    let mut table = table(deps.language, &[text!("File"), text!("Size"), text!("Since"), text!("By")]);
    for one in &files {
        let size = if one.is_address { String::new() } else { file::size(one.size) };
        let since = one.created_at.map(|time| local(time, reading.zone)).unwrap_or_default();
        table.push(
            &[reading.file(one), Markdown::foreign(&size), Markdown::foreign(&since), Markdown::foreign(&one.by)],
            TABLE_RUNES_MAX,
        );
    }
    let title = say!(deps.language, "**Files of {record}**", record = link);
    let more = match files.len() < LISTED_MAX as usize {
        true => String::new(),
        false => say!(deps.language, "These are the latest {count}; Odoo has the others.", count = files.len()),
    };
    let text = format!("{title}\n\n{}{more}", table.into_text());
    let buttons = buttons(deps, call, &reading, &record, true);
    Ok(shown::show(deps, call, Said { text, buttons, ..Said::default() }))
}

/// The files of a record on its card: a line for each of the latest ones; none where there are none, or Odoo does not say.
pub(super) fn on_card(reading: &Reading<'_>, model: &str, id: i64) -> Option<String> {
    let limit = u32::try_from(ON_CARD_MAX + 1).unwrap_or(u32::MAX);
    // A card without them is better than none.
    let files = attachment::of_record(&reading.connection, model, id, Filter::All(Vec::new()), limit).ok()?;
    let mut lines: Vec<_> =
        files.iter().take(ON_CARD_MAX).map(|one| Attached::from(one.clone()).link(reading.settings())).collect();
    lines.extend((files.len() > ON_CARD_MAX).then(|| "…".to_owned()));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What can be done with the files of a record, for who may do it.
pub(super) fn menus(reading: &Reading<'_>, noun: &str, has_files: bool) -> Vec<Menu> {
    let mut menus = Vec::new();
    if has_files {
        let command = format!("/odoo files {noun} {{}} --copy");
        menus.push(Menu { id: "copy", name: text!("Copy files here…"), command, choices: Vec::new() });
    }
    if reading.may_propose() {
        let command = format!("/odoo propose files --about \"{noun} {{}}\"");
        menus.push(Menu { id: "attach", name: text!("Attach files…"), command, choices: Vec::new() });
    }
    menus
}

fn buttons(
    deps: &Deps<'_>,
    call: &Call,
    reading: &Reading<'_>,
    record: &Record,
    has_files: bool,
) -> Vec<crate::ports::Button> {
    let choice = || Choice { text: String::new(), value: record.id.to_string() };
    let menus = menus(reading, record.model.noun(), has_files).into_iter();
    menus.filter_map(|menu| Menu { choices: vec![choice()], ..menu }.button(deps, call)).collect()
}

/// The record that a text names: `lead 63`, or a link.
fn record(reading: &Reading<'_>, language: Language, text: Option<&str>) -> Result<Record, String> {
    let unknown = || say!(language, "Files of which record? For example `/odoo files lead 63`, or a link from Odoo.");
    let text = text.ok_or_else(unknown)?;
    let named = text.split_once(' ').and_then(|(noun, id)| {
        Some((Model::of_word(noun)?, id.trim().trim_start_matches('#').parse().ok().filter(|id| *id > 0)?))
    });
    let found = named.or_else(|| match reading.reference(text) {
        Ok(Reference::Record { model, id }) => Some((Model::of_name(&model)?, id)),
        _ => None,
    });
    found.filter(|(model, _)| MODELS.contains(model)).map(|(model, id)| Record { model, id }).ok_or_else(unknown)
}

impl Record {
    /// What it is called; none if the account does not see it.
    fn name(&self, odoo: &Connection<'_>) -> Result<Option<String>, OdooError> {
        let rows = odoo.read(self.model.name(), &[self.id], &["display_name"])?;
        Ok(rows.first().and_then(|row| row.text("display_name")).map(ToOwned::to_owned))
    }

    /// The latest ones.
    fn files(&self, odoo: &Connection<'_>) -> Result<Vec<Attachment>, OdooError> {
        attachment::of_record(odoo, self.model.name(), self.id, Filter::All(Vec::new()), LISTED_MAX)
    }

    fn gone(&self, language: Language) -> Trouble {
        let (model, id) = (self.model.name(), self.id);
        say!(language, "{model} {id} is not in Odoo, or the account may not see it.", model, id).into()
    }
}

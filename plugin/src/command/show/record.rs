//! From what somebody named to the one record that is meant.

use crate::command::caller::Caller;
use crate::command::menu::Menu;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::shown::{self, Said};
use crate::command::trouble::Trouble;
use crate::command::{Answer, Call, files};
use crate::language::Language;
use crate::odoo::Filter;
use crate::odoo::sheet::{self, Outline, Sheet};
use crate::ports::{CardField, Deps};
use crate::reference::Reference;
use crate::say;
use crate::text::Markdown;

/// Records with the same address that are listed.
const SAME_MAX: u32 = 10;

/// A kind of record that can be shown.
pub(super) struct Kind {
    /// As it is typed.
    pub(super) word: &'static str,
    /// A number from Odoo's demo data.
    pub(super) example: i64,
    pub(super) outline: Outline,
    /// The field with the e-mail address that names a record, if one does.
    pub(super) email: Option<&'static str>,
}

/// The words for other models, for who took the wrong one.
const WORDS: [(&str, &str); 4] =
    [("res.partner", "partner"), ("crm.lead", "lead"), ("project.project", "project"), ("project.task", "task")];

/// The card of the record that the argument of the kind's name names.
///
/// # Errors
/// The answer when it names none.
pub(super) fn show(deps: &Deps<'_>, call: &Call, input: &Input, kind: &Kind) -> Result<Answer, Trouble> {
    let text = kind.argument(deps.language, input)?;
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let sheet = kind.find(&reading, text)?;
    Ok(show_card(deps, call, &reading, &sheet, &sheet.name, Vec::new()))
}

/// The card of a record with its files and with what can be done about it; `menus` come first.
pub(super) fn show_card(
    deps: &Deps<'_>,
    call: &Call,
    reading: &Reading<'_>,
    sheet: &Sheet,
    title: &str,
    mut menus: Vec<Menu>,
) -> Answer {
    let noun = WORDS.iter().find(|(model, _)| *model == sheet.model).map_or("record", |(_, noun)| noun);
    let mut card = reading.card(sheet, title);
    let files = files::on_card(reading, sheet.model, sheet.id);
    menus.extend(reading.propose_menu(noun));
    menus.extend(files::menus(reading, noun, files.is_some()));
    card.fields.extend(files.map(|value| CardField { title: say!(deps.language, "Files"), value, is_short: false }));
    let buttons = menus.into_iter().filter_map(|menu| menu.of(sheet).button(deps, call)).collect();
    shown::show(deps, call, Said { cards: vec![card], buttons, ..Said::default() })
}

impl Kind {
    /// What was typed.
    ///
    /// # Errors
    /// The answer when nothing was.
    pub(super) fn argument<'a>(&self, language: Language, input: &'a Input) -> Result<&'a str, String> {
        let word = self.word;
        input.get(word).ok_or_else(|| {
            say!(
                language,
                "Which {kind}? For example `/odoo show {kind} {id}`. By its name you find it with `/odoo find {kind}`.",
                kind = word,
                id = self.example
            )
        })
    }

    /// The record that a text names.
    ///
    /// # Errors
    /// The answer when it names none, or several.
    pub(super) fn find(&self, reading: &Reading<'_>, text: &str) -> Result<Sheet, Trouble> {
        self.find_within(reading, text, Filter::All(Vec::new()))
    }

    /// The record that a text names, if it is one of these.
    ///
    /// # Errors
    /// As those of [`Kind::find`].
    pub(super) fn find_within(&self, reading: &Reading<'_>, text: &str, within: Filter) -> Result<Sheet, Trouble> {
        let (language, kind) = (reading.deps.language, self.word);
        let filter = match reading.reference(text) {
            Ok(Reference::Number(id)) => Filter::Is("id", id),
            Ok(Reference::Ticket(id)) if self.outline.model == "project.task" => Filter::Is("id", id),
            Ok(Reference::Ticket(id)) => {
                return Err(say!(language, "That is a ticket: `/odoo show ticket {id}`.", id).into());
            }
            Ok(Reference::Record { model, id }) if model == self.outline.model => Filter::Is("id", id),
            Ok(Reference::Record { model, id }) => return Err(self.other(language, &model, id).into()),
            Ok(Reference::Email(email)) => match self.email {
                Some(field) => Filter::Equals(field, email),
                None => {
                    let text = say!(language, "A {kind} has no e-mail address. Take its number or its link.", kind);
                    return Err(text.into());
                }
            },
            Err(error) => {
                let hint = say!(language, "By its name you find it with `/odoo find {kind}`.", kind);
                return Err(format!("{}\n{hint}", error.say(language)).into());
            }
        };
        let filter = Filter::All(vec![filter, within]);
        let found = sheet::read(&reading.connection, &self.outline, filter, SAME_MAX);
        let mut found = found.map_err(|error| reading.explain(&error))?;
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(self.nothing(language, text).into()),
            _ => Err(self.several(reading, text, &found).into()),
        }
    }

    fn nothing(&self, language: Language, text: &str) -> String {
        let shown = Markdown::foreign(text);
        say!(
            language,
            "There is no {kind} {shown} in Odoo, or the plugin's account may not see it.",
            kind = self.word,
            shown
        )
    }

    fn other(&self, language: Language, model: &str, id: i64) -> String {
        match WORDS.iter().find(|(known, _)| *known == model) {
            Some((_, kind)) => {
                say!(language, "This link leads to a {kind}: `/odoo show {kind} {id}`.", kind, id)
            }
            None => say!(language, "This link leads to no {kind}.", kind = self.word),
        }
    }

    fn several(&self, reading: &Reading<'_>, text: &str, found: &[Sheet]) -> String {
        let lines = found.iter().map(|sheet| {
            let link = reading.link(&sheet.name, sheet.model, sheet.id);
            format!("\n- {link}: `/odoo show {} {}`", self.word, sheet.id)
        });
        let address = Markdown::email(text);
        let several = say!(reading.deps.language, "Several of them have the address {address}:", address);
        format!("{several}{}", lines.collect::<String>())
    }
}

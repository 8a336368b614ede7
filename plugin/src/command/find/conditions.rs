//! Arguments that several kinds have, and what they mean.

use crate::command::listing::SCREEN_ROWS_MAX;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::table::{Argument, Place, Value};
use crate::command::trouble::Trouble;
use crate::language::Language;
use crate::odoo::stage::{self, Stage};
use crate::say;
use crate::text::Markdown;

pub(super) const PARTNER: Argument = Argument {
    name: "partner",
    place: Place::Flag,
    value: Value::Suggested { hint: "customer", list: "partners" },
    help: "The customer: part of the name, e-mail address, number or link",
};
pub(super) const PROJECT: Argument = Argument {
    name: "project",
    place: Place::Flag,
    value: Value::Suggested { hint: "project", list: "projects" },
    help: "The project: part of the name, number or link",
};
pub(super) const MINE: Argument =
    Argument { name: "mine", place: Place::Switch, value: Value::Nothing, help: "Only what is yours in Odoo" };
pub(super) const ARCHIVED: Argument =
    Argument { name: "archived", place: Place::Switch, value: Value::Nothing, help: "Archived ones too" };
pub(in crate::command) const LIMIT: Argument = Argument {
    name: "limit",
    place: Place::Flag,
    value: Value::Number(1, SCREEN_ROWS_MAX as u32),
    help: "Rows at a time; 10 if absent",
};

/// What was asked for, as it was typed, with the flags that were: `“desk”, stage “New”, mine`; `all` if nothing was.
pub(super) fn described(language: Language, input: &Input) -> String {
    let quoted = |text: &str| say!(language, "“{text}”", text = Markdown::foreign(text));
    let text = input.get("text").map(quoted);
    let flags = input.given().filter(|(name, _)| *name != "text" && *name != LIMIT.name);
    let flags = flags.map(|(name, value)| match value {
        "" => name.to_owned(),
        value => format!("{name} {}", quoted(value)),
    });
    match text.into_iter().chain(flags).collect::<Vec<_>>() {
        parts if parts.is_empty() => say!(language, "all"),
        parts => parts.join(", "),
    }
}

/// The answer when there is nothing; `text` says what fits in its place `{described}`, the hint may be empty.
pub(super) fn nothing(language: Language, text: &str, input: &Input, hint: &str) -> String {
    let nothing = language.say(text, &[("described", &described(language, input))]);
    let hint = if hint.is_empty() { String::new() } else { format!("{} ", language.tell(hint)) };
    format!("{nothing} {hint}{}", say!(language, "See `/odoo help find`."))
}

/// The stages that `--stage` names; none if it was not given.
///
/// # Errors
/// The answer to a name that no stage has, with those that there are.
pub(super) fn stages(
    reading: &Reading<'_>,
    input: &Input,
    all: impl FnOnce() -> Result<Vec<Stage>, crate::odoo::OdooError>,
) -> Result<Option<Vec<i64>>, Trouble> {
    let Some(name) = input.get("stage") else { return Ok(None) };
    let stages = all().map_err(|error| reading.explain(&error))?;
    match stage::called(&stages, name) {
        ids if ids.is_empty() => Err(unknown_stage(reading.deps.language, name, &stages).into()),
        ids => Ok(Some(ids)),
    }
}

fn unknown_stage(language: Language, name: &str, stages: &[Stage]) -> String {
    let mut names: Vec<_> = stages.iter().map(|stage| format!("“{}”", Markdown::foreign(&stage.name))).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let name = Markdown::foreign(name);
    match names.as_slice() {
        [] => say!(language, "There is no stage “{name}” in Odoo.", name),
        names => {
            let names = names.join(", ");
            say!(language, "There is no stage “{name}” in Odoo. Take one of {names}.", name, names)
        }
    }
}

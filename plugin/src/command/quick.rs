//! `/odoo quick [name] [parameter=value …]`: commands that an administrator prepared. What is run is what the person could
//! have typed, in the same way and with the same rights.

mod form;
mod gap;
mod given;
mod template;

pub(crate) use form::{FORM, receive};
pub(super) use given::suggest;
pub(super) use template::Template;

use super::caller::Caller;
use super::parse::Input;
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use super::trouble::Trouble;
use super::{Answer, Call, perform};
use crate::access::{self, Action};
use crate::language;
use crate::ports::{Deps, Level, Person};
use crate::quick::{self, Quick};
use crate::say;
use crate::settings::Settings;
use crate::store::StoreError;
use crate::text::Markdown;
use given::Given;

const NAME: &str = "name";
const VALUES: &str = "values";
/// A post holds 16,383 runes.
const LIST_RUNES_MAX: usize = 15_000;

pub(super) const WORD: Word = Word {
    trigger: "quick",
    help: "Runs a search or a proposal that an administrator prepared",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: NAME,
                place: Place::Word,
                value: Value::Suggested { hint: "name", list: "quick" },
                help: "Which one; without a name all of them are listed",
            },
            Argument {
                name: VALUES,
                place: Place::Rest,
                value: Value::Suggested { hint: "parameter=value …", list: "quick-values" },
                help: "What it asks for, such as `customer=\"azure interior\"` or `--amount 1200`",
            },
        ],
        notes: "It does what the command behind it does when you type it, with your rights. What is missing is asked for in a form.",
        examples: &["quick", "quick overdue", "quick newlead title=\"Shelves for the shop\" amount=1200"],
        run: Run::Read(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, Trouble> {
    let caller = Caller::of(deps, call)?;
    may_use(deps, &caller.current.settings, &caller.person)?;
    let Some(name) = input.get(NAME) else { return Ok(Answer::Text(list(deps, call)?)) };
    let (quick, template) = find(deps, call, name)?;
    let given = Given::typed(deps.language, input.get(VALUES).unwrap_or_default(), &quick.name, &template)?;
    let missing = given.missing(&template);
    if !missing.is_empty() {
        let opened = form::open(deps, call, &quick, &template, &given);
        return opened
            .map(|()| Answer::Shown)
            .map_err(|_| given::ask_for(deps.language, &missing, &quick.name, &template).into());
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let text = template.fill(deps.language, &given, zone, deps.clock.now()).map_err(|wrong| {
        let lines: Vec<_> = wrong.into_iter().map(|wrong| wrong.text).collect();
        lines.join("\n")
    })?;
    perform(deps, &Call { text, ..call.clone() })
}

/// Whether somebody may do anything of what quick actions do. Their commands have a look of their own.
///
/// # Errors
/// What to do about it.
pub(super) fn may_use(deps: &Deps<'_>, settings: &Settings, person: &Person) -> Result<(), String> {
    let may = |action| access::may(deps, settings, person, action);
    may(Action::Read).or_else(|refusal| may(Action::Propose).map_err(|_| refusal))
}

/// The quick action with that name and what it holds.
///
/// # Errors
/// The answer when there is none, or it holds what this version does not know.
fn find(deps: &Deps<'_>, call: &Call, name: &str) -> Result<(Quick, Template), String> {
    let found = quick::find(deps, name).map_err(|error| no_store(deps, call, &error))?;
    let quick = found.ok_or_else(|| {
        let name = Markdown::foreign(name);
        say!(deps.language, "There is no quick action “{name}”. `/odoo quick` lists them.", name)
    })?;
    let template = Template::parse(deps.language, &quick.template).map_err(|problem| {
        say!(
            deps.language,
            "The quick action `{name}` does not work any more; please tell an administrator.\n{problem}",
            name = quick.name,
            problem
        )
    })?;
    Ok((quick, template))
}

fn list(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let quicks = quick::all(deps).map_err(|error| no_store(deps, call, &error))?;
    if quicks.is_empty() {
        return Ok(say!(
            deps.language,
            "There are no quick actions. A system administrator makes them with `/odoo admin quick new`."
        ));
    }
    let mut text = say!(deps.language, "**Quick actions**\n");
    for quick in quicks {
        let usage = match Template::parse(deps.language, &quick.template) {
            Ok(template) => template.usage(&quick.name),
            Err(_) => format!("/odoo quick {}", quick.name),
        };
        text.push_str(&format!("\n- `{usage}` – {}", Markdown::code(&quick.template)));
        if text.chars().count() > LIST_RUNES_MAX {
            return Ok(format!("{text}\n\n{}", say!(deps.language, "There are more than fit here.")));
        }
    }
    Ok(text)
}

/// The answer when quick actions could not be read or written.
pub(super) fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "Quick actions could not be read or written", &fields);
    language::no_store(deps, &call.request_id)
}

//! `/odoo propose <kind> key="value" …`: a change in Odoo that people review before it is written. Without values a form
//! asks for them; without a kind too, a menu.

mod activity;
mod after;
mod answer;
mod document;
mod event;
mod files;
mod finish;
mod form;
mod kind;
mod lead;
mod message;
mod note;
mod partner;
mod prefill;
mod project;
mod reschedule;
mod submit;
mod task;
mod tasks;
mod values;

pub use after::choices;
pub use document::{approve as approve_document, refuse as refuse_document};
pub use files::{FILES_FORM, receive as receive_files};
pub use form::{FORM, Opening, open, receive};
pub use message::{MESSAGE_FORM, receive as receive_message};

use super::caller::Caller;
use super::menu::Menu;
use super::parse::Input;
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use super::token::quoted;
use super::{Answer, Call};
use crate::access::{self, Action};
use crate::ports::Deps;
use crate::{say, text};
use kind::Kind;
use values::Values;

pub(super) const WORD: Word = Word {
    trigger: "propose",
    help: "Proposes a change in Odoo, for people to approve",
    audience: Audience::Everybody,
    content: Content::Choose(
        &[
            partner::WORD,
            lead::WORD,
            project::WORD,
            task::WORD,
            tasks::WORD,
            activity::WORD,
            finish::WORD,
            reschedule::WORD,
            event::WORD,
            note::WORD,
            document::WORD,
            files::WORD,
        ],
        Command { arguments: &[POST, ABOUT], notes: "", examples: &["propose"], run: Run::Act(choose) },
    ),
};

/// All kinds, in the order of the menu.
static KINDS: [&Kind; 12] = [
    &partner::KIND,
    &lead::KIND,
    &project::KIND,
    &task::KIND,
    &tasks::KIND,
    &activity::KIND,
    &finish::KIND,
    &reschedule::KIND,
    &event::KIND,
    &note::KIND,
    &document::KIND,
    &files::KIND,
];

/// The reference that every kind takes.
const REF: Argument = Argument {
    name: "ref",
    place: Place::Flag,
    value: Value::Text("case"),
    help: "Your own reference, such as the number of a case",
};
/// The message that every kind can begin with.
const POST: Argument = Argument {
    name: "post",
    place: Place::Flag,
    value: Value::Text("id"),
    help: "A message to begin with: its text fills in the form. The menu of a message does that",
};

/// The record that every kind can begin with.
const ABOUT: Argument = Argument {
    name: "about",
    place: Place::Flag,
    value: Value::Text("record"),
    help: "A record to begin with, such as `partner 14`. The button of a list does that",
};
/// Arguments that say where a form begins; they are no entries of it.
pub(super) const BEGINNINGS: [&str; 2] = [POST.name, ABOUT.name];

/// Which kind is it? A menu asks, for its answer can open a form; that of a form cannot.
fn choose(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Propose)?;
    caller.account(deps)?;
    if let Some(post) = input.get(POST.name) {
        return message::open(deps, call, post).map(|()| Answer::Shown);
    }
    let about = input.get(ABOUT.name);
    let record = about.map(|about| prefill::Record::parse(deps.language, about)).transpose()?;
    let fits = |kind: &&&Kind| record.as_ref().is_none_or(|record| record.values(kind).is_some());
    let choices = KINDS.iter().filter(fits).map(|kind| kind.choice(deps.language));
    let about = about.map(|about| format!(" --about {}", quoted(about))).unwrap_or_default();
    let menu = Menu {
        id: "propose",
        name: text!("What should be proposed?"),
        command: format!("/odoo propose {{}}{about}"),
        choices: choices.collect(),
    };
    let text = say!(deps.language, "What should be proposed? Nothing is written to Odoo before it is approved.");
    answer::with_menu(deps, call, text, &menu)
}

/// Runs a kind's command: with values it proposes, without it opens the kind's form.
fn run(deps: &Deps<'_>, call: &Call, input: &Input, kind: &'static Kind) -> Result<Answer, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Propose)?;
    let mut values = Values::typed(input);
    let (post, about) = (values.take(POST.name), values.take(ABOUT.name));
    if values.is_empty() || post.is_some() || about.is_some() {
        caller.account(deps)?;
        let post = post.map(|post| prefill::from_post(deps, call, kind, &post)).transpose()?.unwrap_or_default();
        let about = about.map(|about| prefill::from_record(deps, kind, &about)).transpose()?.unwrap_or_default();
        let begun = post.under(about);
        let opening = Opening { kind: kind.word, values: begun.under(values), ..Opening::of(call) };
        return open(deps, &opening).map(|()| Answer::Shown);
    }
    let asked = submit::Asked { way: "command", supersedes: None };
    match submit::submit(deps, call, &caller, kind, &values, &asked) {
        Ok(proposal) => Ok(Answer::Text(answer::proposed(deps.language, &proposal))),
        Err(problem) => answer::problem(deps, call, kind, &values, problem),
    }
}

//! The form of a kind: its entries are the arguments of the command.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::kind::{Kind, NOBODY};
use super::submit::{Asked, Problem, submit};
use super::values::Values;
use super::{BEGINNINGS, KINDS, answer, document, files};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::form::{self, HELP_RUNES_MAX, LABEL_RUNES_MAX};
use crate::command::table::{Argument, Place, Value};
use crate::http;
use crate::http::dialog::{Rejection, Submission};
use crate::language::Language;
use crate::ports::{Choice, Deps, Dialog, Element, ElementKind};
use crate::proposal::{Proposal, Proposals, Proposer, State};
use crate::text::cut;
use crate::{say, text};

/// The form's callback id.
pub const FORM: &str = "propose";

/// What Mattermost's clients take.
pub(super) const LINE_RUNES_MAX: u32 = 150;
pub(super) const TEXT_RUNES_MAX: u32 = 3000;
pub(super) const INTRODUCTION: &str = text!("Nothing is written to Odoo before it is approved.");
const DECIDES: &str = text!("It is done in Odoo, with your account there, when you submit this.");

/// A form that is to be opened.
#[derive(Clone, Debug, Default)]
pub struct Opening<'a> {
    /// `partner`, `lead`, `project`, `task`, `tasks`, `activity`, `finish`, `reschedule`, `event`, `note`,
    /// `document`, `files`.
    pub kind: &'a str,
    /// What it holds already.
    pub values: Values,
    /// The proposal that is edited.
    pub supersedes: Option<&'a str>,
    /// Whether who submits it has decided, as far as the policy lets them.
    pub decides: bool,
    /// From a command or a pressed button.
    pub trigger_id: &'a str,
    /// The channel of the card.
    pub channel_id: &'a str,
    /// The thread of the card.
    pub root_id: &'a str,
    /// The same in the server's log.
    pub request_id: &'a str,
}

/// What comes back with the submission. Its submitter can forge it: nothing here is believed.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) root_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) supersedes: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) decides: bool,
}

impl<'a> Opening<'a> {
    /// An empty form in answer to a command.
    #[must_use]
    pub fn of(call: &'a Call) -> Self {
        Self {
            trigger_id: &call.trigger_id,
            channel_id: &call.channel_id,
            root_id: &call.root_id,
            request_id: &call.request_id,
            ..Self::default()
        }
    }

    /// The form that holds what a proposal was made of, for a new one in its place; none if no form can show all of it.
    #[must_use]
    pub fn edit(proposal: &'a Proposal) -> Option<Self> {
        let kinds = KINDS.into_iter().filter(|kind| kind.draft == proposal.kind);
        let mut fitting = kinds.filter_map(|kind| Some((kind, kind.values(&proposal.draft)?)));
        let (kind, values) = fitting.find(|(kind, values)| fits(kind, values))?;
        Some(Self {
            kind: kind.word,
            values,
            supersedes: Some(&proposal.id),
            channel_id: &proposal.origin.channel_id,
            root_id: &proposal.origin.root_id,
            ..Self::default()
        })
    }
}

/// Opens the form of a kind.
///
/// # Errors
/// The answer when it does not open.
pub fn open(deps: &Deps<'_>, opening: &Opening<'_>) -> Result<(), String> {
    let kind = find(opening.kind).ok_or_else(|| say!(deps.language, "There is no such kind of proposal."))?;
    if kind.word == files::KIND.word {
        return files::open(deps, opening);
    }
    let kept = Kept {
        kind: kind.word.into(),
        root_id: opening.root_id.into(),
        supersedes: opening.supersedes.map(ToOwned::to_owned),
        decides: opening.decides,
    };
    let entries = kind.arguments.iter().filter(|argument| !BEGINNINGS.contains(&argument.name));
    let dialog = Dialog {
        trigger_id: opening.trigger_id.into(),
        url: http::dialog::url(deps, FORM),
        callback_id: FORM.into(),
        title: deps.language.tell(kind.title),
        introduction: deps.language.tell(if opening.decides { DECIDES } else { INTRODUCTION }),
        elements: entries
            .map(|argument| element(deps.language, kind, argument, opening.values.get(argument.name)))
            .collect(),
        submit_label: deps.language.tell(if opening.decides { text!("Decide") } else { text!("Propose") }),
        state: json!(kept).to_string(),
    };
    form::show(deps, &dialog, opening.request_id)
}

/// Takes the submitted form.
///
/// # Errors
/// What the submitter reads in the form.
pub fn receive(deps: &Deps<'_>, submission: &Submission) -> Result<(), Rejection> {
    let kept: Kept = form::kept(deps, submission)?;
    let kind = find(&kept.kind).ok_or_else(|| form::outdated(deps))?;
    let call = form::call(deps, submission, &kept.root_id);
    let caller = Caller::of(deps, &call)?;
    if let Some(id) = &kept.supersedes {
        may_edit(deps, &caller, id)?;
    }
    let mut values = Values::default();
    for argument in kind.arguments {
        values.put(argument.name, submission.text(argument.name));
    }
    let asked = Asked { way: "dialog", supersedes: kept.supersedes };
    let outcome = submit(deps, &call, &caller, kind, &values, &asked);
    if let (true, Ok(proposal)) = (kept.decides, &outcome)
        && let Err(text) = document::decide(deps, &call, &caller, proposal)
    {
        // The proposal stands: its card says so, and the form is done.
        form::tell(deps, &call, text);
    }
    report(deps, &call, outcome, Some)
}

/// Closes the form, or shows in it what is wrong; `entry` tells where the value of an argument stands.
///
/// # Errors
/// What the submitter reads in the form.
pub(super) fn report(
    deps: &Deps<'_>,
    call: &Call,
    outcome: Result<Proposal, Problem>,
    entry: impl Fn(&'static str) -> Option<&'static str>,
) -> Result<(), Rejection> {
    let at = |argument: Option<&'static str>, text: String| match argument.and_then(entry) {
        Some(entry) => Rejection::entry(entry, text),
        None => Rejection::Form(text),
    };
    match outcome {
        Ok(proposal) if proposal.origin.post_id.is_empty() => {
            form::tell(deps, call, answer::proposed(deps.language, &proposal));
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(Problem::Entry(argument, text)) => Err(at(Some(argument), text)),
        Err(Problem::Whole(text)) => Err(Rejection::Form(text)),
        Err(Problem::Choose { entry: argument, text, candidates }) => Err(at(
            argument,
            format!("{text} {}\n{}", say!(deps.language, "Type its number."), answer::list(&candidates)),
        )),
    }
}

/// Who proposed it may put another one in its place while nobody has decided.
pub(super) fn may_edit(deps: &Deps<'_>, caller: &Caller, id: &str) -> Result<(), Rejection> {
    let saved = Proposals::new(deps)
        .get(id)
        .map_err(|_| Rejection::Form(say!(deps.language, "Mattermost's store did not answer. Try again.")))?;
    let own = Proposer::Person { user_id: caller.person.id.clone() };
    match saved {
        Some(saved) if saved.value.proposer == own && saved.value.state == State::Pending => Ok(()),
        Some(saved) if saved.value.proposer == own => {
            Err(Rejection::Form(say!(deps.language, "This proposal was decided meanwhile. Make a new one.")))
        }
        _ => Err(Rejection::Form(say!(deps.language, "You can edit your own proposals only."))),
    }
}

/// The kind with that word.
pub(super) fn find(word: &str) -> Option<&'static Kind> {
    KINDS.into_iter().find(|kind| kind.word == word)
}

/// Whether every value has room in its entry; clients do not submit one that is too long.
fn fits(kind: &Kind, values: &Values) -> bool {
    kind.arguments.iter().all(|argument| {
        let (_, runes_max) = look(argument);
        runes_max == 0 || values.get(argument.name).chars().count() <= runes_max as usize
    })
}

/// What an entry looks like, and how much it takes; 0 for a choice.
fn look(argument: &Argument) -> (ElementKind, u32) {
    match argument.value {
        _ if argument.place == Place::Each => (ElementKind::TextArea, TEXT_RUNES_MAX),
        Value::Long(_) => (ElementKind::TextArea, TEXT_RUNES_MAX),
        Value::Choice(_) => (ElementKind::Select, 0),
        _ => (ElementKind::Text, LINE_RUNES_MAX),
    }
}

fn element(language: Language, kind: &Kind, argument: &Argument, value: &str) -> Element {
    let (element_kind, max_length) = look(argument);
    let options = match argument.value {
        Value::Choice(choices) => choices
            .iter()
            .map(|choice| Choice { text: language.tell(choice.help), value: choice.item.into() })
            .collect(),
        _ => Vec::new(),
    };
    let is_list = argument.name.ends_with("_ids");
    let hint = if is_list {
        format!(". {}", say!(language, "Several with commas; `{nobody}` for nobody", nobody = NOBODY))
    } else {
        String::new()
    };
    Element {
        name: argument.name.into(),
        label: cut(&label(language, argument.name), LABEL_RUNES_MAX),
        kind: element_kind,
        default: value.to_owned(),
        help: cut(&format!("{}{hint}.", language.tell(argument.help)), HELP_RUNES_MAX),
        is_optional: !kind.required.contains(&argument.name),
        max_length,
        options,
        ..Element::default()
    }
}

/// `partner_id` → `Partner`.
fn label(language: Language, name: &str) -> String {
    let known = match name {
        "email" | "email_from" => Some(text!("E-mail")),
        "date_deadline" => Some(text!("Deadline")),
        "date_start" => Some(text!("Start")),
        "is_company" => Some(text!("Company or person")),
        "country_code" => Some(text!("Country")),
        "res_model" => Some(text!("Kind of record")),
        "res_id" => Some(text!("Record")),
        "vat" => Some(text!("Tax number")),
        "user_ids" => Some(text!("Assignees")),
        "user_id" => Some(text!("Assigned to")),
        "partner_ids" => Some(text!("Guests")),
        "ref" => Some(text!("Your reference")),
        "tasks" => Some(text!("Tasks, one a line")),
        _ => None,
    };
    if let Some(known) = known {
        return language.tell(known);
    }
    let name = name.strip_suffix("_id").unwrap_or(name).replace('_', " ");
    let mut characters = name.chars();
    let label: String = characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect();
    language.tell(&label)
}

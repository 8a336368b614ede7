//! The form that a message begins: what it should become, with its text and address filled in.

use serde_json::{Value, json};

use super::form::{INTRODUCTION, LINE_RUNES_MAX, TEXT_RUNES_MAX, report};
use super::kind::Kind;
use super::prefill;
use super::submit::{Asked, submit};
use super::values::Values;
use super::{lead, note, partner, task};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::form;
use crate::http::dialog::{self, Rejection, Submission};
use crate::ports::{Choice, Deps, Dialog, Element, ElementKind};
use crate::{say, text};

/// The form's callback id.
pub const MESSAGE_FORM: &str = "propose-message";

const KIND: &str = "kind";
const TITLE: &str = "title";
const TEXT: &str = "text";
const PLACE: &str = "place";
const REF: &str = "ref";

/// What a message can become, and where its entries go.
struct Way {
    kind: &'static Kind,
    title: Option<&'static str>,
    place: Option<&'static str>,
}

static WAYS: [Way; 4] = [
    Way { kind: &task::KIND, title: Some("name"), place: Some("project_id") },
    Way { kind: &lead::KIND, title: Some("name"), place: Some("partner_id") },
    Way { kind: &note::KIND, title: None, place: Some("record") },
    Way { kind: &partner::KIND, title: Some("name"), place: None },
];

/// Opens the form for a message.
///
/// # Errors
/// The answer when the caller may not read it, or the form does not open.
pub(super) fn open(deps: &Deps<'_>, call: &Call, post_id: &str) -> Result<(), String> {
    let begun = prefill::from_post(deps, call, &task::KIND, post_id)?;
    let options =
        WAYS.iter().map(|way| Choice { text: deps.language.tell(way.kind.title), value: way.kind.word.into() });
    let entry = |name: &str, label: &str, kind, help: &str| Element {
        name: name.into(),
        label: deps.language.tell(label),
        kind,
        help: deps.language.tell(help),
        is_optional: true,
        ..Element::default()
    };
    let elements = vec![
        Element {
            default: task::KIND.word.into(),
            options: options.collect(),
            is_optional: false,
            ..entry(KIND, text!("Becomes"), ElementKind::Radio, text!("Other kinds: `/odoo propose`."))
        },
        Element {
            default: begun.get("name").into(),
            max_length: LINE_RUNES_MAX,
            ..entry(TITLE, text!("Title or name"), ElementKind::Text, text!("Not for a note."))
        },
        Element {
            default: begun.get(task::KIND.text).into(),
            max_length: TEXT_RUNES_MAX,
            ..entry(TEXT, text!("Text"), ElementKind::TextArea, text!("Description, comment or note."))
        },
        Element {
            max_length: LINE_RUNES_MAX,
            ..entry(
                PLACE,
                text!("Where"),
                ElementKind::Text,
                text!("Project of the task, customer of the lead, record of the note such as `lead 63`."),
            )
        },
        Element {
            max_length: LINE_RUNES_MAX,
            ..entry(REF, text!("Your reference"), ElementKind::Text, text!("Such as the number of a case."))
        },
    ];
    let dialog = Dialog {
        trigger_id: call.trigger_id.clone(),
        url: dialog::url(deps, MESSAGE_FORM),
        callback_id: MESSAGE_FORM.into(),
        title: say!(deps.language, "Propose in Odoo"),
        introduction: deps.language.tell(INTRODUCTION),
        elements,
        submit_label: say!(deps.language, "Propose"),
        state: json!({"root_id": call.root_id}).to_string(),
    };
    form::show(deps, &dialog, &call.request_id)
}

/// Takes the submitted form.
///
/// # Errors
/// What the submitter reads in the form.
pub fn receive(deps: &Deps<'_>, submission: &Submission) -> Result<(), Rejection> {
    let state: Value = serde_json::from_str(&submission.state).unwrap_or_default();
    let call = form::call(deps, submission, state["root_id"].as_str().unwrap_or_default());
    let caller = Caller::of(deps, &call)?;
    let chosen = submission.text(KIND);
    let way = WAYS.iter().find(|way| way.kind.word == chosen);
    let way = way.ok_or_else(|| Rejection::entry(KIND, say!(deps.language, "Choose what it should become.")))?;
    let mut values = Values::default();
    let places = [(way.title, TITLE), (Some(way.kind.text), TEXT), (way.place, PLACE), (Some("ref"), REF)];
    for (name, entry) in places.into_iter().filter_map(|(name, entry)| Some((name?, entry))) {
        values.put(name, submission.text(entry));
    }
    let outcome = submit(deps, &call, &caller, way.kind, &values, &Asked { way: "dialog", supersedes: None });
    let entry = |field: &str| places.into_iter().find(|(name, _)| *name == Some(field)).map(|(_, entry)| entry);
    report(deps, &call, outcome, entry)
}

//! The form that asks for the parameters of a quick action.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::gap::Kind;
use super::given::Given;
use super::template::{Parameter, Template};
use super::{find, may_use};
use crate::command::caller::Caller;
use crate::command::form;
use crate::command::trouble::Trouble;
use crate::command::{Answer, Call, perform};
use crate::http::dialog::{self, Rejection, Submission};
use crate::language::Language;
use crate::ports::{Deps, Dialog, Element, ElementKind};
use crate::quick::Quick;
use crate::say;
use crate::text::{Markdown, cut};

/// The form's callback id.
pub(crate) const FORM: &str = "quick";

/// What Mattermost's clients take.
const TITLE_RUNES_MAX: usize = 24;
const LINE_RUNES_MAX: u32 = 150;
const TEXT_RUNES_MAX: u32 = 3000;

/// What comes back with the submission. Its submitter can forge it: it says no more than what they could type.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    root_id: String,
}

/// Opens the form with what was given already.
///
/// # Errors
/// The answer when it does not open.
pub(super) fn open(
    deps: &Deps<'_>,
    call: &Call,
    quick: &Quick,
    template: &Template,
    given: &Given,
) -> Result<(), String> {
    let kept = Kept { name: quick.name.clone(), root_id: call.root_id.clone() };
    let dialog = Dialog {
        trigger_id: call.trigger_id.clone(),
        url: dialog::url(deps, FORM),
        callback_id: FORM.into(),
        title: cut(&quick.name, TITLE_RUNES_MAX),
        introduction: Markdown::code(&quick.template).to_string(),
        elements: template.parameters().iter().map(|one| element(deps.language, one, given.get(&one.name))).collect(),
        submit_label: say!(deps.language, "Run"),
        state: json!(kept).to_string(),
    };
    form::show(deps, &dialog, &call.request_id)
}

/// Takes the submitted form: it runs what the submitter could have typed.
///
/// # Errors
/// What the submitter reads in the form.
pub(crate) fn receive(deps: &Deps<'_>, submission: &Submission) -> Result<(), Rejection> {
    let kept: Kept = form::kept(deps, submission)?;
    let call = form::call(deps, submission, &kept.root_id);
    if !deps.chat.may_in_channel(&call.user_id, &call.channel_id, "read_channel") {
        return Err(Rejection::Form(say!(deps.language, "You are not in that channel any more.")));
    }
    let caller = Caller::of(deps, &call)?;
    may_use(deps, &caller.current.settings, &caller.person)?;
    let (_, template) = find(deps, &call, &kept.name)?;
    let mut given = Given::default();
    for parameter in template.parameters() {
        given.put(&parameter.name, submission.text(&parameter.name));
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let text = template
        .fill(deps.language, &given, zone, deps.clock.now())
        .map_err(|wrong| Rejection::Entries(wrong.into_iter().map(|wrong| (wrong.name, wrong.text)).collect()))?;
    match perform(deps, &Call { text, ..call.clone() }).map_err(Trouble::text)? {
        Answer::Shown => {}
        Answer::Text(text) => form::tell(deps, &call, text),
    }
    Ok(())
}

fn element(language: Language, parameter: &Parameter, value: &str) -> Element {
    let (kind, max_length) = match parameter.kind {
        Kind::Text if parameter.is_long => (ElementKind::TextArea, TEXT_RUNES_MAX),
        // Mattermost's entries for numbers know whole ones only.
        Kind::Text | Kind::Number | Kind::Date => (ElementKind::Text, LINE_RUNES_MAX),
    };
    Element {
        name: parameter.name.clone(),
        label: label(&parameter.name),
        kind,
        default: value.to_owned(),
        help: format!("{}.", language.tell(parameter.kind.help())),
        max_length,
        ..Element::default()
    }
}

/// `due_date` → `Due date`.
fn label(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

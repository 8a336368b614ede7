//! `decide_document`: somebody's yes or no to a document, said in Odoo as whoever approves it.

use serde_json::Map;

use super::context::Context;
use super::questions::Questions;
use super::{Plan, check, record};
use crate::language::Language;
use crate::odoo::document::{self, STATE, Step, Word};
use crate::odoo::{Fields, Filter, Row, Type};
use crate::order;
use crate::proposal::draft::DocumentDraft;
use crate::proposal::{Effect, Model, Operation, Precondition, ProposeError, Shown};
use crate::say;
use crate::text;
use crate::text::{Markdown, money};

/// What a reviewer sees of it, as far as its model has it: its own label in front.
const DETAILS: [&str; 9] = [
    "partner_id",
    "employee_id",
    "holiday_status_id",
    "request_date_from",
    "request_date_to",
    "amount_total",
    "total_amount",
    "number_of_days",
    "user_id",
];
/// The field that models with a chatter have.
const CHATTER: &str = "message_ids";
const DECISIONS: [(&str, Word); 2] = [("approve", Word::Approve), ("refuse", Word::Refuse)];
const AS_APPROVER: &str =
    text!("It is done with the Odoo account of whoever approves it here, and cannot be undone from here.");

pub(super) fn plan(context: &Context<'_>, draft: &DocumentDraft) -> Result<Plan, ProposeError> {
    let (model, id) = record::record(context, "record", &draft.record)?;
    let given = check::required(context.deps.language, "decision", &draft.decision, check::NAME_RUNES_MAX)?;
    let word = DECISIONS.into_iter().find(|(word, _)| given.eq_ignore_ascii_case(word)).map(|(_, word)| word);
    let word = word.ok_or_else(|| {
        let text = say!(context.deps.language, "`decision` is `approve` or `refuse`.");
        ProposeError::invalid("decision", "malformed", text)
    })?;
    let reason = check::lines(context.deps.language, "reason", draft.reason.as_deref().unwrap_or_default())?;
    if word == Word::Refuse && reason.is_none() {
        return Err(check::missing(context.deps.language, "reason"));
    }
    let release = context.odoo.release()?;
    // From 19 on expenses have no report around them.
    let model = if model == Model::ExpenseReport && release.major() >= 19 { Model::Expense } else { model };
    let own = context.settings.proposals.documents.named(model.name());
    let steps = own.map_or_else(|| document::steps(model.name(), word, &release), |own| own.steps(word));
    if steps.is_empty() {
        return Err(ProposeError::invalid("record", "unknown", nothing_for(context, model, word)));
    }
    let document = Document::find(context, model, id)?;
    let step = steps.into_iter().find(|step| step.follows(&document.state));
    let step = step.ok_or_else(|| {
        ProposeError::invalid("record", "wrong_state", document.waits_for_nothing(context.deps.language))
    })?;
    Ok(document.plan(context.shared, word, &step, reason))
}

/// A document that is there.
struct Document {
    model: Model,
    id: i64,
    name: String,
    state: String,
    fields: Fields,
    row: Row,
}

impl Document {
    fn find(context: &Context<'_>, model: Model, id: i64) -> Result<Self, ProposeError> {
        let fields = context.odoo.describe(model.name())?;
        let mut wanted = vec!["display_name", STATE, "write_date"];
        wanted.extend(fields.among(&DETAILS));
        wanted.extend(fields.among(&["currency_id"]));
        let mut questions = Questions::default();
        let question = questions.find(model.name(), &Filter::Is("id", id), &wanted, 1);
        let row = questions.ask(&context.odoo).rows(question)?.into_iter().next();
        let found = row.and_then(|row| {
            let (name, state) = (row.text("display_name")?.to_owned(), row.text(STATE)?.to_owned());
            Some(Self { model, id, name, state, fields, row })
        });
        found.ok_or_else(|| {
            let text = say!(
                context.deps.language,
                "Odoo has no {noun} {id}, or the account may not see it.",
                noun = context.deps.language.tell(model.noun()),
                id
            );
            ProposeError::invalid("record", "not_found", text)
        })
    }

    fn plan(self, language: Language, word: Word, step: &Step, reason: Option<String>) -> Plan {
        let after = step.after.iter().map(|state| self.label(state));
        let after = after.reduce(|first, second| say!(language, "{first} or {second}", first, second));
        let mut shown = vec![Shown::new(
            text!("Document"),
            format!("{} ({} {})", self.name, language.tell(self.model.noun()), self.id),
        )];
        shown.extend(DETAILS.into_iter().filter_map(|field| self.detail(field)));
        shown.push(Shown {
            label: text!("State").into(),
            old: Some(self.label(&self.state)),
            new: after.unwrap_or_default(),
        });
        shown.extend(reason.as_ref().map(|reason| Shown::new(text!("Reason"), reason)));
        let summary = match word {
            Word::Approve => say!(language, "Approve {document}", document = self.name),
            Word::Refuse => say!(language, "Refuse {document}", document = self.name),
        };
        let operation = |op: &str, effect, preconditions| Operation {
            op: op.into(),
            model: self.model,
            effect,
            context: Map::new(),
            preconditions,
        };
        let effect = Effect::Decide { id: self.id, act: step.act, after: step.after.clone() };
        let mut operations = vec![operation("decide_document", effect, vec![self.precondition()])];
        let mut warnings = vec![language.tell(AS_APPROVER)];
        if !matches!(self.model, Model::Own(_)) || self.fields.get(CHATTER).is_some() {
            let note = reason
                .map(|text| operation("add_note", Effect::Note { id: self.id, text, with_files: false }, Vec::new()));
            operations.extend(note);
        } else if reason.is_some() {
            warnings.push(say!(language, "It has no chatter in Odoo: the reason stays on this card."));
        }
        Plan { summary, shown, warnings, operations }
    }

    fn precondition(&self) -> Precondition {
        Precondition {
            model: self.model,
            id: self.id,
            write_date: self.row.text("write_date").unwrap_or_default().to_owned(),
            old: order::filled([(STATE.to_owned(), self.state.clone().into())]),
        }
    }

    /// A field that has a value, with its label.
    fn detail(&self, field: &str) -> Option<Shown> {
        let described = self.fields.get(field)?;
        let value = match described.kind {
            Type::Many2One(_) => self.row.many2one(field)?.label,
            Type::Number => {
                let currency = self.row.many2one("currency_id").filter(|_| field.contains("amount"));
                money(self.row.number(field)?, currency.as_ref().map(|currency| currency.label.as_str()))
            }
            _ => self.row.text(field)?.to_owned(),
        };
        Some(Shown::new(&described.label, value))
    }

    /// A state as Odoo's screens call it.
    fn label(&self, state: &str) -> String {
        let choices = match self.fields.get(STATE).map(|field| &field.kind) {
            Some(Type::Selection(choices)) => choices.as_slice(),
            _ => &[],
        };
        choices.iter().find(|(key, _)| key == state).map_or_else(|| state.to_owned(), |(_, label)| label.clone())
    }

    fn waits_for_nothing(&self, language: Language) -> String {
        let (name, state) = (Markdown::foreign(&self.name), Markdown::foreign(&self.label(&self.state)).to_string());
        say!(language, "{name} does not wait for that: its state is “{state}”.", name, state)
    }
}

fn nothing_for(context: &Context<'_>, model: Model, word: Word) -> String {
    let language = context.deps.language;
    match (model, word) {
        (Model::ExpenseReport | Model::Expense, Word::Refuse) => {
            say!(language, "Expenses are refused in Odoo itself, which asks for the reason in a window of its own.")
        }
        (Model::Own(model), _) => {
            say!(language, "`DocumentKinds` has no button for that on documents of `{model}`.", model = model.name())
        }
        _ => {
            let mut text = say!(
                language,
                "Only purchase orders, expenses and time off can be decided on from here, such as `purchase 7`, `expense 12` or `leave 5`."
            );
            for word in context.settings.proposals.documents.words() {
                text.push(' ');
                text.push_str(&say!(language, "Also: {example}.", example = format!("`{word} 7`")));
            }
            text
        }
    }
}

//! `upsert_partner`: a company or a person, changed if Odoo knows it already.
//!
//! It is known by its id, its tax number, its e-mail address or the domain of its website. One partner that fits is
//! changed; of several the proposer chooses one.

mod known;
mod wanted;

use serde_json::Map;

use super::context::Context;
use super::lookup::Found;
use super::questions::{Answers, Question, Questions};
use super::{Plan, similar};
use crate::language::Language;
use crate::odoo::{Filter, Many2One, Row, Values};
use crate::proposal::draft::PartnerDraft;
use crate::proposal::{Effect, Model, Operation, Precondition, ProposeError, Shown};
use crate::say;
use crate::text;
use crate::text::Markdown;
use known::{Known, Match};
use wanted::Wanted;

const OP: &str = "upsert_partner";
const SIMILAR_MAX: usize = 5;
const NAMESAKES_MAX: u32 = 40;

pub(super) fn plan(context: &Context<'_>, draft: &PartnerDraft) -> Result<Plan, ProposeError> {
    let wanted = Wanted::of(context.deps.language, draft)?;
    let mut questions = Questions::default();
    let known = Known::ask(context, &mut questions, draft, &wanted)?;
    let country = wanted
        .country_code
        .clone()
        .map(|code| questions.find("res.country", &Filter::Equals("code", code), &["name"], 1));
    let namesakes = wanted.name.as_deref().map(|name| {
        let filter = Filter::Contains("name", similar::word(name).to_owned());
        questions.find(Model::Partner.name(), &filter, &["name"], NAMESAKES_MAX)
    });
    let answers = questions.ask(&context.odoo);
    let country = country.map(|question| read_country(context, &answers, question)).transpose()?;
    match known.found(context.deps.language, &answers)? {
        Some((found, by)) => change(context, &found, by, &wanted, country.as_ref()),
        None => {
            let mut plan = create(context.shared, &wanted, country.as_ref());
            if let (Some(question), Some(name)) = (namesakes, &wanted.name) {
                let rows = answers.rows(question)?;
                let similar = similar::names(name, &rows, SIMILAR_MAX);
                let warning = |names| say!(context.shared, "Partners with similar names: {names}.", names);
                plan.warnings = similar.map(warning).into_iter().collect();
            }
            Ok(plan)
        }
    }
}

fn create(language: Language, wanted: &Wanted, country: Option<&Many2One>) -> Plan {
    let is_company = wanted.is_company.unwrap_or(true);
    let mut values = Values::new().flag("is_company", is_company);
    let mut shown = Vec::new();
    for text in &wanted.texts {
        values = values.text(text.field, &text.value);
        shown.push(Shown::new(text.label, &text.value));
    }
    shown.push(Shown::new(text!("Kind"), kind(language, is_company)));
    if let Some(country) = country {
        values = values.reference("country_id", country.id);
        shown.push(Shown::new(text!("Country"), &country.label));
    }
    if let Some(comment) = &wanted.comment {
        values = values.html("comment", comment);
        shown.push(Shown::new(text!("Comment"), comment));
    }
    Plan {
        summary: say!(language, "New partner {name}", name = wanted.name.as_deref().unwrap_or_default()),
        operations: vec![operation(Effect::Create { values: vec![values.into()] }, Vec::new())],
        shown,
        warnings: Vec::new(),
    }
}

fn change(
    context: &Context<'_>,
    found: &Found,
    by: Match,
    wanted: &Wanted,
    country: Option<&Many2One>,
) -> Result<Plan, ProposeError> {
    let kind = |is_company| kind(context.shared, is_company);
    let Found { id, row, .. } = found;
    let mut changes = Changes { row, values: Values::new(), old: Map::new(), shown: Vec::new() };
    for text in &wanted.texts {
        let old = row.text(text.field);
        if !old.is_some_and(|old| (text.is_same)(old, &text.value)) {
            changes.put(text.field, text.label, old.map(ToOwned::to_owned), text.value.clone(), |values| {
                values.text(text.field, &text.value)
            });
        }
    }
    if let Some(is_company) = wanted.is_company.filter(|wanted| row.flag("is_company") != Some(*wanted)) {
        let old = row.flag("is_company").map(kind);
        changes.put("is_company", text!("Kind"), old, kind(is_company), |values| values.flag("is_company", is_company));
    }
    let old_country = row.many2one("country_id");
    if let Some(country) = country.filter(|country| old_country.as_ref().map(|old| old.id) != Some(country.id)) {
        let old = old_country.map(|country| country.label);
        changes.put("country_id", text!("Country"), old, country.label.clone(), |values| {
            values.reference("country_id", country.id)
        });
    }
    let has_comment = row.text("comment").is_some_and(|html| !Markdown::html(html, 1).to_string().is_empty());
    let mut note = None;
    match &wanted.comment {
        // What somebody wrote there stays.
        Some(comment) if has_comment => note = Some(comment.clone()),
        Some(comment) => {
            changes.put("comment", text!("Comment"), None, comment.clone(), |values| values.html("comment", comment));
        }
        None => {}
    }
    let Changes { values, old, shown: changed, .. } = changes;
    let mut operations = Vec::new();
    if !values.is_empty() {
        let write_date = row.text("write_date").unwrap_or_default().to_owned();
        let precondition = Precondition { model: Model::Partner, id: *id, write_date, old };
        operations.push(operation(Effect::Write { id: *id, values: values.into() }, vec![precondition]));
    }
    let mut shown = vec![Shown::new(text!("Partner"), format!("{}{}", found.label(), by.words(context.shared)))];
    shown.extend(changed);
    if let Some(text) = note {
        shown.push(Shown::new(text!("Note"), &text));
        operations.push(Operation {
            op: "add_note".into(),
            ..operation(Effect::Note { id: *id, text, with_files: false }, Vec::new())
        });
    }
    if operations.is_empty() {
        let text = say!(
            context.deps.language,
            "There is nothing to change: {name} is like that already.",
            name = Markdown::foreign(&found.name)
        );
        return Err(ProposeError::invalid("", "nothing_to_do", text));
    }
    Ok(Plan {
        summary: say!(context.shared, "Change partner {name}", name = found.name),
        operations,
        shown,
        warnings: Vec::new(),
    })
}

/// What becomes of a partner, field by field.
struct Changes<'a> {
    row: &'a Row,
    values: Values,
    old: Map<String, serde_json::Value>,
    shown: Vec<Shown>,
}

impl Changes<'_> {
    fn put(&mut self, field: &str, label: &str, old: Option<String>, new: String, set: impl FnOnce(Values) -> Values) {
        self.values = set(std::mem::take(&mut self.values));
        self.old.insert(field.to_owned(), self.row.raw(field).cloned().unwrap_or_default());
        self.shown.push(Shown { label: label.into(), old, new });
    }
}

fn operation(effect: Effect, preconditions: Vec<Precondition>) -> Operation {
    Operation { op: OP.into(), model: Model::Partner, effect, context: Map::new(), preconditions }
}

fn kind(language: Language, is_company: bool) -> String {
    if is_company { say!(language, "company") } else { say!(language, "person") }
}

fn read_country(context: &Context<'_>, answers: &Answers, question: Question) -> Result<Many2One, ProposeError> {
    let rows = answers.rows(question)?;
    let country = rows.first().and_then(|row| Some(Many2One { id: row.id()?, label: row.text("name")?.to_owned() }));
    country.ok_or_else(|| {
        let text = say!(context.deps.language, "Odoo knows no country with this code.");
        ProposeError::invalid("country_code", "unknown", text)
    })
}

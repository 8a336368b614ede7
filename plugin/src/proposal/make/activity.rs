//! `schedule_activity`: something to do about a record, and what becomes of it.

mod finish;
mod kind;
mod known;
mod reschedule;

use super::context::Context;
use super::lookup::{self, Lookup, Target};
use super::questions::Questions;
use super::{Plan, assignee, check, moment, record};
use crate::odoo::{Values, When};
use crate::order;
use crate::proposal::draft::ActivityDraft;
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::say;
use crate::text;
pub(super) use finish::plan as finish;
use kind::Kinds;
pub(super) use reschedule::plan as reschedule;

pub(super) fn plan(context: &Context<'_>, draft: &ActivityDraft) -> Result<Plan, ProposeError> {
    let model = record::model(context.deps.language, "res_model", &draft.res_model)?;
    if !matches!(model, Model::Partner | Model::Lead | Model::Project | Model::Task) {
        let text = say!(context.deps.language, "Activities are about partners, leads, projects and tasks.");
        return Err(ProposeError::invalid("res_model", "malformed", text));
    }
    let given = draft
        .res_id
        .as_ref()
        .filter(|record| !record.is_empty())
        .ok_or_else(|| check::missing(context.deps.language, "res_id"))?;
    let summary = check::required(context.deps.language, "summary", &draft.summary, check::NAME_RUNES_MAX)?;
    let deadline = moment::day(context, "date_deadline", draft.date_deadline.as_deref())?;
    let deadline = deadline.ok_or_else(|| check::missing(context.deps.language, "date_deadline"))?;
    let note = check::lines(context.deps.language, "note", &draft.note.clone().unwrap_or_default())?;
    let kind = check::line(
        context.deps.language,
        "activity_type",
        draft.activity_type.as_deref().unwrap_or_default(),
        check::NAME_RUNES_MAX,
    )?;

    let mut questions = Questions::default();
    let target = Target::Record(model.name(), model.noun());
    let record = Lookup::new(context, &mut questions, target, "res_id", given, &[])?;
    let kinds = Kinds::ask(&mut questions, kind.as_deref());
    let user = lookup::optional(context, &mut questions, Target::User, "user_id", draft.user_id.as_ref())?;
    let answers = questions.ask(&context.odoo);
    let record = record.found(&answers)?;
    let (kind_id, kind) = kinds.found(context.deps.language, &answers, model)?;
    let user = user.map(|user| user.found(&answers)?.colleague(context.deps.language, "user_id")).transpose()?;
    let assigned: Vec<_> = user.iter().map(|user| ("user_id", user)).collect();
    let mut warnings: Vec<_> = assignee::check(context, model, &assigned)?.into_iter().collect();

    let mut values = Values::new()
        .integer("res_id", record.id)
        .reference("activity_type_id", kind_id)
        .text("summary", &summary)
        .when("date_deadline", When::Day(deadline));
    let mut shown = vec![
        Shown::new(text!("Record"), record.label()),
        Shown::new(text!("Type"), kind),
        Shown::new(text!("Summary"), &summary),
        Shown::new(text!("Due"), deadline.to_string()),
    ];
    match &user {
        Some(user) => {
            values = values.reference("user_id", user.id);
            shown.push(Shown::new(text!("Assigned to"), user.label()));
        }
        None => shown.push(Shown::new(
            text!("Assigned to"),
            say!(context.shared, "left to Odoo, which takes the account that writes"),
        )),
    }
    if let Some(note) = &note {
        values = values.html("note", note);
        shown.push(Shown::new(text!("Note"), note));
    }
    let is_past = deadline < context.zone.day(context.deps.clock.now());
    warnings.extend(is_past.then(|| say!(context.shared, "The day is in the past.")));
    Ok(Plan {
        summary: say!(context.shared, "Activity on {name}", name = record.name),
        shown,
        warnings,
        operations: vec![Operation {
            op: "schedule_activity".into(),
            model: Model::Activity,
            effect: Effect::Create { values: vec![values.into()] },
            // The field itself wants the id of the model, which plain users may not look up.
            context: order::filled([("default_res_model".to_owned(), model.name().into())]),
            preconditions: Vec::new(),
        }],
    })
}

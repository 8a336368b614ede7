//! `reschedule_activity`: another day for it.

use serde_json::Map;

use super::known::Known;
use crate::odoo::{Values, When};
use crate::proposal::draft::RescheduleDraft;
use crate::proposal::make::context::Context;
use crate::proposal::make::{Plan, check, moment};
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::say;
use crate::text;

pub(in crate::proposal::make) fn plan(context: &Context<'_>, draft: &RescheduleDraft) -> Result<Plan, ProposeError> {
    let deadline = moment::day(context, "date_deadline", draft.date_deadline.as_deref())?;
    let deadline = deadline.ok_or_else(|| check::missing(context.deps.language, "date_deadline"))?;
    let known = Known::find(context, draft.activity_id.as_ref())?;
    if known.activity.deadline == Some(deadline) {
        let text =
            say!(context.deps.language, "There is nothing to change: it is due on {day} already.", day = deadline);
        return Err(ProposeError::invalid("date_deadline", "nothing_to_do", text));
    }
    let mut shown = known.shown();
    shown.push(Shown { label: text!("Due").into(), old: Some(known.due(context.shared)), new: deadline.to_string() });
    let is_past = deadline < context.zone.day(context.deps.clock.now());
    Ok(Plan {
        summary: say!(context.shared, "Reschedule {activity}", activity = known.activity.title()),
        shown,
        warnings: is_past.then(|| say!(context.shared, "The day is in the past.")).into_iter().collect(),
        operations: vec![Operation {
            op: "reschedule_activity".into(),
            model: Model::Activity,
            preconditions: vec![known.precondition()],
            effect: Effect::Write {
                id: known.activity.id,
                values: Values::new().when("date_deadline", When::Day(deadline)).into(),
            },
            context: Map::new(),
        }],
    })
}

//! `finish_activity`: it is done, and what came of it.

use serde_json::Map;

use super::known::Known;
use crate::proposal::draft::FinishDraft;
use crate::proposal::make::context::Context;
use crate::proposal::make::{Plan, check};
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::say;
use crate::text;

pub(in crate::proposal::make) fn plan(context: &Context<'_>, draft: &FinishDraft) -> Result<Plan, ProposeError> {
    let feedback = check::lines(context.deps.language, "feedback", draft.feedback.as_deref().unwrap_or_default())?;
    let known = Known::find(context, draft.activity_id.as_ref())?;
    let warning = match context.odoo.release()?.archives_done_activities() {
        true => say!(context.shared, "Odoo archives an activity that is done. This cannot be undone."),
        false => say!(context.shared, "Odoo deletes an activity that is done. This cannot be undone."),
    };
    let activity = &known.activity;
    let mut shown = known.shown();
    shown.push(Shown {
        label: text!("State").into(),
        old: Some(say!(context.shared, "due {day}", day = known.due(context.shared))),
        new: say!(context.shared, "done"),
    });
    shown.extend(feedback.as_ref().map(|feedback| Shown::new(text!("Feedback"), feedback)));
    Ok(Plan {
        summary: say!(context.shared, "Done: {activity}", activity = activity.title()),
        shown,
        warnings: vec![warning],
        operations: vec![Operation {
            op: "finish_activity".into(),
            model: Model::Activity,
            preconditions: vec![known.precondition()],
            effect: Effect::Finish {
                id: activity.id,
                res_model: activity.model.clone().unwrap_or_default(),
                res_id: activity.record_id.unwrap_or_default(),
                feedback: feedback.unwrap_or_default(),
            },
            context: Map::new(),
        }],
    })
}

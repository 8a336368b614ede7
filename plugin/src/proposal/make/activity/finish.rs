//! `finish_activity`: it is done, and what came of it.

use serde_json::Map;

use super::known::Known;
use crate::proposal::draft::FinishDraft;
use crate::proposal::make::context::Context;
use crate::proposal::make::{Plan, check};
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::text;

pub(in crate::proposal::make) fn plan(context: &Context<'_>, draft: &FinishDraft) -> Result<Plan, ProposeError> {
    let feedback = check::lines("feedback", draft.feedback.as_deref().unwrap_or_default())?;
    let known = Known::find(context, draft.activity_id.as_ref())?;
    let verb = if context.odoo.release()?.archives_done_activities() { "archives" } else { "deletes" };
    let activity = &known.activity;
    let mut shown = known.shown();
    shown.push(Shown { label: text!("State").into(), old: Some(format!("due {}", known.due())), new: "done".into() });
    shown.extend(feedback.as_ref().map(|feedback| Shown::new(text!("Feedback"), feedback)));
    Ok(Plan {
        summary: format!("Done: {}", activity.title()),
        shown,
        warnings: vec![format!("Odoo {verb} an activity that is done. This cannot be undone.")],
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

//! `create_project`: a new project, with the stages of another one.

use serde_json::Map;

use super::context::Context;
use super::lookup::{self, Found, Target};
use super::questions::Questions;
use super::stages::{Stage, Stages};
use super::{Plan, assignee, check, moment, similar};
use crate::language::Language;
use crate::odoo::{self, Filter, Values, When};
use crate::proposal::draft::ProjectDraft;
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::say;
use crate::text;

const NAMESAKES_MAX: u32 = 40;
const SIMILAR_MAX: usize = 5;

pub(super) fn plan(context: &Context<'_>, draft: &ProjectDraft) -> Result<Plan, ProposeError> {
    let name = check::required(context.deps.language, "name", &draft.name, check::NAME_RUNES_MAX)?;
    let start = moment::day(context, "date_start", draft.date_start.as_deref())?;

    let mut questions = Questions::default();
    let may = questions.call(context.odoo.may_call(Model::Project.name(), odoo::Operation::Create)?);
    let mut look = |target, field, given| lookup::optional(context, &mut questions, target, field, given);
    let partner = look(Target::Partner, "partner_id", draft.partner_id.as_ref())?;
    let manager = look(Target::User, "user_id", draft.user_id.as_ref())?;
    let model = look(lookup::PROJECT, "stages_from", draft.stages_from.as_ref())?;
    let stages = draft.stages_from.as_ref().map(|project| Stages::ask(&mut questions, project));
    let namesakes = Filter::Contains("name", similar::word(&name).to_owned());
    let namesakes = questions.find(Model::Project.name(), &namesakes, &["name"], NAMESAKES_MAX);
    let answers = questions.ask(&context.odoo);

    if answers.value(may)? != true {
        let text = say!(
            context.deps.language,
            "The Odoo account that would write this may not make projects: in Odoo that takes the right Project / Administrator."
        );
        return Err(ProposeError::invalid("", "no_access", text));
    }
    let partner = partner.map(|partner| partner.found(&answers)).transpose()?;
    let manager =
        manager.map(|manager| manager.found(&answers)?.colleague(context.deps.language, "user_id")).transpose()?;
    let assigned: Vec<_> = manager.iter().map(|manager| ("user_id", manager)).collect();
    let unsure = assignee::check(context, Model::Project, &assigned)?;
    let model = model.map(|model| model.found(&answers)).transpose()?;
    let stages = match (&model, stages) {
        (Some(model), Some(stages)) => stages.of(context, &answers, model.id)?,
        _ => Vec::new(),
    };

    let mut values = Values::new().text("name", &name);
    let mut shown = vec![Shown::new(text!("Name"), &name)];
    if let Some(partner) = &partner {
        values = values.reference("partner_id", partner.id);
        shown.push(Shown::new(text!("Customer"), partner.label()));
    }
    if let Some(manager) = &manager {
        values = values.reference("user_id", manager.id);
        shown.push(Shown::new(text!("Project manager"), manager.label()));
    }
    if let Some(start) = start {
        values = values.when("date_start", When::Day(start));
        shown.push(Shown::new(text!("Start"), start.to_string()));
    }
    if !stages.is_empty() {
        values = values.links("type_ids", &stages.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        shown.push(Shown::new(text!("Stages"), stage_names(&stages)));
    }
    let similar = similar::names(&name, &answers.rows(namesakes)?, SIMILAR_MAX);
    let similar = similar.map(|names| say!(context.shared, "Projects with similar names: {names}.", names));
    let mut warnings: Vec<_> = similar.into_iter().collect();
    warnings.extend(without_stages(context.shared, model.as_ref(), &stages));
    warnings.extend(unsure);
    Ok(Plan {
        summary: say!(context.shared, "New project {name}", name),
        shown,
        warnings,
        operations: vec![Operation {
            op: "create_project".into(),
            model: Model::Project,
            effect: Effect::Create { values: vec![values.into()] },
            context: Map::new(),
            preconditions: Vec::new(),
        }],
    })
}

fn stage_names(stages: &[Stage]) -> String {
    stages.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A project that comes by the API gets no stages of its own.
fn without_stages(language: Language, model: Option<&Found>, stages: &[Stage]) -> Option<String> {
    match model {
        _ if !stages.is_empty() => None,
        Some(model) => {
            let name = &model.name;
            Some(say!(language, "The project {name} has no stages to copy: the new one will have none either.", name))
        }
        None => Some(say!(
            language,
            "The new project will have no stages. Name a project to copy them from in `stages_from`."
        )),
    }
}

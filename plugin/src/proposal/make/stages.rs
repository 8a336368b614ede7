//! The stages of a project.

use super::context::Context;
use super::questions::{Answers, Question, Questions};
use crate::odoo::{Filter, OdooError};
use crate::order;
use crate::proposal::draft::Reference;

const MODEL: &str = "project.task.type";
/// Stages of one project; nobody has so many.
const STAGES_MAX: u32 = 200;

/// The stages that a project may have, asked for along with it.
pub(super) struct Stages(Option<Question>);

/// A stage with its name.
pub(super) type Stage = (i64, String);

impl Stages {
    /// Puts the question if the project's id is known; by another name they are asked for when it is found.
    pub(super) fn ask(questions: &mut Questions, project: &Reference) -> Self {
        Self(match project {
            Reference::Id(id) => Some(question(questions, *id)),
            Reference::Name(_) => None,
        })
    }

    /// Those of the project, in their order.
    pub(super) fn of(self, context: &Context<'_>, answers: &Answers, project_id: i64) -> Result<Vec<Stage>, OdooError> {
        let rows = match self.0 {
            Some(question) => answers.rows(question)?,
            None => {
                let mut questions = Questions::default();
                let question = question(&mut questions, project_id);
                questions.ask(&context.odoo).rows(question)?
            }
        };
        let mut stages: Vec<_> = rows
            .iter()
            .filter_map(|row| {
                let stage = (row.id()?, row.text("name")?.to_owned());
                Some((row.integer("sequence").unwrap_or_default(), stage))
            })
            .collect();
        order::sort(&mut stages);
        Ok(stages.into_iter().map(|(_, stage)| stage).collect())
    }
}

fn question(questions: &mut Questions, project_id: i64) -> Question {
    questions.find(MODEL, &Filter::In("project_ids", vec![project_id]), &["name", "sequence"], STAGES_MAX)
}

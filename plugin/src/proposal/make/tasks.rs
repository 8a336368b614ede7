//! `create_tasks`: tasks of one project in one list, all of them or none.

use serde_json::Map;

use super::context::Context;
use super::lookup::{self, Found, Lookup, Target};
use super::questions::{Answers, Questions};
use super::stages::{Stage, Stages};
use super::{Plan, assignee, check, moment};
use crate::language::Language;
use crate::odoo::{Values, When};
use crate::ports::Timestamp;
use crate::proposal::draft::{Reference, TaskDraft, TasksDraft};
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::say;
use crate::text;
use crate::text::Markdown;

pub(super) fn plan(context: &Context<'_>, draft: &TasksDraft) -> Result<Plan, ProposeError> {
    let given = draft.project_id.as_ref().filter(|project| !project.is_empty());
    let given = given.ok_or_else(|| check::missing(context.deps.language, "project_id"))?;
    let tasks = check_all(context, &draft.tasks)?;

    let mut questions = Questions::default();
    let project = Lookup::new(context, &mut questions, lookup::PROJECT, "project_id", given, &[])?;
    let people = People::ask(context, &mut questions, &draft.tasks)?;
    let has_stage = draft.tasks.iter().any(|task| stage(task).is_some());
    let stages = has_stage.then(|| Stages::ask(&mut questions, given));
    let answers = questions.ask(&context.odoo);
    let project = project.found(&answers)?;
    let fields = people.fields();
    let people = people.found(context.deps.language, &answers)?;
    let assigned: Vec<_> = fields.iter().map(String::as_str).zip(people.0.iter().map(|(_, found)| found)).collect();
    let mut warnings: Vec<_> = assignee::check(context, Model::Task, &assigned)?.into_iter().collect();
    warnings.extend(past(context, &tasks));
    let stages = stages.map(|stages| stages.of(context, &answers, project.id)).transpose()?.unwrap_or_default();

    let mut values = Vec::new();
    let mut lists = Vec::new();
    for (index, (task, draft)) in tasks.iter().zip(&draft.tasks).enumerate() {
        let stage =
            stage(draft).map(|given| find_stage(context.deps.language, index, given, &project, &stages)).transpose()?;
        let users = draft.user_ids.as_ref().map(|given| people.of(given));
        values.push(task.values(&project, users.as_deref(), stage).into());
        lists.push(task.shown(context, users.as_deref(), stage));
    }
    let mut shown = vec![Shown::new(text!("Project"), project.label())];
    let summary = match (tasks.as_slice(), lists.pop()) {
        ([task], Some(list)) => {
            shown.extend(list);
            say!(context.shared, "New task {name}", name = task.name)
        }
        (_, last) => {
            lists.extend(last);
            shown.extend(lists.iter().enumerate().map(|(index, list)| one_line(context.shared, index, list)));
            say!(
                context.shared,
                "{count} new task in {project}||{count} new tasks in {project}",
                count = tasks.len(),
                project = project.name
            )
        }
    };
    Ok(Plan {
        summary,
        shown,
        warnings,
        operations: vec![Operation {
            op: "create_tasks".into(),
            model: Model::Task,
            effect: Effect::Create { values },
            context: Map::new(),
            preconditions: Vec::new(),
        }],
    })
}

/// A task whose values are what they should be.
struct Task {
    name: String,
    description: Option<String>,
    deadline: Option<Timestamp>,
    priority: Option<String>,
}

fn check_all(context: &Context<'_>, tasks: &[TaskDraft]) -> Result<Vec<Task>, ProposeError> {
    let max = context.settings.proposals.operations_max;
    if tasks.is_empty() {
        return Err(check::missing(context.deps.language, "tasks"));
    }
    if tasks.len() > max {
        let text = say!(
            context.deps.language,
            "One proposal may make {max} tasks at most, not {tasks}. Make several proposals.",
            max,
            tasks = tasks.len()
        );
        return Err(ProposeError::invalid("tasks", "too_many", text));
    }
    let priority_max = context.odoo.release()?.task_priority_max();
    tasks.iter().enumerate().map(|(index, task)| Task::of(context, index, task, priority_max)).collect()
}

impl Task {
    fn of(context: &Context<'_>, index: usize, draft: &TaskDraft, priority_max: u8) -> Result<Self, ProposeError> {
        let field = |name: &str| format!("tasks[{index}].{name}");
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let deadline = match text(&draft.date_deadline).as_str() {
            "" => None,
            typed => Some(match moment::any(context, &field("date_deadline"), typed)? {
                When::Moment(time) => time,
                // Odoo keeps a moment: a day is over at its last second.
                day @ When::Day(_) => Timestamp(context.zone.until(day).0 - 1000),
            }),
        };
        let priority =
            check::line(context.deps.language, &field("priority"), &text(&draft.priority), check::NAME_RUNES_MAX)?;
        let is_known = |priority: &String| priority.parse::<u8>().is_ok_and(|number| number <= priority_max);
        if !priority.as_ref().is_none_or(is_known) {
            let text =
                say!(context.deps.language, "The priority of a task is a number from 0 to {max}.", max = priority_max);
            return Err(ProposeError::invalid(&field("priority"), "malformed", text));
        }
        Ok(Self {
            name: check::required(context.deps.language, &field("name"), &draft.name, check::NAME_RUNES_MAX)?,
            description: check::lines(context.deps.language, &field("description"), &text(&draft.description))?,
            deadline,
            priority,
        })
    }

    /// What Odoo is given; nobody is nobody there and absent leaves it to Odoo.
    fn values(&self, project: &Found, users: Option<&[&Found]>, stage: Option<&Stage>) -> Values {
        let mut values = Values::new().text("name", &self.name).reference("project_id", project.id);
        if let Some(users) = users {
            values = values.links("user_ids", &users.iter().map(|user| user.id).collect::<Vec<_>>());
        }
        if let Some(deadline) = self.deadline {
            values = values.when("date_deadline", When::Moment(deadline));
        }
        if let Some(priority) = &self.priority {
            values = values.text("priority", priority);
        }
        if let Some((id, _)) = stage {
            values = values.reference("stage_id", *id);
        }
        if let Some(description) = &self.description {
            values = values.html("description", description);
        }
        values
    }

    fn shown(&self, context: &Context<'_>, users: Option<&[&Found]>, stage: Option<&Stage>) -> Vec<Shown> {
        let mut shown = vec![Shown::new(text!("Name"), &self.name)];
        shown.push(Shown::new(
            text!("Assignees"),
            match users {
                None => say!(context.shared, "left to Odoo, which takes the account that writes"),
                Some([]) => say!(context.shared, "nobody"),
                Some(users) => users.iter().map(|user| user.label()).collect::<Vec<_>>().join(", "),
            },
        ));
        let deadline = self.deadline.map(|deadline| moment::shown(context, deadline));
        shown.extend(deadline.map(|deadline| Shown::new(text!("Deadline"), deadline)));
        shown.extend(
            self.priority.as_deref().map(|priority| Shown::new(text!("Priority"), stars(context.shared, priority))),
        );
        shown.extend(stage.map(|(_, name)| Shown::new(text!("Stage"), name)));
        shown.extend(self.description.as_deref().map(|description| Shown::new(text!("Description"), description)));
        shown
    }
}

/// Who is named by the tasks, each asked for once.
struct People<T>(Vec<(Reference, T)>);

impl People<Lookup> {
    fn ask(context: &Context<'_>, questions: &mut Questions, tasks: &[TaskDraft]) -> Result<Self, ProposeError> {
        let mut people: Vec<(Reference, Lookup)> = Vec::new();
        for (index, task) in tasks.iter().enumerate() {
            for given in task.user_ids.iter().flatten() {
                if !people.iter().any(|(known, _)| known == given) {
                    let field = format!("tasks[{index}].user_ids");
                    people.push((given.clone(), Lookup::new(context, questions, Target::User, &field, given, &[])?));
                }
            }
        }
        Ok(Self(people))
    }

    /// The entries that name them.
    fn fields(&self) -> Vec<String> {
        self.0.iter().map(|(_, lookup)| lookup.field.clone()).collect()
    }

    fn found(self, language: Language, answers: &Answers) -> Result<People<Found>, ProposeError> {
        let found = self
            .0
            .into_iter()
            .map(|(given, lookup)| Ok((given, lookup.found(answers)?.colleague(language, &lookup.field)?)));
        found.collect::<Result<_, ProposeError>>().map(People)
    }
}

impl People<Found> {
    fn of(&self, given: &[Reference]) -> Vec<&Found> {
        let mut users: Vec<&Found> = Vec::new();
        for given in given {
            let found = self.0.iter().find(|(known, _)| known == given).map(|(_, found)| found);
            users.extend(found.filter(|found| !users.iter().any(|user| user.id == found.id)));
        }
        users
    }
}

fn stage(task: &TaskDraft) -> Option<&Reference> {
    task.stage.as_ref().filter(|stage| !stage.is_empty())
}

/// Odoo would take any stage; one of another project is not seen on this one's board.
fn find_stage<'a>(
    language: Language,
    index: usize,
    given: &Reference,
    project: &Found,
    stages: &'a [Stage],
) -> Result<&'a Stage, ProposeError> {
    let is_given = |(id, name): &&Stage| match given {
        Reference::Id(given) => id == given,
        Reference::Name(given) => name.to_lowercase() == given.to_lowercase(),
    };
    stages.iter().find(is_given).ok_or_else(|| {
        let names = stages.iter().map(|(_, name)| Markdown::foreign(name).to_string()).collect::<Vec<_>>();
        let has = match names.is_empty() {
            true => say!(language, "It has none."),
            false => say!(language, "It has: {names}.", names = names.join(", ")),
        };
        let (given, project) = (Markdown::foreign(&given.to_string()), Markdown::foreign(&project.name));
        let text = say!(language, "The project {project} has no stage “{given}”. {has}", project, given, has);
        ProposeError::invalid(&format!("tasks[{index}].stage"), "not_found", text)
    })
}

fn one_line(language: Language, index: usize, list: &[Shown]) -> Shown {
    let lines = list.iter().map(|shown| match shown.label.as_str() {
        "Name" => shown.new.clone(),
        label => format!("{}: {}", language.tell(label), shown.new),
    });
    Shown::new(say!(language, "Task {number}", number = index + 1), lines.collect::<Vec<_>>().join("\n"))
}

fn stars(language: Language, priority: &str) -> String {
    match priority.parse::<usize>() {
        Ok(0) | Err(_) => say!(language, "normal"),
        Ok(stars) => "★".repeat(stars),
    }
}

fn past(context: &Context<'_>, tasks: &[Task]) -> Vec<String> {
    let now = context.deps.clock.now();
    let names: Vec<_> = tasks
        .iter()
        .filter(|task| task.deadline.is_some_and(|time| time < now))
        .map(|task| task.name.as_str())
        .collect();
    if names.is_empty() {
        Vec::new()
    } else {
        vec![say!(context.shared, "The deadline is in the past: {names}.", names = names.join(", "))]
    }
}

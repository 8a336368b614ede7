use serde_json::{Map, Value, json};

use super::values::Values;
use crate::command::table::Argument;
use crate::language::Language;
use crate::ports::Choice;

/// What the commands and forms of a kind share.
pub(super) struct Kind {
    /// Behind `/odoo propose`.
    pub(super) word: &'static str,
    /// The draft it becomes, see [`crate::proposal::Draft`].
    pub(super) draft: &'static str,
    /// On the form; at most 24 characters.
    pub(super) title: &'static str,
    /// Of the command; the form has the same entries.
    pub(super) arguments: &'static [Argument],
    /// Those that have to be filled in.
    pub(super) required: &'static [&'static str],
    /// The entry that takes the text of a message.
    pub(super) text: &'static str,
    /// How the values become a draft.
    pub(super) shape: Shape,
}

/// How the values of a form lie in a draft.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As they are.
    Flat,
    /// All but those of the list are of its one task.
    OneTask,
    /// Each line is a task; the other values are those of all tasks.
    TaskLines,
}

/// The values that a list of tasks has itself.
const OF_LIST: [&str; 2] = ["project_id", "case_id"];

impl Kind {
    /// As a menu offers it.
    pub(super) fn choice(&self, language: Language) -> Choice {
        Choice { text: language.tell(self.title), value: self.word.into() }
    }

    /// The draft as a document.
    pub(super) fn document(&self, values: &Values) -> Value {
        let mut fields = Map::new();
        for (name, text) in values.iter() {
            let name = if name == "ref" { "case_id" } else { name };
            let value = if name.ends_with("_ids") { list(text) } else { json!(text) };
            fields.insert(name.to_owned(), value);
        }
        if self.shape == Shape::Flat {
            return Value::Object(fields);
        }
        let (mut of_list, of_task): (Map<_, _>, Map<_, _>) =
            fields.into_iter().partition(|(name, _)| OF_LIST.contains(&name.as_str()));
        let tasks = match self.shape {
            Shape::Flat | Shape::OneTask => vec![of_task],
            Shape::TaskLines => {
                let names = values.get("tasks").lines().map(str::trim).filter(|name| !name.is_empty());
                let mut of_all = of_task;
                of_all.remove("tasks");
                let task = |name: &str| {
                    let mut task = of_all.clone();
                    task.insert("name".into(), json!(name));
                    task
                };
                names.map(task).collect()
            }
        };
        of_list.insert("tasks".into(), json!(tasks));
        Value::Object(of_list)
    }

    /// The values of a draft, to fill in the form with; none if the form cannot show all of it.
    pub(super) fn values(&self, draft: &Value) -> Option<Values> {
        let fields = draft.as_object()?;
        let mut values = Values::default();
        for (name, value) in fields.iter().filter(|(name, _)| *name != "tasks" || self.shape == Shape::Flat) {
            values.put(if name == "case_id" { "ref" } else { name }, &text(value)?);
        }
        let tasks = fields.get("tasks").and_then(Value::as_array);
        match (self.shape, tasks.map(Vec::as_slice)) {
            (Shape::Flat, _) => {}
            (Shape::OneTask, Some([Value::Object(task)])) => {
                for (name, value) in task {
                    values.put(name, &text(value)?);
                }
            }
            (Shape::TaskLines, Some(tasks @ [first, ..])) => {
                let without_name = |task: &Value| {
                    let mut task = task.as_object().cloned().unwrap_or_default();
                    task.remove("name");
                    task
                };
                let of_all = without_name(first);
                // A form has one description, deadline and so on for all of them.
                if tasks.iter().any(|task| without_name(task) != of_all) {
                    return None;
                }
                let names = tasks.iter().filter_map(|task| task["name"].as_str());
                values.put("tasks", &names.collect::<Vec<_>>().join("\n"));
                for (name, value) in &of_all {
                    values.put(name, &text(value)?);
                }
            }
            _ => return None,
        }
        let is_known = |name: &str| self.arguments.iter().any(|argument| argument.name == name);
        let is_whole = values.iter().all(|(name, _)| is_known(name));
        is_whole.then_some(values)
    }

    /// The entry that a field of the draft comes from; none if the form has no such entry.
    pub(super) fn entry(&self, field: &str) -> Option<&'static str> {
        let name = match field.strip_prefix("tasks[").and_then(|rest| rest.split_once("].")) {
            Some((_, "name")) if self.shape == Shape::TaskLines => "tasks",
            Some((_, name)) => name,
            None => field,
        };
        let name = name.split(['[', '.']).next().unwrap_or(name);
        let name = if name == "case_id" { "ref" } else { name };
        self.arguments.iter().map(|argument| argument.name).find(|known| *known == name)
    }
}

/// `@cara, @ben`. Nobody is an empty list, which is something else than no list.
fn list(text: &str) -> Value {
    let names = text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty());
    if text.trim().eq_ignore_ascii_case(NOBODY) { json!([]) } else { json!(names.collect::<Vec<_>>()) }
}

/// What is typed for an empty list.
pub(super) const NOBODY: &str = "nobody";

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(if *flag { "yes" } else { "no" }.into()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) if values.is_empty() => Some(NOBODY.into()),
        Value::Array(values) => Some(values.iter().map(text).collect::<Option<Vec<_>>>()?.join(", ")),
        Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::json;

    use super::super::{BEGINNINGS, KINDS, partner, task, tasks};
    use super::Kind;
    use crate::proposal::Draft;

    /// What a form shows of a draft and makes of it again.
    fn there_and_back(kind: &Kind, draft: &serde_json::Value) {
        let draft = Draft::parse(kind.draft, draft.clone()).unwrap();
        let values = kind.values(&draft.to_value()).unwrap();
        assert_eq!(Draft::parse(kind.draft, kind.document(&values)).unwrap(), draft);
    }

    #[test]
    fn a_draft_survives_its_form() {
        there_and_back(
            &partner::KIND,
            &json!({"name": "Azure", "is_company": false, "partner_id": 14, "comment": "a\nb", "case_id": "C-1"}),
        );
        let one = json!({"name": "Order", "user_ids": ["@cara", 6], "priority": "1", "stage": 2});
        there_and_back(&task::KIND, &json!({"project_id": 9, "tasks": [one], "case_id": "C-1"}));
        let nobody = json!([{"name": "Order", "user_ids": []}, {"name": "Paint", "user_ids": []}]);
        there_and_back(&tasks::KIND, &json!({"project_id": "fit-out", "tasks": nobody}));
    }

    #[test]
    fn a_list_of_tasks_that_differ_has_no_form() {
        let tasks = json!([{"name": "Order", "priority": "1"}, {"name": "Paint"}]);
        let draft = Draft::parse("tasks", json!({"project_id": 9, "tasks": tasks})).unwrap();
        assert_eq!(tasks::KIND.values(&draft.to_value()), None);
    }

    #[test]
    fn every_entry_is_a_field_of_its_draft() {
        for kind in KINDS {
            for argument in kind.arguments.iter().filter(|argument| !BEGINNINGS.contains(&argument.name)) {
                let mut values = super::Values::default();
                values.put(argument.name, "1");
                Draft::parse(kind.draft, kind.document(&values)).unwrap_or_else(|error| {
                    let is_value = !error.to_string().contains("no field");
                    assert!(is_value, "{} {}: {error}", kind.word, argument.name);
                    Draft::Note(crate::proposal::draft::NoteDraft::default())
                });
            }
            let is_there = |name: &&str| kind.arguments.iter().any(|argument| argument.name == *name);
            assert!(kind.required.iter().chain([&kind.text]).all(is_there), "{}", kind.word);
        }
    }

    #[test]
    fn a_mistake_belongs_to_the_entry_it_came_from() {
        assert_eq!(task::KIND.entry("tasks[0].user_ids"), Some("user_ids"));
        assert_eq!(task::KIND.entry("tasks[0].name"), Some("name"));
        assert_eq!(tasks::KIND.entry("tasks[3].name"), Some("tasks"));
        assert_eq!(tasks::KIND.entry("case_id"), Some("ref"));
        assert_eq!(partner::KIND.entry("channel_id"), None);
    }
}

//! Tasks: stage and customer of the project, the days of assignment and closing, the marks of a quick title.

use serde_json::{Map, Value as Json, json};

use super::Draft;
use crate::error::OdooError;
use crate::orm::database::Database;
use crate::orm::domain::Operator;
use crate::orm::search::Page;
use crate::orm::view::{Env, View};
use crate::orm::write::create;

/// States that a change of the stage leaves alone.
const CLOSED: [&str; 2] = ["1_done", "1_canceled"];

pub fn complete(draft: &mut Draft<'_>) {
    if draft.is_new() {
        of_project(draft);
    }
    if draft.is_new() || draft.is_given("user_ids") {
        let assigned = draft.value("user_ids").as_array().is_some_and(|commands| commands.iter().any(assigns));
        draft.fill("date_assign", if assigned { draft.now() } else { json!(false) });
    }
    if draft.is_new() || draft.is_given("stage_id") {
        of_stage(draft);
    }
}

/// The title `Call supplier #urgent @demo !` is a name, tags, people and a priority.
pub fn read_marks(db: &mut Database, env: &Env, given: &Map<String, Json>) -> Result<Map<String, Json>, OdooError> {
    let mut values = given.clone();
    let title = match values.remove("display_name") {
        Some(Json::String(title)) if !values.contains_key("name") => title,
        _ => return Ok(values),
    };
    let (mut words, mut tags, mut users) = (Vec::new(), Vec::new(), vec![json!([4, env.uid])]);
    for word in title.split_whitespace() {
        match (word.strip_prefix('#'), word.strip_prefix('@')) {
            (Some(tag), _) => tags.push(json!([4, tag_named(db, env, tag)?])),
            (_, Some(login)) => {
                let page = Page { limit: Some(1), ..Page::default() };
                let found = View::new(db, env).find_by_name("res.users", login, Operator::Ilike, &Json::Null, &page)?;
                users.extend(found.into_iter().map(|id| json!([4, id])));
            }
            _ if word == "!" => drop(values.insert("priority".to_owned(), json!("1"))),
            _ => words.push(word),
        }
    }
    values.insert("name".to_owned(), json!(words.join(" ")));
    values.entry("tag_ids").or_insert(Json::Array(tags));
    values.entry("user_ids").or_insert(Json::Array(users));
    Ok(values)
}

fn tag_named(db: &mut Database, env: &Env, name: &str) -> Result<i64, OdooError> {
    let found = View::new(db, env).search("project.tags", &json!([["name", "=ilike", name]]), &Page::default())?;
    match found.first() {
        Some(id) => Ok(*id),
        None => create(db, env, "project.tags", &Map::from_iter([("name".to_owned(), json!(name))])),
    }
}

fn of_project(draft: &mut Draft<'_>) {
    if let Some(parent) = draft.id("parent_id") {
        draft.fill("project_id", draft.other("project.task", parent, "project_id"));
    }
    let Some(project) = draft.id("project_id") else { return };
    if draft.other("project.project", project, "allow_billable") == json!(true) {
        draft.fill("partner_id", draft.other("project.project", project, "partner_id"));
    }
    let first = json!([["project_ids", "in", [project]], ["fold", "=", false]]);
    let first = draft.view.search("project.task.type", &first, &Page { limit: Some(1), ..Page::default() });
    if let Some(stage) = first.ok().and_then(|ids| ids.first().copied()) {
        draft.fill("stage_id", json!(stage));
    }
}

fn of_stage(draft: &mut Draft<'_>) {
    let Some(stage) = draft.id("stage_id") else { return };
    draft.put("date_last_stage_update", draft.now());
    let is_folded = draft.other("project.task.type", stage, "fold") == json!(true);
    draft.fill("date_end", if is_folded { draft.now() } else { json!(false) });
    let is_closed = draft.text("state").is_some_and(|state| CLOSED.contains(&state.as_str()));
    if !draft.is_new() && !is_closed {
        draft.fill("state", json!("01_in_progress"));
    }
}

/// Whether a command of `user_ids` names somebody.
fn assigns(command: &Json) -> bool {
    match command {
        Json::Array(parts) => match parts.first().and_then(Json::as_i64) {
            Some(4) => true,
            Some(6) => parts.get(2).and_then(Json::as_array).is_some_and(|ids| !ids.is_empty()),
            _ => false,
        },
        id => id.is_number(),
    }
}

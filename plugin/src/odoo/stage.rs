//! Stages of leads (`crm.stage`) and of tasks (`project.task.type`), which people know by name.

use serde::{Deserialize, Serialize};

use super::{Connection, Filter, OdooError, Related, Row, Search};

const KEPT_SECONDS: u32 = 300;
/// A server with more stages has the same names in many projects; they are asked for by project.
const STAGES_MAX: u32 = 500;

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// In Odoo.
    pub id: i64,
    /// In the reader's language.
    pub name: String,
}

/// The stages of leads in their order. Kept for 5 min.
///
/// # Errors
/// See [`OdooError`].
pub fn of_leads(connection: &Connection<'_>) -> Result<Vec<Stage>, OdooError> {
    connection.remembered("lead-stages", KEPT_SECONDS, || {
        let search = Search {
            model: "crm.stage",
            filter: &Filter::All(Vec::new()),
            fields: &["name"],
            order: "sequence asc, id asc",
            limit: STAGES_MAX,
        };
        Ok(connection.search_read(&search)?.iter().filter_map(Stage::of).collect())
    })
}

/// The stages of tasks in their order, without those of single people; of one project, or of all. Kept for 5 min.
///
/// # Errors
/// See [`OdooError`].
pub fn of_tasks(connection: &Connection<'_>, project: Option<&Related>) -> Result<Vec<Stage>, OdooError> {
    let (name, of_project) = match project {
        None => ("task-stages".to_owned(), Filter::Filled("project_ids", true)),
        Some(Related::Record(id)) => (format!("task-stages/{id}"), Filter::In("project_ids", vec![*id])),
        Some(Related::Named(text) | Related::Email(text)) => {
            (format!("task-stages/{text}"), Filter::Contains("project_ids", text.clone()))
        }
    };
    connection.remembered(&name, KEPT_SECONDS, || {
        let search = Search {
            model: "project.task.type",
            filter: &Filter::All(vec![of_project, Filter::Filled("user_id", false)]),
            fields: &["name"],
            order: "sequence asc, id asc",
            limit: STAGES_MAX,
        };
        Ok(connection.search_read(&search)?.iter().filter_map(Stage::of).collect())
    })
}

/// The ids of the stages that are called so, whatever stands between their words: those whose whole name it is, else those that begin with it.
#[must_use]
pub fn called(stages: &[Stage], name: &str) -> Vec<i64> {
    let name = plain(name);
    let ids = |fits: &dyn Fn(&str) -> bool| -> Vec<i64> {
        stages.iter().filter(|stage| fits(&plain(&stage.name))).map(|stage| stage.id).collect()
    };
    match ids(&|stage| stage == name) {
        exact if exact.is_empty() => ids(&|stage| stage.starts_with(&name)),
        exact => exact,
    }
}

/// Letters and digits alone: `In-Progress` is "In Progress".
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Stage {
    fn of(row: &Row) -> Option<Self> {
        Some(Self { id: row.id()?, name: row.text("name")?.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Stage, called};

    #[test]
    fn a_stage_is_known_by_its_name_or_the_beginning_of_it() {
        let names = ["New", "In Progress", "New", "Newer", "Übergabe"];
        let stages: Vec<_> = (1..).zip(names).map(|(id, name)| Stage { id, name: name.into() }).collect();
        assert_eq!(called(&stages, "new"), [1, 3]);
        assert_eq!(called(&stages, "in"), [2]);
        assert_eq!(called(&stages, "In-Progress"), [2]);
        assert_eq!(called(&stages, "ÜBER"), [5]);
        assert_eq!(called(&stages, "done"), Vec::<i64>::new());
    }
}

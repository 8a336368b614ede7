//! What there is of a partner: leads, projects, tasks, activities and meetings, also those of its contacts.

use super::activity::{self, Activity};
use super::event::Event;
use super::lead::Lead;
use super::project::Project;
use super::task::Task;
use super::{Connection, Filter, Listed, OdooError, Related, Row, Search};

/// Records of one kind at most; activities are looked for among these.
pub const RECORDS_MAX: u32 = 200;

/// All of it, each section for itself: an app that is not installed or not open to the account leaves the others.
#[derive(Debug)]
pub struct History {
    /// Lost ones too.
    pub leads: Section<Lead>,
    /// Archived ones too.
    pub projects: Section<Project>,
    /// What is to be done first.
    pub tasks: Section<Task>,
    /// For the partner, its contacts, and the records of the other sections.
    pub activities: Section<Activity>,
    /// The latest first.
    pub events: Section<Event>,
}

/// The records of one kind, at most [`RECORDS_MAX`].
pub type Section<T> = Result<Vec<T>, OdooError>;

/// A search that can run together with others.
struct Part {
    model: &'static str,
    filter: Filter,
    fields: Vec<&'static str>,
    order: &'static str,
}

impl History {
    /// Of a partner and everything below it.
    #[must_use]
    pub fn of(connection: &Connection<'_>, partner: &Related) -> Self {
        let with_archived = |filter| Filter::All(vec![filter, Filter::archived_too()]);
        let parts = [
            Part::of::<Lead>(connection, with_archived(partner.is_customer())),
            Part::of::<Project>(connection, with_archived(partner.is_customer())),
            Part::of::<Task>(connection, partner.is_customer()),
            Part::of::<Event>(connection, partner.takes_part())
                .map(|part| Part { order: "start desc, id desc", ..part }),
            Part::ids("res.partner", with_archived(partner.is_partner())),
        ];
        let [leads, projects, tasks, events, partners] = read(connection, parts);
        let records = [
            (Lead::MODEL, ids(&leads)),
            (Project::MODEL, ids(&projects)),
            (Task::MODEL, ids(&tasks)),
            ("res.partner", ids(&partners)),
        ];
        let records = records.into_iter().map(|(model, ids)| (model.to_owned(), ids)).collect();
        let activities = activity::Query { records: Some(records), ..activity::Query::default() };
        Self {
            activities: connection.list(&activities.filter(), RECORDS_MAX),
            leads: section(leads),
            projects: section(projects),
            tasks: section(tasks),
            events: section(events),
        }
    }
}

/// The partners that are meant, with their leads, projects and tasks, by model; apps that are not there have none.
///
/// # Errors
/// See [`OdooError`]; only when nothing at all could be read.
pub fn records_of(connection: &Connection<'_>, partner: &Related) -> Result<Vec<(String, Vec<i64>)>, OdooError> {
    let models = ["res.partner", Lead::MODEL, Project::MODEL, Task::MODEL];
    let parts = models.map(|model| {
        let filter = if model == "res.partner" { partner.is_partner() } else { partner.is_customer() };
        Part::ids(model, filter)
    });
    let answers = read(connection, parts);
    if let Some(error) = answers.iter().find_map(|rows| rows.as_ref().err().filter(|error| !is_closed(error))) {
        return Err(error.clone());
    }
    Ok(models.into_iter().zip(&answers).map(|(model, rows)| (model.to_owned(), ids(rows))).collect())
}

/// Whether it is only this kind of record that cannot be read.
fn is_closed(error: &OdooError) -> bool {
    matches!(error, OdooError::Access(_) | OdooError::NotInstalled(_))
}

impl Part {
    fn of<T: Listed>(connection: &Connection<'_>, filter: Filter) -> Result<Self, OdooError> {
        let fields = connection.fields(T::MODEL, T::FIELDS)?;
        Ok(Self { model: T::MODEL, filter, fields, order: T::ORDER })
    }

    fn ids(model: &'static str, filter: Filter) -> Result<Self, OdooError> {
        Ok(Self { model, filter, fields: vec!["id"], order: "id asc" })
    }
}

/// Runs those that can run, all at the same time.
fn read<const N: usize>(
    connection: &Connection<'_>,
    parts: [Result<Part, OdooError>; N],
) -> [Result<Vec<Row>, OdooError>; N] {
    let ready = parts.iter().filter_map(|part| part.as_ref().ok());
    let searches: Vec<_> = ready
        .map(|Part { model, filter, fields, order }| Search { model, filter, fields, order, limit: RECORDS_MAX })
        .collect();
    let mut answers = connection.search_read_all(&searches).into_iter();
    parts.each_ref().map(|part| match part {
        Ok(_) => answers.next().unwrap_or_else(|| Ok(Vec::new())),
        Err(error) => Err(error.clone()),
    })
}

fn ids(rows: &Result<Vec<Row>, OdooError>) -> Vec<i64> {
    rows.iter().flatten().filter_map(Row::id).collect()
}

fn section<T: Listed>(rows: Result<Vec<Row>, OdooError>) -> Section<T> {
    Ok(rows?.iter().filter_map(T::of).collect())
}

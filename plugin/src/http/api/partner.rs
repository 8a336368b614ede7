//! `GET /odoo/partners/{id}`: a partner with everything around it.

use serde_json::{Value, json};

use super::Client;
use super::record::id;
use super::shape::{ACTIVITY, EVENT, LEAD, PARTNER, PROJECT, ROWS, Shape, TASK};
use crate::access::Action;
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::odoo::{Connection, Filter, OdooError, Related, Row, activity, event, lead, project, task};
use crate::ports::Deps;

type Rows = Result<Vec<Value>, OdooError>;

/// The partner and its records are read at the same time; then the activities of what was found.
pub(super) fn run(deps: &Deps<'_>, request: &Request, parameters: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Read)?;
    let id = id(parameters)?;
    let connection = client.connect_in(deps, client.account()?)?;
    let sections = sections(id);
    let [partner, leads, projects, tasks, events] = read(&connection, &sections);
    let partner = partner?.pop().ok_or(Refusal::NotFound)?;
    let records = [
        (PARTNER.model, vec![id]),
        (LEAD.model, ids(&leads)),
        (PROJECT.model, ids(&projects)),
        (TASK.model, ids(&tasks)),
    ];
    let records = records.into_iter().map(|(model, ids)| (model.to_owned(), ids)).collect();
    let of_records = activity::Query { records: Some(records), ..activity::Query::default() };
    let activities = ACTIVITY.rows(&connection, &of_records.filter(), ROWS);
    let parts = [
        ("leads", leads),
        ("projects", projects),
        ("tasks", tasks),
        ("activities", activities),
        ("calendar_events", events),
    ];
    let mut body = json!({"partner": partner, "sections": {}});
    for (name, rows) in parts {
        body["sections"][name] = json!(state(&rows)?);
        body[name] = rows.unwrap_or_default().into();
    }
    Ok(Response::json(200, &body))
}

/// Also what is lost or archived, and what belongs to the contacts.
fn sections(id: i64) -> [(&'static Shape, Filter); 5] {
    let partner = || Some(Related::Record(id));
    let all = |filter| Filter::All(vec![filter, Filter::archived_too()]);
    [
        (&PARTNER, PARTNER.with_id(id)),
        (&LEAD, all(lead::Query { partner: partner(), ..lead::Query::default() }.filter())),
        (&PROJECT, project::Query { partner: partner(), with_archived: true, ..project::Query::default() }.filter()),
        (&TASK, task::Query { partner: partner(), ..task::Query::default() }.filter()),
        (&EVENT, event::Query { with: partner(), ..event::Query::default() }.filter()),
    ]
}

/// All that can be read, at the same time.
fn read<const N: usize>(connection: &Connection<'_>, sections: &[(&'static Shape, Filter); N]) -> [Rows; N] {
    let fields = sections.each_ref().map(|(shape, _)| shape.fields(connection));
    let ready = sections.iter().zip(&fields).filter_map(|((shape, filter), fields)| {
        let fields = fields.as_ref().ok()?;
        Some(shape.search(filter, fields, ROWS))
    });
    let mut answers = connection.search_read_all(&ready.collect::<Vec<_>>()).into_iter();
    fields.map(|fields| {
        fields?;
        let rows = answers.next().unwrap_or_else(|| Ok(Vec::new()))?;
        Ok(rows.into_iter().map(Row::into_value).collect())
    })
}

fn ids(rows: &Rows) -> Vec<i64> {
    rows.iter().flatten().filter_map(|row| row["id"].as_i64()).collect()
}

/// A section that is closed to the plugin's account leaves the others; an Odoo that is down does not.
fn state(rows: &Rows) -> Result<&'static str, Refusal> {
    match rows {
        Ok(_) => Ok("ok"),
        Err(OdooError::Access(_)) => Ok("no_access"),
        Err(OdooError::NotInstalled(_)) => Ok("not_installed"),
        Err(error) => Err(error.clone().into()),
    }
}

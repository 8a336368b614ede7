//! What a digest says: nothing if nothing waits.

use chrono::{Days, NaiveDate};

use super::kept::Rhythm;
use super::run::DigestError;
use crate::approval::{ApprovalRule, Tier};
use crate::event::{Acts, Bulletin, Entry, Section, Severity};
use crate::odoo::activity::{self, Activity};
use crate::odoo::task::{self, BY_DEADLINE, Task};
use crate::odoo::{Connection, Filter, Listed, OdooError, Row, Search, When, project};
use crate::ports::{Deps, Person};
use crate::proposal::{Proposals, review};
use crate::say;
use crate::settings::{self, Account, Settings};
use crate::text::{Slot, Zone, due, local};

/// Of one section; the others are counted.
const ENTRIES_MAX: usize = 10;
/// More are not counted.
const COUNTED_MAX: u32 = 100;

/// Whose digest it is.
pub(super) struct Reader {
    pub(super) person: Person,
    pub(super) odoo_uid: i64,
}

/// What waits for somebody at a slot.
pub(super) fn compose(
    deps: &Deps<'_>,
    settings: &Settings,
    account: &Account,
    reader: &Reader,
    rhythm: Rhythm,
    slot: &Slot,
    zone: Zone,
) -> Result<Option<Bulletin>, DigestError> {
    let deps = &deps.for_person(&reader.person.id);
    let language = deps.language;
    let connection = Connection::open(*deps, account, settings::reader_of(deps, settings, &reader.person));
    let (title, last_day) = match rhythm {
        Rhythm::Daily => (say!(language, "Your day, {day}", day = slot.day), slot.day),
        Rhythm::Weekly => (
            say!(language, "Your week from {day}", day = slot.day),
            slot.day.checked_add_days(Days::new(6)).unwrap_or(slot.day),
        ),
    };
    let mut sections = vec![activities(deps, &connection, reader.odoo_uid, last_day, slot.day)?];
    sections.push(approvals(deps, settings, &reader.person.id)?);
    sections.push(documents(deps, &connection, settings, &reader.person.username)?);
    let (tickets, tasks) = tasks(deps, &connection, settings, reader.odoo_uid, last_day, slot, zone)?;
    sections.extend([tickets, tasks]);
    sections.retain(|section| !section.entries.is_empty());
    let owner_id = reader.person.id.clone();
    Ok((!sections.is_empty()).then_some(Bulletin { title, sections, owner_id, ..Bulletin::default() }))
}

fn activities(
    deps: &Deps<'_>,
    connection: &Connection<'_>,
    uid: i64,
    last_day: NaiveDate,
    today: NaiveDate,
) -> Result<Section, DigestError> {
    let query = activity::Query { user_id: Some(uid), to: Some(last_day), ..activity::Query::default() };
    let activities: Vec<Activity> = some(connection.list(&query.filter(), COUNTED_MAX))?;
    let entry = |activity: &Activity| {
        let record = activity.record_name.as_deref().map(|name| format!("{name}, ")).unwrap_or_default();
        let day = activity.deadline.map(|day| due_by(deps, &due(deps.language, day, today))).unwrap_or_default();
        Entry {
            model: activity.model.clone().unwrap_or_default(),
            id: activity.record_id.unwrap_or_default(),
            name: activity.title(),
            detail: format!("{record}{day}"),
            acts: Acts::Activity(activity.id),
            ..Entry::default()
        }
    };
    Ok(section(&say!(deps.language, "Activities"), Severity::Warning, &activities, entry))
}

fn approvals(deps: &Deps<'_>, settings: &Settings, user_id: &str) -> Result<Section, DigestError> {
    let mut waiting = Vec::new();
    Proposals::new(deps).each_open(|saved| {
        if review::waits_for(deps, settings, user_id, &saved.value) {
            waiting.push(saved.value);
        }
        Ok(waiting.len() < COUNTED_MAX as usize)
    })?;
    let site_url = deps.config.server().site_url;
    Ok(section(&say!(deps.language, "Approvals that wait for you"), Severity::Info, &waiting, |proposal| Entry {
        name: format!("{}: {}", proposal.code, proposal.summary),
        link: match proposal.origin.post_id.as_str() {
            "" => String::new(),
            post_id => format!("{site_url}/_redirect/pl/{post_id}"),
        },
        ..Entry::default()
    }))
}

/// Documents that wait under the rules of `ApprovalRules`. What is wrong with a rule is told to administrators elsewhere.
fn documents(
    deps: &Deps<'_>,
    connection: &Connection<'_>,
    settings: &Settings,
    username: &String,
) -> Result<Section, DigestError> {
    let rules = ApprovalRule::all(&settings.rules.approvals).unwrap_or_default();
    let decides = |tier: &Tier| tier.approvers.contains(username);
    let mut waiting = Vec::new();
    for rule in rules.into_iter().filter(|rule| rule.tiers.iter().any(decides)) {
        match waiting_under(connection, &rule) {
            Ok(rows) => waiting.extend(
                rows.into_iter().filter(|row| rule.tier(row).is_some_and(decides)).map(|row| (rule.model.clone(), row)),
            ),
            Err(error @ (OdooError::Outage(_) | OdooError::RateLimited { .. } | OdooError::Authentication)) => {
                return Err(error.into());
            }
            Err(_) => {}
        }
    }
    Ok(section(&say!(deps.language, "Documents that wait for you"), Severity::Info, &waiting, |(model, row)| Entry {
        model: model.clone(),
        id: row.id().unwrap_or_default(),
        name: row.text("display_name").map_or_else(|| row.name(), ToOwned::to_owned),
        ..Entry::default()
    }))
}

fn waiting_under(connection: &Connection<'_>, rule: &ApprovalRule) -> Result<Vec<Row>, OdooError> {
    let mut fields = rule.fields();
    fields.push("display_name");
    fields.extend(connection.describe(&rule.model)?.among(&["currency_id"]));
    let filter = Filter::Written(rule.domain.clone());
    let search = Search { model: &rule.model, filter: &filter, fields: &fields, order: "id asc", limit: COUNTED_MAX };
    connection.search_read(&search)
}

/// All tickets, and those tasks that are due.
fn tasks(
    deps: &Deps<'_>,
    connection: &Connection<'_>,
    settings: &Settings,
    uid: i64,
    last_day: NaiveDate,
    slot: &Slot,
    zone: Zone,
) -> Result<(Section, Section), DigestError> {
    let known = match connection.describe(Task::MODEL) {
        Err(OdooError::NotInstalled(_) | OdooError::Access(_)) => return Ok((Section::default(), Section::default())),
        known => known?,
    };
    let choices = &settings.tickets.projects;
    let projects = if choices.is_empty() { Vec::new() } else { some(project::chosen(connection, choices))? };
    let are_tickets = Filter::In("project_id", projects);
    let mine = |further: Filter| Filter::All(vec![Filter::In("user_ids", vec![uid]), task::open(&known), further]);
    let is_due = Filter::Before("date_deadline", When::Moment(zone.until(When::Day(last_day))));
    let is_task = Filter::Not(Box::new(are_tickets.clone()));
    let list = |filter| some(connection.list_by::<Task>(&mine(filter), BY_DEADLINE, COUNTED_MAX));
    let (tickets, tasks) = (list(are_tickets)?, list(Filter::All(vec![is_due, is_task]))?);
    let entry = |task: &Task| {
        let project = task.project.as_ref().map(|project| project.label.clone());
        let deadline = task.deadline.map(|deadline| match deadline {
            When::Day(day) => due_by(deps, &due(deps.language, day, slot.day)),
            When::Moment(time) if time < slot.moment => {
                say!(deps.language, "due {day} (late)", day = local(time, zone))
            }
            When::Moment(time) => due_by(deps, &local(time, zone)),
        });
        let detail = project.into_iter().chain(deadline).collect::<Vec<_>>().join(", ");
        Entry { model: Task::MODEL.into(), id: task.id, name: task.name.clone(), detail, ..Entry::default() }
    };
    let tickets = section(&say!(deps.language, "Your open tickets"), Severity::Info, &tickets, entry);
    Ok((tickets, section(&say!(deps.language, "Tasks that are due"), Severity::Info, &tasks, entry)))
}

fn due_by(deps: &Deps<'_>, day: &str) -> String {
    say!(deps.language, "due {day}", day)
}

fn section<T>(title: &str, severity: Severity, records: &[T], entry: impl Fn(&T) -> Entry) -> Section {
    Section {
        title: title.to_owned(),
        severity,
        hidden: records.len().saturating_sub(ENTRIES_MAX),
        entries: records.iter().take(ENTRIES_MAX).map(entry).collect(),
    }
}

/// What the plugin's account may not see, or what is not installed, is not there.
fn some<T>(answer: Result<Vec<T>, OdooError>) -> Result<Vec<T>, OdooError> {
    match answer {
        Err(OdooError::NotInstalled(_) | OdooError::Access(_)) => Ok(Vec::new()),
        answer => answer,
    }
}

//! `type: "record"`: an event becomes a proposal, made by the hook as a tool (requirement 6.1). People decide on it as on any other.
//!
//! `ev-p/<event>` is the intent: the id that its proposal gets, kept before anything is asked of Odoo. Whoever sends the event again
//! finds the proposal of that id, or makes it under that id.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::body::{Fields, wanted};
use super::receive::{Receipt, Refused};
use super::target::resolve;
use super::{Hook, Invalid};
use crate::audit::{self, Credential, Entry};
use crate::event::{self, Event, KEPT_SECONDS, Source};
use crate::ids;
use crate::language::Language;
use crate::odoo::{OdooError, explain};
use crate::ports::{Deps, Level};
use crate::proposal::{Draft, Origin, Proposal, Proposals, ProposeError, Proposer, Request, propose_under};
use crate::settings::{Connection, ProjectChoice, Settings};
use crate::store::{Change, Store, StoreError, Stored};

/// What `type` says.
pub(super) const TYPE: &str = "record";
/// As long as that an id may wait for its proposal: lists of proposals go by the age of ids.
const INTENT_MAX: Duration = Duration::from_secs(30 * 60);

/// What can be proposed.
#[derive(Clone, Copy)]
enum Kind {
    Lead,
    Ticket,
}

const KINDS: [(&str, Kind); 2] = [("lead", Kind::Lead), ("ticket", Kind::Ticket)];
/// What a ticket may say besides its project.
const TICKET_FIELDS: [&str; 4] = ["name", "description", "date_deadline", "priority"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Intent {
    proposal_id: String,
}

impl Stored for Intent {
    const VERSION: u32 = 1;
}

/// Makes the proposal of an event, or finds the one that was made of it before.
///
/// # Errors
/// See [`Refused`]; the sender mends it or sends it again.
pub(super) fn take(
    deps: &Deps<'_>,
    settings: &Settings,
    hook: &Hook,
    id: &str,
    document: &Value,
    request_id: &str,
) -> Result<Receipt, Refused> {
    let source = Source::Hook(hook.name.clone());
    let key = event::key(&source, id);
    let Connection::Account(account) = &settings.connection else {
        return Err(Refused::Odoo("Odoo is not connected yet".into()));
    };
    let mut fields = Fields::of(document, "");
    fields.short("type").map_err(Refused::Invalid)?;
    let kind = fields.word("kind", &KINDS).map_err(Refused::Invalid)?;
    let kind = kind.ok_or_else(|| invalid("kind", "required", "`kind` is missing: `lead` or `ticket`.".into()))?;
    let wanted = wanted(&mut fields).map_err(Refused::Invalid)?;
    let values = match fields.value("values") {
        Some(Value::Object(values)) => values.clone(),
        Some(_) => return Err(invalid("values", "malformed", "`values` has to be an object.".into())),
        None => return Err(invalid("values", "required", "`values` is missing.".into())),
    };
    let receipt = |is_duplicate| Receipt {
        id: key.clone(),
        is_duplicate,
        ignored: fields.ignored(),
        warnings: fields.warnings.clone(),
    };
    let store = Store::new(deps.kv);
    let known = store.get::<Intent>(&place(&key))?.map(|read| read.value);
    let is_made = known.as_ref().map_or(Ok(false), |intent| is_made(deps, &intent.proposal_id))?;
    // An event of another type has that id already, or this one has its proposal.
    if is_made || (known.is_none() && event::get(deps, &key)?.is_some()) {
        accept(deps, &source, id, request_id)?;
        return Ok(receipt(true));
    }
    let draft = draft(settings, kind, id, values)?;
    let delivery = resolve(deps, settings, hook, &wanted)?
        .map_err(|why| invalid("channel", "unknown", format!("`channel` leads nowhere: {why}.")))?;
    let channel = deps.chat.channel(&delivery.channel_id)?;
    let proposal_id = intend(deps, &key)?;
    let request = Request {
        proposer: Proposer::Hook { name: hook.name.clone(), owner_id: hook.owner_id.clone() },
        origin: Origin { team_id: channel.team_id, channel_id: channel.id, way: "hook".into(), ..Origin::default() },
        draft,
        supersedes: None,
        undoes: None,
    };
    let proposal =
        propose_under(deps, settings, account, &request, &proposal_id).map_err(|error| refused(deps, &error, kind))?;
    record(deps, &proposal, request_id);
    accept(deps, &source, id, request_id)?;
    Ok(receipt(false))
}

/// The event itself is done with that: `trace` finds it, and nothing is shown besides the card.
fn accept(deps: &Deps<'_>, source: &Source, id: &str, request_id: &str) -> Result<(), Refused> {
    let event = Event {
        id: id.to_owned(),
        source: source.clone(),
        received_at: deps.clock.now(),
        content: None,
        subject: format!("proposal/{id}"),
        touch: None,
        request_id: request_id.to_owned(),
        deliveries: Vec::new(),
    };
    Ok(event::accept(deps, &event).map(drop)?)
}

/// The id that the proposal gets, whoever asks at the same time.
fn intend(deps: &Deps<'_>, key: &str) -> Result<String, StoreError> {
    let (new, now) = (ids::ulid(deps), deps.clock.now());
    Store::new(deps.kv).update(&place(key), Some(KEPT_SECONDS), |known: Option<&Intent>| match known {
        Some(Intent { proposal_id }) if now.since(ids::time_of(proposal_id)) < INTENT_MAX => {
            Change::Keep(proposal_id.clone())
        }
        _ => Change::Put(Intent { proposal_id: new.clone() }, new.clone()),
    })
}

fn is_made(deps: &Deps<'_>, proposal_id: &str) -> Result<bool, StoreError> {
    Ok(Proposals::new(deps).get(proposal_id)?.is_some())
}

/// The values in the words of a draft; the event's id is the case.
fn draft(settings: &Settings, kind: Kind, id: &str, mut values: Map<String, Value>) -> Result<Draft, Refused> {
    let (word, document) = match kind {
        Kind::Lead => {
            values.insert("case_id".into(), id.into());
            ("lead", Value::Object(values))
        }
        Kind::Ticket => {
            let project = project(settings, values.remove("project"))?;
            if let Some(unknown) = values.keys().find(|name| !TICKET_FIELDS.contains(&name.as_str())) {
                let path: String = format!("values.{unknown}").chars().take(PATH_RUNES_MAX).collect();
                return Err(invalid(&path, "unknown_field", format!("There is no field `{path}` for a ticket.")));
            }
            ("tasks", json!({ "project_id": project, "tasks": [values], "case_id": id }))
        }
    };
    Draft::parse(word, document).map_err(|error| match error {
        ProposeError::Invalid { field, code, text } => told(field.as_deref(), code, &text, kind),
        other => Refused::Odoo(other.to_string()),
    })
}

/// The project of a ticket: the first of `TicketProjects`, or the one of them that is named.
fn project(settings: &Settings, named: Option<Value>) -> Result<Value, Refused> {
    let choices = &settings.tickets.projects;
    let word = |choice: &ProjectChoice| match choice {
        ProjectChoice::Id(id) => Value::from(*id),
        ProjectChoice::Name(name) => Value::from(name.clone()),
    };
    let is_named = |choice: &&ProjectChoice| match (&named, choice) {
        (None | Some(Value::Null), _) => true,
        (Some(Value::String(text)), ProjectChoice::Name(name)) => name.eq_ignore_ascii_case(text.trim()),
        (Some(given), choice) => *given == word(choice),
    };
    if choices.is_empty() {
        let text = "There are no tickets here: an administrator has to name their projects in `TicketProjects`.";
        return Err(invalid("kind", "unknown", text.into()));
    }
    let text = "`values.project` is none of the projects of `TicketProjects`.";
    let choice = choices.iter().find(is_named).ok_or_else(|| invalid("values.project", "unknown", text.into()))?;
    Ok(word(choice))
}

const PATH_RUNES_MAX: usize = 100;

fn invalid(field: &str, code: &'static str, detail: String) -> Refused {
    Refused::Invalid(Invalid { field: field.to_owned(), code, detail })
}

/// What is wrong with a field of the draft, by its path in the event.
fn told(field: Option<&str>, code: &'static str, text: &str, kind: Kind) -> Refused {
    let field = field.unwrap_or_default();
    let own = match kind {
        Kind::Lead => field,
        Kind::Ticket if field == "project_id" => "project",
        Kind::Ticket => field.trim_start_matches("tasks[0].").trim_start_matches("tasks"),
    };
    let path = if own.is_empty() { "values".to_owned() } else { format!("values.{own}") };
    let path: String = path.chars().take(PATH_RUNES_MAX).collect();
    let text =
        if field.is_empty() { text.to_owned() } else { text.replace(&format!("`{field}`"), &format!("`{path}`")) };
    invalid(&path, code, text)
}

fn refused(deps: &Deps<'_>, error: &ProposeError, kind: Kind) -> Refused {
    match error {
        ProposeError::Invalid { field, code, text } => told(field.as_deref(), code, text, kind),
        ProposeError::Several { field, text, .. } => told(Some(field), "several", text, kind),
        ProposeError::Store(error) => Refused::Store(error.clone()),
        ProposeError::Odoo(error) => of_odoo(deps, error),
    }
}

/// Odoo is down, or refuses this plugin: the sender cannot mend it and sends it again.
fn of_odoo(deps: &Deps<'_>, error: &OdooError) -> Refused {
    let fields = [("code", error.code().to_owned()), ("error", error.to_string())];
    deps.log.write(Level::Warn, "An event could not become a proposal", &fields);
    Refused::Odoo(explain(Language::En, error, false, None, ""))
}

fn record(deps: &Deps<'_>, proposal: &Proposal, request_id: &str) {
    let entry = Entry {
        who: (&proposal.proposer).into(),
        credential: Credential::Plugin,
        action: "proposal.propose",
        object: &proposal.id,
        digest: &proposal.digest,
        case_id: proposal.case_id.as_deref(),
        request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
}

fn place(key: &str) -> String {
    format!("ev-p/{key}")
}

//! Job `health`: how Odoo is doing, for all nodes, and who hears of it (requirement 1.10).

mod warning;

pub use warning::off;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::admins;
use crate::language::Language;
use crate::notify;
use crate::odoo::{Connection, Filter, OdooError, Reader, Search, Surroundings, explain};
use crate::ports::{Deps, Level, Timestamp};
use crate::settings::{self, Account, Settings};
use crate::store::{Change, Store, StoreError, Stored};
use crate::text;
use crate::text::{Markdown, ago, utc};
use warning::Warned;

const KEY: &str = "conn/main/health";
/// Failures in a row that mean more than a hiccup.
const DOWN_FAILURES: u32 = 3;
/// Between two real logins: Odoo's workers go on accepting a revoked key that they remember.
const LOGIN_PERIOD: Duration = Duration::from_secs(600);
/// What the commands read.
const MODELS: [&str; 6] =
    ["res.partner", "crm.lead", "project.project", "project.task", "mail.activity", "calendar.event"];
/// An older report says nothing about now.
const CURRENT: Duration = Duration::from_secs(300);

/// What the last runs found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// How Odoo is doing.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// Of the last run.
    pub checked_at: Timestamp,
    /// In a row.
    pub failures: u32,
    /// When everything was well last.
    pub last_good: Option<Timestamp>,
    /// Odoo's version when it answered last.
    pub version: String,
    /// How long that answer took.
    pub latency_ms: u64,
    /// The word for what failed last; empty if nothing did.
    pub code: String,
    /// Models of this plugin that its account cannot read, or that are not installed.
    pub closed: Vec<String>,
    /// What the last answer told of the server's clock and certificate.
    #[serde(default)]
    pub surroundings: Surroundings,
    /// The last real login that succeeded; none after one that failed.
    signed_in_at: Option<Timestamp>,
    /// Who has not been told yet of the change to this state.
    untold: Vec<String>,
    /// What they are told.
    news: String,
    #[serde(default)]
    warned: Warned,
    /// What is told besides, each with who has not been told yet.
    #[serde(default)]
    warnings: Vec<(String, Vec<String>)>,
    fence: u64,
}

/// How Odoo is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No administrator has said yet where it is.
    #[default]
    Unconfigured,
    /// It answers.
    Ok,
    /// It failed once or twice.
    Degraded,
    /// It failed three times in a row at least.
    Down,
}

impl Stored for Report {
    const VERSION: u32 = 1;
}

impl Report {
    /// The last report, if it is of now.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn current(deps: &Deps<'_>) -> Result<Option<Self>, StoreError> {
        let report = Store::new(deps.kv).get::<Self>(KEY)?.map(|report| report.value);
        Ok(report.filter(|report| deps.clock.now().since(report.checked_at) < CURRENT))
    }

    fn needs_login(&self, now: Timestamp) -> bool {
        self.signed_in_at.is_none_or(|at| now.since(at) >= LOGIN_PERIOD)
    }
}

impl State {
    /// Of an Odoo that failed so often in a row.
    #[must_use]
    pub fn of(failures: u32) -> Self {
        match failures {
            0 => Self::Ok,
            1..DOWN_FAILURES => Self::Degraded,
            DOWN_FAILURES.. => Self::Down,
        }
    }

    /// A word for monitors.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unconfigured => text!("unconfigured"),
            Self::Ok => text!("ok"),
            Self::Degraded => text!("degraded"),
            Self::Down => text!("down"),
        }
    }
}

/// What one run found.
enum Finding {
    Unconfigured,
    Well { version: String, latency_ms: u64, closed: Option<Vec<String>>, surroundings: Surroundings },
    Ill(OdooError),
}

pub(super) fn run(deps: &Deps<'_>, fence: u64) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let store = Store::new(deps.kv);
    let before = store.get::<Report>(KEY).map_err(|error| error.to_string())?.map(|report| report.value);
    let signs_in = before.as_ref().is_none_or(|before| before.needs_login(deps.clock.now()));
    let finding = match &settings.connection {
        settings::Connection::Missing(_) => Finding::Unconfigured,
        settings::Connection::Account(account) => check(deps, account, signs_in),
    };
    let admins = admins::all(deps, &settings).map_err(|error| error.to_string())?;
    let now = deps.clock.now();
    let is_ours = store.update(KEY, None, |old: Option<&Report>| match old {
        Some(old) if old.fence > fence => Change::Keep(false),
        _ => Change::Put(Report { fence, ..next(old, &finding, now, &admins) }, true),
    });
    if !is_ours.map_err(|error| error.to_string())? {
        return Err("another node holds the lease by now".into());
    }
    if settings.is_paused { Ok(()) } else { tell(deps).map_err(|error| error.to_string()) }
}

fn check(deps: &Deps<'_>, account: &Account, signs_in: bool) -> Finding {
    let connection = Connection::open(*deps, account, Reader::new("", "UTC"));
    let ask = || {
        let closed = if signs_in {
            connection.sign_in()?;
            Some(closed(&connection)?)
        } else {
            connection.prove()?;
            None
        };
        let start = deps.clock.now();
        let version = connection.version()?;
        let latency = deps.clock.now().since(start);
        let latency_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
        Ok(Finding::Well { version, latency_ms, closed, surroundings: connection.surroundings() })
    };
    ask().unwrap_or_else(Finding::Ill)
}

/// Which of the models the account cannot read.
fn closed(connection: &Connection<'_>) -> Result<Vec<String>, OdooError> {
    let every = Filter::All(Vec::new());
    let searches = MODELS.map(|model| Search { model, filter: &every, fields: &["id"], order: "id asc", limit: 1 });
    let answers = connection.search_read_all(&searches);
    let mut closed = Vec::new();
    for (model, answer) in MODELS.into_iter().zip(answers) {
        match answer {
            Err(OdooError::Access(_) | OdooError::NotInstalled(_)) => closed.push(model.to_owned()),
            answer => drop(answer?),
        }
    }
    Ok(closed)
}

/// The report after a finding. The first one is no change of anything.
fn next(old: Option<&Report>, finding: &Finding, now: Timestamp, admins: &[String]) -> Report {
    let before = old.cloned().unwrap_or_default();
    let mut report = Report { checked_at: now, ..before.clone() };
    report.failures = if matches!(finding, Finding::Ill(_)) { before.failures.saturating_add(1) } else { 0 };
    report.state = match finding {
        Finding::Unconfigured => State::Unconfigured,
        Finding::Well { .. } | Finding::Ill(_) => State::of(report.failures),
    };
    report.code = String::new();
    match finding {
        Finding::Unconfigured => report.signed_in_at = None,
        Finding::Well { version, latency_ms, closed, surroundings } => {
            report.last_good = Some(now);
            report.version.clone_from(version);
            report.latency_ms = *latency_ms;
            report.surroundings = *surroundings;
            // Nobody to tell yet: it is told to the first who comes.
            if !admins.is_empty() {
                let warnings = report.warned.about(*surroundings, now);
                report.warnings.extend(warnings.into_iter().map(|text| (text, admins.to_vec())));
            }
            if let Some(closed) = closed {
                report.closed.clone_from(closed);
                report.signed_in_at = Some(now);
            }
        }
        Finding::Ill(error) => {
            report.code = error.code().into();
            report.signed_in_at = None;
        }
    }
    if old.is_none() || report.state != before.state {
        report.since = now;
        report.news = news(&report, &before, finding);
        report.untold = if old.is_some() { admins.to_vec() } else { Vec::new() };
    }
    report
}

/// In English: it is kept with the report, for administrators of any language.
fn news(report: &Report, before: &Report, finding: &Finding) -> String {
    let last_good =
        report.last_good.map(|at| format!("{} ({})", utc(at), ago(Language::En, report.checked_at.since(at))));
    let cause = |error| explain(Language::En, error, true, last_good.as_deref(), "");
    match finding {
        Finding::Unconfigured => "**Odoo is not configured any more**: its settings are empty.".into(),
        Finding::Well { version, .. } => {
            let version = Markdown::foreign(version);
            format!("**Odoo answers** (version {version}). It was {} before.", before.state.word())
        }
        Finding::Ill(error) if report.state == State::Degraded => {
            format!("**Odoo failed a check.** It is asked again every minute.\n{}", cause(error))
        }
        Finding::Ill(error) => {
            format!("**Odoo is down**: {} checks in a row failed.\n{}", report.failures, cause(error))
        }
    }
}

/// Tells everybody once: whoever is written to is taken off the list before.
fn tell(deps: &Deps<'_>) -> Result<(), StoreError> {
    let store = Store::new(deps.kv);
    loop {
        let next = store.update(KEY, None, |report: Option<&Report>| {
            let Some(mut report) = report.cloned() else { return Change::Keep(None) };
            report.warnings.retain(|(_, untold)| !untold.is_empty());
            let (news, untold) = match report.warnings.first_mut() {
                Some((text, untold)) if report.untold.is_empty() => (text.clone(), untold),
                _ => (report.news.clone(), &mut report.untold),
            };
            match untold.pop() {
                None => Change::Keep(None),
                Some(user_id) => Change::Put(report, Some((user_id, news))),
            }
        })?;
        let Some((user_id, news)) = next else { return Ok(()) };
        if let Err(error) = notify::tell(deps, &user_id, &news) {
            let fields = [("user_id", user_id), ("error", error.to_string())];
            deps.log.write(Level::Warn, "An administrator could not be told how Odoo is doing", &fields);
        }
    }
}

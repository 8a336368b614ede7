//! What this node knows of itself, for system administrators.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::command::about::CONTRACT;
use crate::jobs::JOBS;
use crate::language::Language;
use crate::ports::{Deps, JobReport, Report, Timestamp};
use crate::store::{Store, Stored};
use crate::text;
use crate::text::{Markdown, ago, cut};
use crate::{event, file};

/// More are not counted.
const DEAD_MAX: usize = 100;
/// More are in the server's log.
const TROUBLES_MAX: usize = 5;
/// As Git shortens what is as long.
const HASH_DIGITS: usize = 12;

/// `lease/<job>`, which the host keeps: who runs the job.
#[derive(Serialize, Deserialize)]
struct Lease {
    node: String,
    until: i64,
}

impl Stored for Lease {
    const VERSION: u32 = 1;
}

impl Lease {
    fn counts(&self, deps: &Deps<'_>) -> bool {
        !self.node.is_empty() && deps.clock.now() < Timestamp(self.until)
    }
}

/// Rows of the table.
pub(super) fn rows(deps: &Deps<'_>) -> Vec<(&'static str, String)> {
    let report = deps.monitor.report();
    let mut rows =
        vec![(text!("Build"), build(&report, &deps.config.server().plugin_version)), (text!("Events"), events(deps))];
    rows.push((text!("Memory and calls"), load(&report)));
    let leases = leases(deps, &report.node);
    if !leases.is_empty() {
        rows.push((text!("Jobs that one node runs"), leases));
    }
    let jobs: Vec<_> = report.jobs.iter().map(|job| told(deps, job)).collect();
    if !jobs.is_empty() {
        rows.push((text!("Jobs of this node"), jobs.join(", ")));
    }
    let troubles = report.troubles.iter().take(TROUBLES_MAX);
    let troubles: Vec<_> = troubles
        .map(|(at, text)| format!("{} ({})", Markdown::foreign(text), ago(Language::En, deps.clock.now().since(*at))))
        .collect();
    if !troubles.is_empty() {
        rows.push((text!("Last troubles of this node"), troubles.join("<br>")));
    }
    rows
}

/// Host, component and bundle belong together; what is of another build is named.
fn build(report: &Report, bundle: &str) -> String {
    let own = env!("CARGO_PKG_VERSION");
    let parts = [
        ("component", own.to_owned(), own != bundle),
        ("host", report.host_version.clone(), report.host_version != own),
        ("contract of the host", format!("`{}`", report.contract), report.contract != CONTRACT),
    ];
    let mut parts: Vec<_> = parts
        .into_iter()
        .map(|(name, version, differs)| {
            let warning = if differs { " **(another build: install the bundle again)**" } else { "" };
            format!("{name} {version}{warning}")
        })
        .collect();
    for (name, known) in [("commit", report.commit.as_str()), ("hash", &cut(&report.component_hash, HASH_DIGITS + 1))] {
        if !known.is_empty() {
            parts.push(format!("{name} `{known}`"));
        }
    }
    parts.join(", ")
}

/// Of this node.
fn load(report: &Report) -> String {
    let memory = match report.resident_bytes {
        0 => "unknown".to_owned(),
        bytes => file::size(bytes),
    };
    let calls = u32::try_from(report.calls).unwrap_or(u32::MAX);
    match report.call_time.checked_div(calls) {
        None => format!("{memory}, no call yet"),
        Some(mean) => format!("{memory}, {calls} calls of {:.1} ms on average", mean.as_secs_f64() * 1000.0),
    }
}

/// Which node leads which job.
fn leases(deps: &Deps<'_>, own: &str) -> String {
    let mut nodes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for job in JOBS.iter().filter(|job| job.is_leased) {
        let lease = Store::new(deps.kv).get::<Lease>(&format!("lease/{}", job.name));
        if let Some(lease) = lease.ok().flatten().map(|read| read.value).filter(|lease| lease.counts(deps)) {
            nodes.entry(lease.node).or_default().push(job.name);
        }
    }
    let told = |(node, jobs): (&String, &Vec<&str>)| {
        let is_own = if node == own { " (this one)" } else { "" };
        format!("node `{node}`{is_own}: {}", jobs.join(", "))
    };
    nodes.iter().map(told).collect::<Vec<_>>().join("; ")
}

fn events(deps: &Deps<'_>) -> String {
    let waiting = event::waiting(deps).map_or_else(|_| "unknown".to_owned(), |count| count.to_string());
    let dead = match event::dead_letters(deps, DEAD_MAX) {
        Ok(letters) if letters.has_more => format!("more than {DEAD_MAX}"),
        Ok(letters) => letters.events.len().to_string(),
        Err(_) => "unknown".to_owned(),
    };
    format!("{waiting} waiting, {dead} dead")
}

fn told(deps: &Deps<'_>, job: &JobReport) -> String {
    let done = match job.done_at.0 {
        0 => "never".to_owned(),
        _ => ago(Language::En, deps.clock.now().since(job.done_at)),
    };
    let failures = match job.failures {
        0 => String::new(),
        count => format!(", failed {count} times since"),
    };
    format!("`{}` {done}{failures}", job.name)
}

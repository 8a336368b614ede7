//! What this node knows of itself, for system administrators.

use crate::command::about::CONTRACT;
use crate::event;
use crate::language::Language;
use crate::ports::{Deps, JobReport, Report};
use crate::text;
use crate::text::{Markdown, ago};

/// More are not counted.
const DEAD_MAX: usize = 100;
/// More are in the server's log.
const TROUBLES_MAX: usize = 5;
/// Of this component's sources; empty where the build did not say.
const COMMIT: &str = match option_env!("BUILD_COMMIT") {
    Some(commit) => commit,
    None => "",
};

/// Rows of the table.
pub(super) fn rows(deps: &Deps<'_>) -> Vec<(&'static str, String)> {
    let report = deps.monitor.report();
    let mut rows =
        vec![(text!("Build"), build(&report, &deps.config.server().plugin_version)), (text!("Events"), events(deps))];
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
    let commit = |commit: &str| if commit.is_empty() { String::new() } else { format!(" `{commit}`") };
    let parts = [
        ("component", format!("{own}{}", commit(COMMIT)), own != bundle),
        (
            "host",
            format!("{}{}", report.host_version, commit(&report.commit)),
            report.host_version != own || report.commit != COMMIT,
        ),
        ("contract of the host", format!("`{}`", report.contract), report.contract != CONTRACT),
    ];
    let parts = parts.map(|(name, version, differs)| {
        let warning = if differs { " **(another build: install the bundle again)**" } else { "" };
        format!("{name} {version}{warning}")
    });
    parts.join(", ")
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

//! `/odoo doctor delivery [record]` (requirement 7.12)

mod letters;
mod queue;
mod record;
mod ways;

use crate::command::Call;
use crate::command::outbox::{caller, no_store};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::language::Language;
use crate::ports::Deps;
use crate::say;
use crate::store::StoreError;

pub(super) const WORD: Word = Word {
    trigger: "delivery",
    help: "Tells what waits, what failed, and whom nothing reaches",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "record",
            place: Place::Word,
            value: Value::Text("record"),
            help: "A record: its link in Odoo, or `lead#17`",
        }],
        notes: "Of a record you read what `/odoo trace` tells, and its deliveries that wait, failed or are not tried any more.",
        examples: &["doctor delivery", "doctor delivery lead#17"],
        run: Run::Answer(run),
    }),
};

/// Events that are not tried any more that are read.
const LETTERS_MAX: usize = 200;
/// Of each kind that are told one by one.
const FINDINGS_MAX: usize = 10;

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    examine(deps, call, input).unwrap_or_else(|answer| answer)
}

fn examine(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = caller(deps, call)?;
    if let Some(named) = input.get("record") {
        return record::told(deps, call, &caller, named);
    }
    let checks = || -> Result<String, StoreError> {
        let checks = [queue::check(deps, &caller)?, letters::check(deps)?, ways::check(deps)?];
        Ok(checks.concat().iter().map(|finding| finding.line()).collect())
    };
    checks().map_err(|error| no_store(deps, call, &error))
}

/// What came of one check; texts are our own or harmless.
#[derive(Clone)]
struct Finding {
    is_well: bool,
    result: String,
    /// What to do about it; empty where there is nothing to be done.
    advice: String,
}

impl Finding {
    fn well(result: String) -> Self {
        Self { is_well: true, result, advice: String::new() }
    }

    fn wrong(result: String, advice: String) -> Self {
        Self { is_well: false, result, advice }
    }

    fn line(&self) -> String {
        let (mark, gap) = (if self.is_well { "✓" } else { "✗" }, if self.advice.is_empty() { "" } else { " " });
        format!("- {mark} {}{gap}{}\n", self.result, self.advice)
    }
}

/// The first of them, and how many more there are.
fn bounded(language: Language, mut findings: Vec<Finding>, more: usize) -> Vec<Finding> {
    let more = more + findings.len().saturating_sub(FINDINGS_MAX);
    findings.truncate(FINDINGS_MAX);
    findings
        .extend((more > 0).then(|| Finding::wrong(say!(language, "and {count} more", count = more), String::new())));
    findings
}

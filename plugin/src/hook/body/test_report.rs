//! `type: "test-report"`: the end of a test suite.

use super::ci::duration;
use super::common::Common;
use super::fields::Fields;
use super::{Invalid, Said};
use crate::event::Severity;
use crate::settings::OdooAddress;

/// Failures that are shown; who needs more follows the link.
const FAILURES_SHOWN_MAX: usize = 5;

pub(super) fn read(fields: &mut Fields<'_>, odoo: Option<&OdooAddress>) -> Result<Said, Invalid> {
    let mut common = Common::read(fields, odoo)?;
    let suite = fields.short("suite")?;
    if suite.is_empty() {
        return Err(fields.invalid("suite", "required", "is missing."));
    }
    let mut count = |name| fields.count(name).map(Option::unwrap_or_default);
    let (passed, failed, skipped) = (count("passed")?, count("failed")?, count("skipped")?);
    if common.title.is_empty() {
        common.title = match failed {
            0 => format!("{suite}: all {passed} passed"),
            failed => format!("{suite}: {failed} of {} failed", passed.saturating_add(failed)),
        };
    }
    if common.thread_key.is_empty() {
        common.thread_key.clone_from(&suite);
    }
    let severity = if failed == 0 { Severity::Info } else { Severity::Error };
    common.severity = common.severity.or(Some(severity));
    for (title, number) in [("Passed", passed), ("Failed", failed), ("Skipped", skipped)] {
        common.add(title, if number == 0 { String::new() } else { number.to_string() });
    }
    common.add("Duration", duration(fields.number("duration_seconds")?));
    let (lines, mut ignored) = failures(fields, failed)?;
    if !lines.is_empty() {
        let text = std::mem::take(&mut common.text);
        common.text =
            [text, lines.join("\n")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    }
    let mut said = common.into_said();
    said.ignored.append(&mut ignored);
    Ok(Said { is_success: failed == 0, ..said })
}

/// A line for each of the first ones of so many, and what in them means nothing.
fn failures(fields: &mut Fields<'_>, failed: u64) -> Result<(Vec<String>, Vec<String>), Invalid> {
    let (mut lines, mut ignored) = (Vec::new(), Vec::new());
    let failures = fields.objects("failures")?;
    let shown = failures.len().min(FAILURES_SHOWN_MAX) as u64;
    for (number, mut failure) in failures.into_iter().enumerate() {
        let (name, message) = (failure.short("name")?, failure.short("message")?);
        if name.is_empty() {
            return Err(failure.invalid("name", "required", "is missing."));
        }
        if number < FAILURES_SHOWN_MAX {
            lines.push(if message.is_empty() { name } else { format!("{name}: {message}") });
        }
        ignored.extend(failure.ignored());
    }
    if shown > 0 && failed > shown {
        lines.push(format!("… and {} more", failed - shown));
    }
    Ok((lines, ignored))
}

//! `type: "ci"`: the end of a build.

use super::common::Common;
use super::fields::Fields;
use super::{Invalid, Said};
use crate::event::Severity;
use crate::settings::OdooAddress;

#[derive(Clone, Copy)]
struct Status {
    word: &'static str,
    severity: Severity,
    is_success: bool,
}

const SUCCESS: Status = Status { word: "succeeded", severity: Severity::Info, is_success: true };
const FAILURE: Status = Status { word: "failed", severity: Severity::Error, is_success: false };
const CANCELLED: Status = Status { word: "was cancelled", severity: Severity::Warning, is_success: false };

const STATUSES: [(&str, Status); 9] = [
    ("success", SUCCESS),
    ("succeeded", SUCCESS),
    ("passed", SUCCESS),
    ("failure", FAILURE),
    ("failed", FAILURE),
    ("error", FAILURE),
    ("cancelled", CANCELLED),
    ("canceled", CANCELLED),
    ("skipped", Status { word: "was skipped", severity: Severity::Info, is_success: true }),
];

pub(super) fn read(fields: &mut Fields<'_>, odoo: Option<&OdooAddress>) -> Result<Said, Invalid> {
    let mut common = Common::read(fields, odoo)?;
    let status = fields.word("status", &STATUSES)?;
    let status = status.ok_or_else(|| fields.invalid("status", "required", "is missing."))?;
    let (project, build) = (fields.short("project")?, fields.printed("build")?);
    if common.title.is_empty() {
        let name: Vec<_> = ["Build", &build].into_iter().filter(|word| !word.is_empty()).collect();
        let of = if project.is_empty() { String::new() } else { format!(" of {project}") };
        common.title = format!("{}{of} {}", name.join(" "), status.word);
    }
    common.severity = common.severity.or(Some(status.severity));
    let values = [("Branch", fields.short("branch")?), ("Commit", fields.short("commit")?)];
    for (title, value) in values {
        common.add(title, value);
    }
    common.add("Duration", duration(fields.number("duration_seconds")?));
    Ok(Said { is_success: status.is_success, ..common.into_said() })
}

/// `1 h 2 min`, `2 min 5 s`, `0.8 s`; empty for none.
pub(super) fn duration(seconds: Option<f64>) -> String {
    let Some(exact) = seconds else { return String::new() };
    let whole = exact.round();
    let parts = |unit: f64| ((whole / unit).floor(), whole % unit);
    match whole {
        _ if exact < 10.0 => format!("{:.1} s", exact),
        whole if whole < 60.0 => format!("{whole} s"),
        whole if whole < 3600.0 => {
            let (minutes, seconds) = parts(60.0);
            format!("{minutes} min {seconds} s")
        }
        _ => {
            let (hours, seconds) = parts(3600.0);
            format!("{hours} h {} min", (seconds / 60.0).floor())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_told_as_people_tell_them() {
        let texts = [0.0, 0.84, 9.96, 59.4, 125.0, 3599.6, 7_325.0].map(|seconds| duration(Some(seconds)));
        assert_eq!(texts, ["0.0 s", "0.8 s", "10.0 s", "59 s", "2 min 5 s", "1 h 0 min", "2 h 2 min"]);
    }
}

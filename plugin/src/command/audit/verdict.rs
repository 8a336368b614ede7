use super::store_answer;
use crate::audit::{self, Broken, How, Report};
use crate::command::Call;
use crate::language::Language;
use crate::ports::{Deps, Level};
use crate::say;
use crate::text;

/// What the check of the chain says.
pub(super) fn of(deps: &Deps<'_>, call: &Call, below: Option<u64>) -> String {
    match audit::verify(deps, below) {
        Ok(report) => {
            if let Some(broken) = &report.first_broken {
                let fields = [("key", broken.key.clone()), ("broken", report.broken.to_string())];
                deps.log.write(Level::Error, "The audit is broken", &fields);
            }
            text(deps.language, &report)
        }
        Err(error) => store_answer(deps, call, &error),
    }
}

fn text(language: Language, report: &Report) -> String {
    let mut text = match &report.first_broken {
        _ if report.checked == 0 => say!(language, "**There is no entry to check.**"),
        None => say!(
            language,
            "**The audit is whole**: {count} entry checked.||**The audit is whole**: {count} entries checked.",
            count = report.checked
        ),
        Some(broken) => say!(
            language,
            "**The audit is broken.** The first broken entry is number {number}, `{key}`: {what}.\nEntries checked: {checked}, broken: {broken}.",
            number = broken.number,
            key = broken.key,
            what = language.tell(what(broken)),
            checked = report.checked,
            broken = report.broken
        ),
    };
    if report.unchecked > 0 {
        text.push('\n');
        text.push_str(&say!(
            language,
            "The time was over before the first one. Go on with {command}.",
            command = format!("`/odoo audit verify --below {}`", report.unchecked + 1)
        ));
    }
    text
}

fn what(broken: &Broken) -> &'static str {
    match broken.how {
        How::Missing => text!("it is missing"),
        How::Changed => text!("it was changed"),
        How::Replaced => text!("it is not the one that the next entry follows"),
        How::Unanchored => text!("it does not follow the entries that were deleted because of their age"),
    }
}

use super::store_answer;
use crate::audit::{self, Broken, How, Report};
use crate::command::Call;
use crate::ports::{Deps, Level};

/// What the check of the chain says.
pub(super) fn of(deps: &Deps<'_>, call: &Call, below: Option<u64>) -> String {
    match audit::verify(deps, below) {
        Ok(report) => {
            if let Some(broken) = &report.first_broken {
                let fields = [("key", broken.key.clone()), ("broken", report.broken.to_string())];
                deps.log.write(Level::Error, "The audit is broken", &fields);
            }
            text(&report)
        }
        Err(error) => store_answer(deps, call, &error),
    }
}

fn text(report: &Report) -> String {
    let entries = |count: u64| if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    let mut text = match &report.first_broken {
        _ if report.checked == 0 => "**There is no entry to check.**".to_owned(),
        None => format!("**The audit is whole**: {} checked.", entries(report.checked)),
        Some(broken) => format!(
            "**The audit is broken.** The first broken entry is number {}, `{}`: {}.\n{} of {} checked {} broken.",
            broken.number,
            broken.key,
            what(broken),
            report.broken,
            entries(report.checked),
            if report.broken == 1 { "is" } else { "are" },
        ),
    };
    if report.unchecked > 0 {
        text.push_str(&format!(
            "\nThe time was over before the first one. Go on with `/odoo audit verify --below {}`.",
            report.unchecked + 1
        ));
    }
    text
}

fn what(broken: &Broken) -> &'static str {
    match broken.how {
        How::Missing => "it is missing",
        How::Changed => "it was changed",
        How::Replaced => "it is not the one that the next entry follows",
        How::Unanchored => "it does not follow the entries that were deleted because of their age",
    }
}

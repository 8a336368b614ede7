//! Documents that wait for somebody's word, and the buttons of Odoo's own screens that give it.
//!
//! The table is all there is besides the administrator's own list (`DocumentKinds`): a model, a word, the state before, the button, the states after. It follows public sources of 17
//! to 19. Expenses are refused in Odoo only: it asks for the reason in a window of its own.

use serde::{Deserialize, Serialize};

use super::{Method, OwnButton, Release};

/// The models.
pub const PURCHASE: &str = "purchase.order";
/// Reports of expenses, until 18.
pub const EXPENSE_REPORT: &str = "hr.expense.sheet";
/// Single expenses, which stand for themselves from 19 on.
pub const EXPENSE: &str = "hr.expense";
/// Requests for time off.
pub const LEAVE: &str = "hr.leave";
/// The field that every one of them has.
pub const STATE: &str = "state";

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// It may be.
    Approve,
    /// It must not be.
    Refuse,
}

/// A button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Orders what was asked for, or asks a manager.
    ButtonConfirm,
    /// Orders what waits for a manager.
    ButtonApprove,
    /// Cancels an order.
    ButtonCancel,
    /// Approves a report of expenses.
    ActionApproveExpenseSheets,
    /// Approves an expense, or time off.
    ActionApprove,
    /// Approves time off for the second time.
    ActionValidate,
    /// Refuses time off.
    ActionRefuse,
    /// A button of a document on the administrator's own list.
    Own(OwnButton),
}

/// What one button does with documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where the document has to be.
    pub before: Vec<String>,
    /// What is pressed.
    pub act: Act,
    /// Where it is then.
    pub after: Vec<String>,
}

/// What one button does with one kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    model: &'static str,
    word: Word,
    before: &'static [&'static str],
    act: Act,
    after: &'static [&'static str],
    /// The first and the last version of Odoo that has it so.
    releases: (u16, u16),
}

const ANY: (u16, u16) = (17, u16::MAX);
const UNTIL_18: (u16, u16) = (17, 18);
const FROM_19: (u16, u16) = (19, u16::MAX);

#[rustfmt::skip]
static ROWS: &[Row] = &{
    use Act::*;
    use Word::{Approve, Refuse};
    [
        row(PURCHASE, Approve, &["draft", "sent"], ButtonConfirm, &["purchase", "done", "to approve"], ANY),
        row(PURCHASE, Approve, &["to approve"], ButtonApprove, &["purchase", "done"], ANY),
        row(PURCHASE, Refuse, &["draft", "sent", "to approve"], ButtonCancel, &["cancel"], ANY),
        row(EXPENSE_REPORT, Approve, &["submit"], ActionApproveExpenseSheets, &["approve", "post", "done"], UNTIL_18),
        row(EXPENSE, Approve, &["submitted"], ActionApprove, &["approved", "posted", "in_payment", "paid"], FROM_19),
        row(LEAVE, Approve, &["confirm"], ActionApprove, &["validate1", "validate"], ANY),
        row(LEAVE, Approve, &["validate1"], ActionValidate, &["validate"], UNTIL_18),
        row(LEAVE, Approve, &["validate1"], ActionApprove, &["validate"], FROM_19),
        row(LEAVE, Refuse, &["confirm", "validate1"], ActionRefuse, &["refuse"], ANY),
    ]
};

const fn row(
    model: &'static str,
    word: Word,
    before: &'static [&'static str],
    act: Act,
    after: &'static [&'static str],
    releases: (u16, u16),
) -> Row {
    Row { model, word, before, act, after, releases }
}

/// The steps that a word can mean for documents of a model, whatever state they are in.
#[must_use]
pub fn steps(model: &str, word: Word, release: &Release) -> Vec<Step> {
    let has = |row: &&Row| (row.releases.0..=row.releases.1).contains(&release.major());
    let own = |states: &[&str]| states.iter().map(|&state| state.to_owned()).collect();
    let rows = ROWS.iter().filter(|row| row.model == model && row.word == word).filter(has);
    rows.map(|row| Step { before: own(row.before), act: row.act, after: own(row.after) }).collect()
}

impl Step {
    /// Whether a document in this state waits for it.
    #[must_use]
    pub fn follows(&self, state: &str) -> bool {
        self.before.iter().any(|before| before == state)
    }
}

impl Act {
    /// The method behind the button.
    #[must_use]
    pub fn method(self) -> Method {
        match self {
            Self::ButtonConfirm => Method::ButtonConfirm,
            Self::ButtonApprove => Method::ButtonApprove,
            Self::ButtonCancel => Method::ButtonCancel,
            Self::ActionApproveExpenseSheets => Method::ActionApproveExpenseSheets,
            Self::ActionApprove => Method::ActionApprove,
            Self::ActionValidate => Method::ActionValidate,
            Self::ActionRefuse => Method::ActionRefuse,
            Self::Own(button) => Method::Own(button),
        }
    }
}

/// Whether some step presses that for documents of a model.
pub(super) fn has(model: &str, method: Method) -> bool {
    ROWS.iter().any(|row| row.model == model && row.act.method() == method)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::json;

    use super::{EXPENSE, EXPENSE_REPORT, LEAVE, PURCHASE, ROWS, Word, steps};
    use crate::odoo::{Class, Release};

    fn act(model: &str, word: Word, state: &str, release: &str) -> Option<String> {
        let found = steps(model, word, &Release::parse(release).unwrap());
        let mut found = found.into_iter().filter(|step| step.follows(state));
        let act = found.next().map(|step| step.act.method().name().to_owned());
        assert_eq!(found.next(), None, "one state, one button");
        act
    }

    #[test]
    fn each_version_has_its_button() {
        use Word::{Approve, Refuse};

        for (model, word, state, release, button) in [
            (PURCHASE, Approve, "sent", "17.0", Some("button_confirm")),
            (PURCHASE, Approve, "to approve", "19.0", Some("button_approve")),
            (PURCHASE, Refuse, "to approve", "18.0", Some("button_cancel")),
            (PURCHASE, Refuse, "purchase", "17.0", None),
            (EXPENSE_REPORT, Approve, "submit", "18.0", Some("action_approve_expense_sheets")),
            (EXPENSE_REPORT, Approve, "submit", "19.0", None),
            (EXPENSE, Approve, "submitted", "17.0", None),
            (EXPENSE, Approve, "submitted", "19.0", Some("action_approve")),
            (EXPENSE, Refuse, "submitted", "19.0", None),
            (LEAVE, Approve, "confirm", "17.0", Some("action_approve")),
            (LEAVE, Approve, "validate1", "18.0", Some("action_validate")),
            (LEAVE, Approve, "validate1", "19.0", Some("action_approve")),
            (LEAVE, Refuse, "validate1", "17.0", Some("action_refuse")),
            (LEAVE, Refuse, "validate", "17.0", None),
            (PURCHASE, Approve, "draft", "16.0", None),
            ("res.partner", Approve, "draft", "17.0", None),
        ] {
            assert_eq!(act(model, word, state, release).as_deref(), button, "{model} {word:?} {state} {release}");
        }
    }

    #[test]
    fn every_button_is_a_write_that_leads_elsewhere() {
        for row in ROWS {
            assert_eq!(row.act.method().class(), Class::Write);
            assert_eq!(json!(row.act), json!(row.act.method().name()));
            assert!(row.after.iter().all(|state| !row.before.contains(state)), "{row:?}");
        }
    }
}

use super::menu::Menu;
use super::shown::{self, Said};
use super::{Answer, Call};
use crate::odoo::OdooError;
use crate::ports::{Choice, Deps};
use crate::text;

/// Why a command that reads has nothing to show.
#[derive(Debug)]
pub(super) struct Trouble {
    text: String,
    /// Whether the same may work in a moment.
    may_pass: bool,
}

impl Trouble {
    /// Odoo failed; `text` says so to people.
    pub(super) fn of(error: &OdooError, text: String) -> Self {
        let may_pass = matches!(error, OdooError::Outage(_) | OdooError::RateLimited { .. } | OdooError::Conflict(_));
        Self { text, may_pass }
    }

    /// For people.
    pub(super) fn text(self) -> String {
        self.text
    }

    /// What the author of the command reads, with a button that runs it again where that may help.
    pub(super) fn answer(self, deps: &Deps<'_>, call: &Call) -> Answer {
        if !self.may_pass {
            return Answer::Text(self.text);
        }
        let choices = vec![Choice { text: String::new(), value: String::new() }];
        let retry = Menu { id: "retry", name: text!("Retry"), command: call.text.clone(), choices };
        let buttons = retry.button(deps, call).into_iter().collect();
        shown::show(deps, call, Said { text: self.text, buttons, ..Said::default() })
    }
}

impl From<String> for Trouble {
    /// Its author can mend it.
    fn from(text: String) -> Self {
        Self { text, may_pass: false }
    }
}

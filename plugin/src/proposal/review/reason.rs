//! The form that asks why somebody rejects a proposal or takes it back.

use super::token::{Ask, Token};
use super::{Decided, Pressed, Refused, Word, cancel, decide};
use crate::audit::Credential;
use crate::http::dialog::{self, Rejection, Submission};
use crate::ports::{Deps, Dialog, Element, ElementKind};
use crate::proposal::{Proposal, Verdict};
use crate::settings::Settings;
use crate::{say, text};

/// The callback id of the form.
pub const FORM: &str = "proposal-reason";
const REASON: &str = "reason";
const REASON_RUNES_MAX: u32 = 500;

/// Opens the form; what it is about is sealed in its state.
///
/// # Errors
/// [`Refused::Stranger`] if Mattermost does not open it.
pub(super) fn open(
    deps: &Deps<'_>,
    pressed: &Pressed<'_>,
    token: &Token,
    proposal: &Proposal,
) -> Result<String, Refused> {
    let (title, submit, help) = match token.ask {
        Ask::Cancel => (text!("Cancel {code}"), text!("Cancel it"), text!("Optional. It stays on the card.")),
        _ => (text!("Reject {code}"), text!("Reject it"), text!("What should be different? It stays on the card.")),
    };
    let form = Dialog {
        trigger_id: pressed.trigger_id.to_owned(),
        url: dialog::url(deps, FORM),
        callback_id: FORM.into(),
        title: deps.language.say(title, &[("code", &proposal.code)]),
        introduction: String::new(),
        elements: vec![Element {
            name: REASON.into(),
            label: say!(deps.language, "Reason"),
            kind: ElementKind::TextArea,
            help: deps.language.tell(help),
            is_optional: token.ask == Ask::Cancel,
            max_length: REASON_RUNES_MAX,
            ..Element::default()
        }],
        submit_label: deps.language.tell(submit),
        // Only what opened for the pressed button gets here.
        state: pressed.sealed.to_owned(),
    };
    deps.chat
        .open_dialog(&form)
        .map(|()| String::new())
        .map_err(|_| Refused::Stranger(text!("Mattermost did not open the form. Press the button once more.")))
}

/// Takes the reason, and with it the decision.
///
/// # Errors
/// See [`Rejection`].
pub fn submit(deps: &Deps<'_>, submission: &Submission) -> Result<(), Rejection> {
    let settings = Settings::current(deps).settings;
    let token =
        Token::open(&settings, &submission.state).ok_or_else(|| Rejection::Form(Refused::Seal.say(deps.language)))?;
    let (user_id, reason) = (submission.user_id.as_str(), submission.text(REASON));
    let outcome = match token.ask {
        Ask::Cancel => {
            cancel(deps, &settings, &token.id, user_id, reason, Credential::Session, &submission.request_id).map(drop)
        }
        Ask::Reject => {
            let word = Word {
                user_id,
                verdict: Verdict::Reject,
                reason,
                digest: Some(&token.digest),
                credential: Credential::Session,
                request_id: &submission.request_id,
            };
            decide(deps, &settings, &token.id, &word).map(|_: Decided| ())
        }
        _ => Err(Refused::Seal),
    };
    outcome.map_err(|refused| Rejection::Form(refused.say(deps.language)))
}

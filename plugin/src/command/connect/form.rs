//! The form for login and API key. The key is proved by a fresh login before it is kept.

use crate::access::{self, Action};
use crate::bot;
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::form;
use crate::http::dialog::{self, Rejection, Submission};
use crate::identity::{self, Claim, Credential, How, Link, OdooUser};
use crate::odoo::OdooError;
use crate::ports::{Deps, Dialog, Element, ElementKind, Level, Message, Person};
use crate::rate::{self, Kind, RateError};
use crate::seal::Seal;
use crate::settings::{Account, Secret};
use crate::text::Markdown;

/// The form's callback id.
pub const FORM: &str = "connect";

const LOGIN: &str = "login";
const KEY: &str = "key";

/// Opens the form.
///
/// # Errors
/// The answer when it does not open.
pub(super) fn open(deps: &Deps<'_>, call: &Call, person: &Person) -> Result<(), String> {
    let dialog = Dialog {
        trigger_id: call.trigger_id.clone(),
        url: dialog::url(deps, FORM),
        callback_id: FORM.into(),
        title: "Connect to Odoo".into(),
        introduction: "You make an API key in Odoo under *Preferences → Account Security → New API Key*.".into(),
        elements: vec![
            Element {
                name: LOGIN.into(),
                label: "Odoo login".into(),
                default: person.email.clone(),
                help: "What you sign in to Odoo with.".into(),
                ..Element::default()
            },
            Element {
                name: KEY.into(),
                label: "API key".into(),
                kind: ElementKind::Password,
                help: "Not your password. It is stored encrypted.".into(),
                ..Element::default()
            },
        ],
        submit_label: "Connect".into(),
        ..Dialog::default()
    };
    form::show(deps, &dialog, &call.request_id)
}

/// Takes the submitted form.
///
/// # Errors
/// What the submitter reads in the form.
pub fn submit(deps: &Deps<'_>, submission: &Submission) -> Result<(), Rejection> {
    let (login, key) = (submission.text(LOGIN), submission.text(KEY));
    let missing = [(LOGIN, login, "Type in your Odoo login."), (KEY, key, "Type in an API key.")];
    let missing = missing.into_iter().filter(|(_, text, _)| text.is_empty());
    let missing: Vec<_> = missing.map(|(entry, _, problem)| (entry.to_owned(), problem.to_owned())).collect();
    if !missing.is_empty() {
        return Err(Rejection::Entries(missing));
    }
    let credential = Credential { login: login.to_owned(), key: Secret::new(key.to_owned()) };
    let call = Call {
        user_id: submission.user_id.clone(),
        channel_id: submission.channel_id.clone(),
        request_id: submission.request_id.clone(),
        ..Call::default()
    };
    let user = connect(deps, &call, &credential)?;
    welcome(deps, &call, &user);
    Ok(())
}

fn connect(deps: &Deps<'_>, call: &Call, credential: &Credential) -> Result<OdooUser, Rejection> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Connect)?;
    let seal = Seal::of(&caller.current.settings.encryption)?;
    rate::admit(deps, &caller.current.settings.limits, Kind::Connect, &call.user_id).map_err(too_often)?;
    let service = caller.account(deps)?;
    let account = Account { login: credential.login.clone(), key: credential.key.clone(), ..service.clone() };
    let user = prove(deps, &caller, &account).map_err(|error| match error {
        OdooError::Authentication => {
            Rejection::entry(KEY, "Odoo refused this login or key. Check both; a password of Odoo is no API key.")
        }
        error => Rejection::Form(caller.explain(deps, call, &account, &error)),
    })?;
    let sealed =
        identity::seal_credential(deps, &seal, &call.user_id, credential).map_err(|error| error.to_string())?;
    let link = Link {
        odoo_uid: user.uid,
        how: How::Key,
        matched_at: deps.clock.now(),
        sealed: Some(sealed),
        refused_at: None,
    };
    match identity::connect(deps, &call.user_id, &link) {
        Ok(Claim::Done) => {
            super::record(deps, call, &user);
            Ok(user)
        }
        Ok(Claim::Taken) => Err(Rejection::Form(super::TAKEN.into())),
        Err(error) => {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Error, "A link to Odoo could not be stored", &fields);
            Err(Rejection::Form(format!(
                "Mattermost's store did not answer. Try again.\nRequest `{}`",
                call.request_id
            )))
        }
    }
}

fn too_often(error: RateError) -> Rejection {
    Rejection::Form(match error {
        RateError::TooMany { retry_after_seconds } => {
            format!("You tried several keys in a row. Try again in {retry_after_seconds} s.")
        }
        RateError::Store(_) => "Mattermost's store did not answer. Try again.".into(),
    })
}

fn prove(deps: &Deps<'_>, caller: &Caller, account: &Account) -> Result<OdooUser, OdooError> {
    let connection = caller.connect(deps, account);
    let uid = connection.sign_in()?.0;
    OdooUser::by_uid(&connection, uid)?.ok_or(OdooError::Authentication)
}

fn welcome(deps: &Deps<'_>, call: &Call, user: &OdooUser) {
    let text = format!(
        "You are connected with Odoo as **{}**. Changes that you make from here are made by that user; `/odoo whoami` shows it.",
        Markdown::foreign(&user.name)
    );
    let sent = bot::id(deps).and_then(|author_id| {
        let channel_id = call.channel_id.clone();
        let created_at = deps.clock.now();
        let message = Message { author_id, channel_id, created_at, text, ..Message::default() };
        deps.chat.send_ephemeral(&call.user_id, &message)
    });
    if let Err(error) = sent {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "Somebody was connected and could not be told", &fields);
    }
}

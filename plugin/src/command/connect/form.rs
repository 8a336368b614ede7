//! The form for login and API key. The key is proved by a fresh login before it is kept.

use crate::access::{self, Action};
use crate::bot;
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::form;
use crate::http::dialog::{self, Rejection, Submission};
use crate::identity::{self, Claim, Credential, How, Link, OdooUser};
use crate::language;
use crate::odoo::OdooError;
use crate::ports::{Deps, Dialog, Element, ElementKind, Level, Message, Person};
use crate::rate::{self, Kind, RateError};
use crate::seal::Seal;
use crate::settings::{Account, Secret};
use crate::text::Markdown;
use crate::{say, text};

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
        title: say!(deps.language, "Connect to Odoo"),
        introduction: say!(
            deps.language,
            "You make an API key in Odoo under *Preferences → Account Security → New API Key*."
        ),
        elements: vec![
            Element {
                name: LOGIN.into(),
                label: say!(deps.language, "Odoo login"),
                default: person.email.clone(),
                help: say!(deps.language, "What you sign in to Odoo with."),
                ..Element::default()
            },
            Element {
                name: KEY.into(),
                label: say!(deps.language, "API key"),
                kind: ElementKind::Password,
                help: say!(deps.language, "Not your password. It is stored encrypted."),
                ..Element::default()
            },
        ],
        submit_label: say!(deps.language, "Connect"),
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
    let missing = [(LOGIN, login, text!("Type in your Odoo login.")), (KEY, key, text!("Type in an API key."))];
    let missing = missing.into_iter().filter(|(_, text, _)| text.is_empty());
    let missing: Vec<_> = missing.map(|(entry, _, problem)| (entry.to_owned(), deps.language.tell(problem))).collect();
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
    let seal = Seal::of(deps.language, &caller.current.settings.encryption)?;
    rate::admit(deps, &caller.current.settings.limits, Kind::Connect, &call.user_id)
        .map_err(|error| too_often(deps, &error))?;
    let service = caller.account(deps)?;
    let account = Account { login: credential.login.clone(), key: credential.key.clone(), ..service.clone() };
    let user = prove(deps, &caller, &account).map_err(|error| match error {
        OdooError::Authentication => {
            let text =
                say!(deps.language, "Odoo refused this login or key. Check both; a password of Odoo is no API key.");
            Rejection::entry(KEY, text)
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
        Ok(Claim::Taken) => Err(Rejection::Form(deps.language.tell(super::TAKEN))),
        Err(error) => {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Error, "A link to Odoo could not be stored", &fields);
            Err(Rejection::Form(language::no_store(deps, &call.request_id)))
        }
    }
}

fn too_often(deps: &Deps<'_>, error: &RateError) -> Rejection {
    Rejection::Form(match error {
        RateError::TooMany { retry_after_seconds } => {
            say!(
                deps.language,
                "You tried several keys in a row. Try again in {seconds} s.",
                seconds = retry_after_seconds
            )
        }
        RateError::Store(_) => say!(deps.language, "Mattermost's store did not answer. Try again."),
    })
}

fn prove(deps: &Deps<'_>, caller: &Caller, account: &Account) -> Result<OdooUser, OdooError> {
    let connection = caller.connect(deps, account);
    let uid = connection.sign_in()?.0;
    OdooUser::by_uid(&connection, uid)?.ok_or(OdooError::Authentication)
}

fn welcome(deps: &Deps<'_>, call: &Call, user: &OdooUser) {
    let text = say!(
        deps.language,
        "You are connected with Odoo as **{name}**. Changes that you make from here are made by that user; `/odoo whoami` shows it.",
        name = Markdown::foreign(&user.name)
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

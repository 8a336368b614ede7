//! A match by e-mail: offered when the address is verified and fits one user of Odoo, and valid once its owner confirms it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::access::{self, Action};
use crate::bot;
use crate::command::Call;
use crate::command::caller::Caller;
use crate::identity::{self, Claim, How, Link, OdooUser};
use crate::language;
use crate::odoo::OdooError;
use crate::ports::{Button, ButtonStyle, Deps, Level, Message, Timestamp};
use crate::seal::Seal;
use crate::settings::{Account, WriteIdentity};
use crate::text::Markdown;
use crate::{say, text};

/// How long a button may be pressed.
const VALID: Duration = Duration::from_secs(3600);

/// What is shown.
pub(super) struct Offer {
    pub(super) text: String,
    pub(super) button: Button,
}

/// What the button brings back, sealed.
#[derive(Serialize, Deserialize)]
struct Offered {
    odoo_uid: i64,
    at: Timestamp,
}

/// Somebody pressed the button.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// Who, as the server says.
    pub user_id: String,
    /// The message with the button.
    pub message_id: String,
    /// Where it is.
    pub channel_id: String,
    /// The same in the server's log.
    pub request_id: String,
}

/// The offer, if there is a match.
pub(super) fn make(deps: &Deps<'_>, call: &Call, caller: &Caller, account: &Account, seal: &Seal) -> Option<Offer> {
    let user = matching(deps, caller, account).unwrap_or_else(|error| {
        let fields = [("request_id", call.request_id.clone()), ("code", error.code().to_owned())];
        deps.log.write(Level::Info, "No match by e-mail was looked for", &fields);
        None
    })?;
    let offered = Offered { odoo_uid: user.uid, at: deps.clock.now() };
    let sealed = seal.seal(deps.secret, &purpose(&call.user_id), &offered).ok()?;
    let consequence = match caller.current.settings.people.write_identity {
        WriteIdentity::PersonalOrService => {
            say!(deps.language, "Without a key of yours, changes are made with the plugin's account.")
        }
        WriteIdentity::Personal => say!(deps.language, "Without a key of yours you can search, and change nothing."),
    };
    Some(Offer {
        text: say!(
            deps.language,
            "Or connect without a key: in Odoo your e-mail address belongs to **{name}** ({login}). {consequence}",
            name = Markdown::foreign(&user.name),
            login = Markdown::email(&user.login),
            consequence
        ),
        button: Button {
            id: "connect",
            name: say!(deps.language, "That is me"),
            style: ButtonStyle::Primary,
            url: format!("/plugins/{}/actions/v1/connect", deps.config.server().plugin_id),
            context: json!({"t": sealed}),
            ..Button::default()
        },
    })
}

/// Connects whoever confirms. Everything is looked up again: the address may be another by now.
///
/// # Errors
/// What the presser reads.
pub fn confirm(deps: &Deps<'_>, press: &Press, sealed: &str) -> Result<(), String> {
    let call = Call {
        user_id: press.user_id.clone(),
        channel_id: press.channel_id.clone(),
        request_id: press.request_id.clone(),
        ..Call::default()
    };
    let caller = Caller::of(deps, &call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Connect)?;
    let account = caller.account(deps)?;
    let seal = Seal::of(deps.language, &caller.current.settings.encryption)?;
    let offered: Offered = seal.open(&purpose(&press.user_id), sealed).map_err(|_| deps.language.tell(STALE))?;
    if deps.clock.now().since(offered.at) > VALID {
        return Err(deps.language.tell(STALE));
    }
    let user = matching(deps, &caller, account).map_err(|error| caller.explain(deps, &call, account, &error))?;
    let user = user.filter(|user| user.uid == offered.odoo_uid).ok_or_else(|| deps.language.tell(STALE))?;
    let link =
        Link { odoo_uid: user.uid, how: How::Email, matched_at: deps.clock.now(), sealed: None, refused_at: None };
    match identity::connect(deps, &press.user_id, &link) {
        Ok(Claim::Done) => super::record(deps, &call, &user),
        Ok(Claim::Taken) => return Err(deps.language.tell(super::TAKEN)),
        Err(error) => {
            let fields = [("request_id", press.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Error, "A link to Odoo could not be stored", &fields);
            return Err(language::no_store(deps, &press.request_id));
        }
    }
    let text = say!(
        deps.language,
        "You are connected with Odoo as **{name}**. `/odoo whoami` shows it, `/odoo connect` adds a key.",
        name = Markdown::foreign(&user.name)
    );
    let updated = bot::id(deps).and_then(|author_id| {
        let message = Message {
            id: press.message_id.clone(),
            created_at: offered.at,
            author_id,
            channel_id: press.channel_id.clone(),
            text,
            ..Message::default()
        };
        deps.chat.update_ephemeral(&press.user_id, &message)
    });
    updated.map_err(|_| say!(deps.language, "You are connected; only this message could not be changed."))
}

fn matching(deps: &Deps<'_>, caller: &Caller, account: &Account) -> Result<Option<OdooUser>, OdooError> {
    let person = &caller.person;
    if !person.is_email_verified || person.email.is_empty() {
        return Ok(None);
    }
    OdooUser::by_email(&caller.connect(deps, account), &person.email)
}

fn purpose(user_id: &str) -> String {
    format!("connect-offer:{user_id}")
}

const STALE: &str = text!("This offer is out of date. Use `/odoo connect` again.");

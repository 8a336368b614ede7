//! `/odoo connect`: a form for login and API key, and a match by e-mail that the person confirms.

mod form;
mod offer;

pub use form::{FORM, submit};
pub use offer::{Press, confirm};

use super::caller::Caller;
use super::parse::Input;
use super::table::{Audience, Command, Content, Run, Word};
use super::{Answer, Call};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::bot;
use crate::identity::OdooUser;
use crate::ports::{Button, Deps, Level, Message};
use crate::seal::Seal;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "connect",
    help: "Ties you to your user in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command { arguments: &[], notes: NOTES, examples: &["connect"], run: Run::Act(run) }),
};

const NOTES: &str =
    "A form asks for your Odoo login and an API key, never the text of a message. The key is stored encrypted.";
const FORM_IS_OPEN: &str = text!(
    "A form is open for your Odoo login and an API key of yours. You make one in Odoo under *Preferences → Account Security → New API Key*. It is stored encrypted, changes in your name are made with it, and `/odoo disconnect` deletes it."
);
/// What somebody reads whose user of Odoo is somebody else's here.
const TAKEN: &str = text!(
    "Somebody else on this server is connected with that user of Odoo. They have to use `/odoo disconnect` first; if you do not know them, ask an administrator."
);

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> Result<Answer, String> {
    let caller = Caller::of(deps, call)?;
    let settings = &caller.current.settings;
    access::may(deps, settings, &caller.person, Action::Connect)?;
    let account = caller.account(deps)?;
    let seal = Seal::of(deps.language, &settings.encryption)?;
    // The form first: it has to open within a few seconds, and Odoo may be slow.
    form::open(deps, call, &caller.person)?;
    let offer = offer::make(deps, call, &caller, account, &seal);
    let form_is_open = deps.language.tell(FORM_IS_OPEN);
    let (text, button) = match offer {
        None => (form_is_open, None),
        Some(offer) => (format!("{form_is_open}\n\n{}", offer.text), Some(offer.button)),
    };
    Ok(show(deps, call, text, button))
}

/// Shows an answer with its button; without the bot it goes out without.
fn show(deps: &Deps<'_>, call: &Call, text: String, button: Option<Button>) -> Answer {
    let Some(button) = button else { return Answer::Text(text) };
    let sent = bot::id(deps).and_then(|author_id| {
        let message = Message {
            author_id,
            created_at: deps.clock.now(),
            channel_id: call.channel_id.clone(),
            root_id: call.root_id.clone(),
            text: text.clone(),
            buttons: vec![button],
            ..Message::default()
        };
        deps.chat.send_ephemeral(&call.user_id, &message)
    });
    match sent {
        Ok(_) => Answer::Shown,
        Err(error) => {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "The bot could not offer a match by e-mail", &fields);
            Answer::Text(deps.language.tell(FORM_IS_OPEN))
        }
    }
}

/// Puts into the audit that somebody is a user of Odoo from now on.
fn record(deps: &Deps<'_>, call: &Call, user: &OdooUser) {
    audit::record(
        deps,
        &Entry {
            who: Who::person(&call.user_id),
            action: "link.connect",
            object: &format!("res.users/{}", user.uid),
            request_id: &call.request_id,
            ..Entry::default()
        },
    );
}

//! `/odoo whoami`: who somebody is here and in Odoo. What is broken between the two is mended on the way.

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::table::{Audience, Command, Content, Run, Word};
use crate::access::Standing;
use crate::identity::{self, Credential, How, Link, OdooUser};
use crate::language;
use crate::odoo::OdooError;
use crate::ports::{Deps, Level};
use crate::seal::Seal;
use crate::settings::{Account, WriteIdentity};
use crate::store::StoreError;
use crate::text::{Markdown, local};
use crate::{say, text};

pub(super) const WORD: Word = Word {
    trigger: "whoami",
    help: "Shows who you are here and in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command { arguments: &[], notes: "", examples: &["whoami"], run: Run::Answer(run) }),
};

const NOT_CONNECTED: &str = text!("In Odoo: not connected. `/odoo connect` ties you to your user there.");
const TAKEN: &str =
    text!("In Odoo: somebody else is connected with your user there by now. Use `/odoo connect` again.");
const GONE: &str = text!("In Odoo: your user does not exist there any more. Use `/odoo connect` again.");

fn run(deps: &Deps<'_>, call: &Call, _: &Input) -> String {
    answer(deps, call).unwrap_or_else(|answer| answer)
}

fn answer(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let caller = Caller::of(deps, call)?;
    let standing = Standing::of(deps, &caller.current.settings, &caller.person)?;
    let standing = standing.in_channel(deps, &call.user_id, &call.channel_id);
    let name = Markdown::foreign(&caller.person.username);
    let here = match standing.words().as_slice() {
        [] => say!(deps.language, "In Mattermost: **{name}**.", name),
        words => {
            let words: Vec<_> = words.iter().map(|word| deps.language.tell(word)).collect();
            say!(deps.language, "In Mattermost: **{name}**, {words}.", name, words = words.join(", "))
        }
    };
    Ok(format!("{here}\n{}", in_odoo(deps, call, &caller)?))
}

fn in_odoo(deps: &Deps<'_>, call: &Call, caller: &Caller) -> Result<String, String> {
    let no_store = |error: StoreError| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Error, "A link to Odoo could not be read", &fields);
        language::no_store(deps, &call.request_id)
    };
    let Some(link) = identity::link(deps, &call.user_id).map_err(no_store)?.map(|link| link.value) else {
        return Ok(deps.language.tell(NOT_CONNECTED));
    };
    if !identity::mend(deps, &call.user_id, &link).map_err(no_store)? {
        return Ok(deps.language.tell(TAKEN));
    }
    let service = caller.account(deps)?;
    let user = match OdooUser::by_uid(&caller.connect(deps, service), link.odoo_uid) {
        Ok(user) => user,
        Err(error) => return Ok(caller.explain(deps, call, service, &error)),
    };
    let Some(user) = user else { return Ok(deps.language.tell(GONE)) };
    let how = match link.how {
        How::Key => say!(deps.language, "by an API key"),
        How::Email => say!(deps.language, "by your e-mail address"),
    };
    let since = local(link.matched_at, caller.current.settings.zone_of(&caller.person));
    let name = Markdown::foreign(&user.name);
    let login = Markdown::email(&user.login);
    let mut text = say!(deps.language, "In Odoo: **{name}** ({login}), {how}, since {since}.", name, login, how, since);
    if !user.is_active {
        text.push(' ');
        text.push_str(&say!(deps.language, "**That user is archived.**"));
    }
    Ok(format!("{text}\n{}", key(deps, call, caller, service, &link)?))
}

/// What the key is good for, tried out.
fn key(deps: &Deps<'_>, call: &Call, caller: &Caller, service: &Account, link: &Link) -> Result<String, String> {
    let settings = &caller.current.settings;
    if link.sealed.is_none() {
        return Ok(match settings.people.write_identity {
            WriteIdentity::PersonalOrService => say!(
                deps.language,
                "No key: changes that you make are made with the plugin's account. `/odoo connect` adds a key."
            ),
            WriteIdentity::Personal => {
                say!(deps.language, "No key: you cannot change anything in Odoo. `/odoo connect` adds a key.")
            }
        });
    }
    let seal = Seal::of(deps.language, &settings.encryption)?;
    let Ok(Some(Credential { login, key })) = link.credential(&seal, &call.user_id) else {
        return Ok(say!(deps.language, "Your key cannot be opened any more. Use `/odoo connect` again."));
    };
    let account = Account { login, key, ..service.clone() };
    match caller.connect(deps, &account).sign_in() {
        Ok(_) => {
            if let Err(error) = identity::accepted(deps, &call.user_id) {
                deps.log.write(Level::Warn, "A link to Odoo could not be changed", &[("error", error.to_string())]);
            }
            Ok(say!(deps.language, "Your key works: changes that you make are made by that user."))
        }
        Err(OdooError::Authentication) => Ok(say!(deps.language, "Odoo refuses your key. Use `/odoo connect` again.")),
        Err(error) => Ok(caller.explain(deps, call, &account, &error)),
    }
}

//! `/odoo apikey new <name> --scopes … [--channel …] [--days …]`

use std::time::Duration;

use crate::access::{self, Action, Scope};
use crate::api_key::{self, Key, Token, Wish};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::joined::join;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::language::Language;
use crate::notify;
use crate::order;
use crate::ports::{Deps, Level};
use crate::say;
use crate::text::{Markdown, local};

pub(super) const WORD: Word = Word {
    trigger: "new",
    help: "Makes an API key",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "name",
                place: Place::Word,
                value: Value::Text("name"),
                help: "What the key is for: letters, digits, `.`, `-`, `_`",
            },
            Argument {
                name: "scopes",
                place: Place::Flag,
                value: Value::Text("read,propose,provision"),
                help: "What it may do: `read`, `propose`, `provision`, with commas between them; `read` if absent",
            },
            Argument {
                name: "channel",
                place: Place::Flag,
                value: Value::Suggested { hint: "channel", list: "channels" },
                help: "Where the cards of its proposals appear; needed for `propose`",
            },
            Argument {
                name: "days",
                place: Place::Flag,
                value: Value::Number(1, DAYS_MAX),
                help: "How long it counts; 90 days if absent",
            },
        ],
        notes: "The bot sends you the key once, in a direct message; nobody can show it again. Tools send it in the header `X-API-Key`. A key never approves anything.",
        examples: &["apikey new reports", "apikey new importer --scopes read,propose --channel sales --days 30"],
        run: Run::Answer(run),
    }),
};

const DAYS: u64 = 90;
const DAYS_MAX: u32 = 3650;
const NAME_CHARACTERS_MAX: usize = 40;

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    make(deps, call, input).unwrap_or_else(|answer| answer)
}

fn make(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = super::caller(deps, call)?;
    let name = name(deps.language, input.get("name"))?;
    let scopes = scopes(deps.language, input.get("scopes").unwrap_or("read"))?;
    if scopes.contains(&Scope::Provision) {
        access::may(deps, &caller.current.settings, &caller.person, Action::GrantProvision)?;
    }
    let channel = input.get("channel").map(|name| join(deps, call, &call.team_id, name)).transpose()?;
    let channel_id = channel.map(|channel| channel.id);
    if scopes.contains(&Scope::Propose) && channel_id.is_none() {
        return Err(say!(
            deps.language,
            "A key with the scope `propose` needs `--channel`: the cards of its proposals appear there."
        ));
    }
    let keys = api_key::all(deps).map_err(|error| super::no_store(deps, call, &error))?;
    if keys.iter().any(|key| key.name == name) {
        return Err(say!(
            deps.language,
            "There is a key `{name}` already. Choose another name, or revoke it first.",
            name
        ));
    }
    let days = input.number("days").and_then(|days| u64::try_from(days).ok()).unwrap_or(DAYS);
    let lifetime = Duration::from_secs(days * 24 * 3600);
    let wish = Wish { name, owner_id: call.user_id.clone(), scopes, channel_id, lifetime };
    let (token, key) = api_key::create(deps, wish).map_err(|error| super::no_store(deps, call, &error))?;
    hand_over(deps, call, &caller, &token, &key)?;
    super::record(deps, call, "key.create", &key.id);
    Ok(say!(
        deps.language,
        "The key `{name}` is made. The bot sent it to you in a direct message, once.",
        name = key.name
    ))
}

/// A key that nobody got is no key.
fn hand_over(deps: &Deps<'_>, call: &Call, caller: &Caller, token: &Token, key: &Key) -> Result<(), String> {
    let until = local(key.expires_at, caller.current.settings.zone_of(&caller.person));
    let text = say!(
        deps.language,
        "API key `{name}`, valid until {until}. This is the only time that it is shown:\n```\n{key}\n```",
        name = key.name,
        until,
        key = token.expose()
    );
    let Err(error) = notify::tell(deps, &call.user_id, &text) else { return Ok(()) };
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Warn, "An API key could not be handed over; it is revoked", &fields);
    api_key::revoke(deps, key).map_err(|error| super::no_store(deps, call, &error))?;
    Err(say!(
        deps.language,
        "The bot could not send you the key, so it was revoked. Try again.\nRequest `{request}`",
        request = call.request_id
    ))
}

fn name(language: Language, text: Option<&str>) -> Result<String, String> {
    let is_fine = |text: &&str| {
        text.chars().count() <= NAME_CHARACTERS_MAX
            && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c))
    };
    text.filter(is_fine).map(str::to_owned).ok_or_else(|| {
        say!(
            language,
            "The key needs a name of letters, digits, `.`, `-` and `_`, at most {max} of them.",
            max = NAME_CHARACTERS_MAX
        )
    })
}

fn scopes(language: Language, text: &str) -> Result<Vec<Scope>, String> {
    let words = text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty());
    let mut scopes = words.map(|word| scope(language, word)).collect::<Result<Vec<_>, _>>()?;
    order::sort(&mut scopes);
    scopes.dedup();
    if scopes.is_empty() { Err(say!(language, "`--scopes` is empty.")) } else { Ok(scopes) }
}

fn scope(language: Language, word: &str) -> Result<Scope, String> {
    let scope = [Scope::Read, Scope::Propose, Scope::Provision].into_iter().find(|scope| scope.word() == word);
    scope.ok_or_else(|| {
        say!(
            language,
            "`--scopes` must be `read`, `propose` or `provision`, not “{word}”.",
            word = Markdown::foreign(word)
        )
    })
}

//! `/odoo hook odoo <model> [--hook name]`: lets Odoo ring a doorbell when its records are saved.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{caller, failed, find, no_store};
use crate::audit::{self, Entry, OdooKey, Outcome, Who};
use crate::bot;
use crate::command::caller::Caller;
use crate::command::followed::FOLLOWED;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::hook::{self, Hook, RuleError, Ruled};
use crate::language::Language;
use crate::odoo::{Connection, automation};
use crate::ports::{Button, ButtonStyle, Deps, Message, Timestamp};
use crate::say;
use crate::seal::Seal;
use crate::settings::WRITING_PAUSED;
use crate::text;
use crate::text::Markdown;
use crate::watch::Watched;

/// How long the button may be pressed.
const VALID: Duration = Duration::from_secs(3600);
const STALE: &str = text!("This button is out of date. Use `/odoo hook odoo` again.");
const NO_SITE: &str = text!("Mattermost does not know its own address: set *Site URL* in the System Console first.");

pub(super) const WORD: Word = Word {
    trigger: "odoo",
    help: "Lets Odoo tell at once what was saved",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            Argument { name: "model", place: Place::Word, value: FOLLOWED, help: "Whose records ring" },
            Argument {
                name: "hook",
                place: Place::Flag,
                value: Value::Suggested { hint: "name", list: "hooks" },
                help: "Whose doorbell; the only hook if there is one",
            },
        ],
        notes: "An automation rule with one webhook is made in Odoo 17 and later once you confirm it, if the plugin's user there administers Odoo's settings; else you read what to click. Used again after `/odoo hook rotate`, it gives the rule the new address.",
        examples: &["hook odoo lead", "hook odoo task --hook crm"],
        run: Run::Act(run),
    }),
};

/// What the button brings back, sealed.
#[derive(Serialize, Deserialize)]
struct Asked {
    hook: String,
    model: String,
    at: Timestamp,
}

/// Somebody confirmed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// Who, as the server says.
    pub user_id: String,
    /// The message with the button.
    pub message_id: String,
    /// Where it is.
    pub channel_id: String,
    /// The same in the server's log.
    pub request_id: String,
}

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    let caller = caller(deps, call)?;
    let settings = &caller.current.settings;
    let seal = Seal::of(deps.language, &settings.encryption)?;
    let model = input
        .get("model")
        .ok_or_else(|| say!(deps.language, "Which records? `lead`, `task`, `project`, `partner` or `order`."))?;
    let watched = Watched::of(model).ok_or_else(|| say!(deps.language, "There are no such records here."))?;
    let hook = chosen(deps, call, input)?;
    let account = caller.account(deps)?;
    if deps.config.server().site_url.is_empty() {
        return Err(deps.language.tell(NO_SITE));
    }
    let connection = caller.connect(deps, account);
    let may = automation::may_make(&connection).map_err(|error| caller.explain(deps, call, account, &error))?;
    if !may {
        return Ok(Answer::Text(clicks(deps.language, &connection, &hook, watched)));
    }
    let asked = Asked { hook: hook.name.clone(), model: watched.model.to_owned(), at: deps.clock.now() };
    let sealed = seal.seal(deps.secret, &purpose(&call.user_id), &asked);
    let sealed = sealed.map_err(|error| failed(deps, call, error.to_string()))?;
    let text = say!(
        deps.language,
        "In Odoo an automation rule **{rule}** would be made: whenever a {noun} is saved, one webhook rings the doorbell of the hook `{hook}`. It is made with the plugin's user in Odoo.",
        rule = hook::rule_name(&hook.name, watched),
        noun = deps.language.tell(watched.noun),
        hook = hook.name
    );
    let button = Button {
        id: "rule",
        name: say!(deps.language, "Make it in Odoo"),
        style: ButtonStyle::Primary,
        url: format!("/plugins/{}/actions/v1/rule", deps.config.server().plugin_id),
        context: json!({ "t": sealed }),
        ..Button::default()
    };
    let sent = bot::id(deps).and_then(|author_id| {
        let message = Message {
            author_id,
            created_at: deps.clock.now(),
            channel_id: call.channel_id.clone(),
            root_id: call.root_id.clone(),
            text,
            buttons: vec![button],
            ..Message::default()
        };
        deps.chat.send_ephemeral(&call.user_id, &message)
    });
    sent.map(|_| Answer::Shown).map_err(|_| say!(deps.language, "Mattermost did not show the button. Try again."))
}

/// Makes the rule for whoever confirms it.
///
/// # Errors
/// What the presser reads.
pub fn confirm(deps: &Deps<'_>, confirmed: &Confirmed, sealed: &str) -> Result<(), String> {
    let call = Call {
        user_id: confirmed.user_id.clone(),
        channel_id: confirmed.channel_id.clone(),
        request_id: confirmed.request_id.clone(),
        ..Call::default()
    };
    let caller = caller(deps, &call)?;
    let settings = &caller.current.settings;
    let seal = Seal::of(deps.language, &settings.encryption)?;
    let asked: Asked = seal.open(&purpose(&confirmed.user_id), sealed).map_err(|_| deps.language.tell(STALE))?;
    if deps.clock.now().since(asked.at) > VALID {
        return Err(deps.language.tell(STALE));
    }
    if settings.is_paused {
        return Err(deps.language.tell(WRITING_PAUSED));
    }
    let watched = Watched::of(&asked.model).ok_or_else(|| deps.language.tell(STALE))?;
    let hook = hook::get(deps, &asked.hook).map_err(|error| no_store(deps, &call, &error))?;
    let hook = hook.ok_or_else(|| super::no_hook(deps, &asked.hook))?;
    let lost = |_| {
        say!(
            deps.language,
            "The secret of the hook cannot be opened any more. `/odoo hook rotate {name}` makes another.",
            name = hook.name
        )
    };
    let address = hook.doorbell(deps, &seal).map_err(lost)?;
    let account = caller.account(deps)?;
    let outcome = hook::rule(deps, &caller.connect(deps, account), &hook.name, watched, &address);
    record(deps, &call, &hook, watched, &outcome);
    let text = told(deps, &call, &caller, &hook, watched, outcome)?;
    let updated = bot::id(deps).and_then(|author_id| {
        let message = Message {
            id: confirmed.message_id.clone(),
            created_at: asked.at,
            author_id,
            channel_id: confirmed.channel_id.clone(),
            text: text.clone(),
            ..Message::default()
        };
        deps.chat.update_ephemeral(&confirmed.user_id, &message)
    });
    updated.map_err(|_| text)
}

fn told(
    deps: &Deps<'_>,
    call: &Call,
    caller: &Caller,
    hook: &Hook,
    watched: &Watched,
    outcome: Result<Ruled, RuleError>,
) -> Result<String, String> {
    let (name, noun) = (hook::rule_name(&hook.name, watched), watched.noun);
    match outcome {
        Ok(Ruled::Made) => Ok(say!(
            deps.language,
            "**{name}** is in Odoo: every {noun} that is saved rings from now on.",
            name,
            noun = deps.language.tell(noun)
        )),
        Ok(Ruled::Renewed) => {
            Ok(say!(deps.language, "**{name}** was in Odoo already; it rings the present address now.", name))
        }
        Ok(Ruled::Changed) => Err(say!(
            deps.language,
            "**{name}** is in Odoo, without its webhook: somebody changed it. Delete it there, and press the button again.",
            name
        )),
        Ok(Ruled::UnderWay) => {
            Err(say!(deps.language, "It may be on its way to Odoo. Press the button again in five minutes."))
        }
        Err(RuleError::Store(error)) => Err(no_store(deps, call, &error)),
        Err(RuleError::Odoo(error)) => {
            let account = caller.account(deps)?;
            let text = caller.explain(deps, call, account, &error);
            if !error.outcome_is_unknown() {
                return Err(text);
            }
            let again =
                say!(deps.language, "Whether it was made is not known: press the button again in five minutes.");
            Err(format!("{text}\n{again}"))
        }
    }
}

/// The hook that is named, or the only one.
fn chosen(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Hook, String> {
    if input.get("hook").is_some() {
        return find(deps, call, input, "hook");
    }
    let mut hooks = hook::all(deps).map_err(|error| no_store(deps, call, &error))?.into_iter();
    match (hooks.next(), hooks.next()) {
        (Some(hook), None) => Ok(hook),
        (None, _) => {
            Err(say!(deps.language, "There is no hook whose doorbell could ring. `/odoo hook new` makes one."))
        }
        _ => Err(say!(deps.language, "Which hook's doorbell? Say so with `--hook`.")),
    }
}

/// What an administrator of Odoo does by hand. Its menus are named in English: in which language that person has them is not known.
fn clicks(language: Language, connection: &Connection<'_>, hook: &Hook, watched: &Watched) -> String {
    let known = connection.describe(watched.model).ok();
    let label = |field: &&'static str| {
        let label = known.as_ref().and_then(|known| Some(known.get(field)?.label.clone()));
        format!("*{}*", Markdown::foreign(&label.unwrap_or_else(|| (*field).to_owned())))
    };
    let fields: Vec<_> = match &known {
        Some(known) => known.among(watched.fields).iter().map(label).collect(),
        None => watched.fields.iter().map(label).collect(),
    };
    let model = match watched.noun {
        "lead" => "Lead/Opportunity",
        "task" => "Task",
        "project" => "Project",
        _ => "Contact",
    };
    say!(
        language,
        "The plugin's user in Odoo may not make automation rules, which is well so, or they are not installed there. An administrator of Odoo 17 or later does it in developer mode:\n1. *Settings → Technical → Automation → Automation Rules → New*. Name: {rule}. Model: *{model}*. Trigger: *On save*. When updating: {fields}. Without these fields one save rings up to 22 times.\n2. *Add an action → Send Webhook Notification*. URL: the address of the doorbell, which the bot sent when the hook `{hook}` was made; `/odoo hook rotate {hook}` makes another one. No fields.",
        rule = hook::rule_name(&hook.name, watched),
        model,
        fields = fields.join(", "),
        hook = hook.name
    )
}

fn record(deps: &Deps<'_>, call: &Call, hook: &Hook, watched: &Watched, outcome: &Result<Ruled, RuleError>) {
    let (outcome, detail) = match outcome {
        Ok(Ruled::Made) => (Outcome::Done, "made"),
        Ok(Ruled::Renewed) => (Outcome::Done, "renewed"),
        Ok(Ruled::Changed) => (Outcome::Refused, "changed"),
        Ok(Ruled::UnderWay) => (Outcome::Refused, "under_way"),
        Err(RuleError::Odoo(error)) if error.outcome_is_unknown() => (Outcome::Unknown, error.code()),
        Err(RuleError::Odoo(error)) => (Outcome::Failed, error.code()),
        Err(RuleError::Store(_)) => (Outcome::Unknown, "store"),
    };
    let object = format!("hook/{}/{}", hook.name, watched.model);
    let who = Who { odoo_key: Some(OdooKey::Service), ..Who::person(&call.user_id) };
    let entry = Entry {
        who,
        action: "hook.rule",
        object: &object,
        outcome,
        detail,
        request_id: &call.request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
}

fn purpose(user_id: &str) -> String {
    format!("hook-rule:{user_id}")
}

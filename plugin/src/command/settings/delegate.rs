//! `/odoo settings delegate [@user --until DATE|off]`: who decides on documents in your place while you are away.

use std::time::Duration;

use crate::access::{self, Action, Role, Standing};
use crate::audit::{self, Entry, Who};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::deputy::{self, Deputy};
use crate::language::{self, Language};
use crate::notify;
use crate::ports::{Deps, Level, Person, Timestamp};
use crate::say;
use crate::store::StoreError;
use crate::text;
use crate::text::{Markdown, Zone, local, when};

/// Who is away for longer hands over for good.
const TIME_MAX: Duration = Duration::from_secs(92 * 24 * 3600);
const WHO: &str = text!("Who decides in your place? `/odoo settings delegate @cara --until 2026-12-24`");

pub(super) const WORD: Word = Word {
    trigger: "delegate",
    help: "Somebody decides on documents in your place while you are away",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "deputy",
                place: Place::Word,
                value: Value::Text("@user or off"),
                help: "Who; `off` ends it. Without it you read how it is",
            },
            Argument {
                name: "until",
                place: Place::Flag,
                value: Value::Text("date"),
                help: "The last day, such as friday, +2w or 2026-12-24",
            },
        ],
        notes: "Your deputy decides on purchase orders, expenses, time off and the like where the approval policy lets you decide. It is done in Odoo with your deputy's own account and rights; the card says for whom. Nobody stands in for a deputy.",
        examples: &["settings delegate", "settings delegate @cara --until friday", "settings delegate off"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    answer(deps, call, input).unwrap_or_else(|answer| answer)
}

fn answer(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::OwnSettings)?;
    let zone = caller.current.settings.zone_of(&caller.person);
    match input.get("deputy") {
        None if input.get("until").is_some() => Err(deps.language.tell(WHO)),
        None => show(deps, call, zone),
        Some("off") => end(deps, call),
        Some(name) => name_deputy(deps, call, &caller, name, input.get("until"), zone),
    }
}

fn show(deps: &Deps<'_>, call: &Call, zone: Zone) -> Result<String, String> {
    let named = deputy::of(deps, &call.user_id).map_err(|error| no_store(deps, call, &error))?;
    let own = match named {
        None => say!(deps.language, "Nobody decides in your place."),
        Some(deputy) => say!(
            deps.language,
            "{name} decides on documents in your place until {until}. `/odoo settings delegate off` ends it.",
            name = shown(deps, &deputy.user_id),
            until = format!("{} {}", local(deputy.until, zone), zone.name())
        ),
    };
    let principals = deputy::principals(deps, &call.user_id).map_err(|error| no_store(deps, call, &error))?;
    let principals: Vec<_> = principals.iter().map(|principal| shown(deps, principal)).collect();
    if principals.is_empty() {
        return Ok(own);
    }
    Ok(format!("{own}\n{}", say!(deps.language, "You stand in for {names}.", names = principals.join(", "))))
}

fn end(deps: &Deps<'_>, call: &Call) -> Result<String, String> {
    let ended = deputy::end(deps, &call.user_id).map_err(|error| no_store(deps, call, &error))?;
    let Some(deputy) = ended else { return Ok(say!(deps.language, "Nobody decides in your place.")) };
    record(deps, call, "deputy.end", &deputy.user_id);
    tell(deps, &deputy.user_id, |language| {
        say!(language, "You do not stand in for {name} any more.", name = shown(deps, &call.user_id))
    });
    Ok(say!(deps.language, "{name} does not decide in your place any more.", name = shown(deps, &deputy.user_id)))
}

fn name_deputy(
    deps: &Deps<'_>,
    call: &Call,
    caller: &Caller,
    name: &str,
    until: Option<&str>,
    zone: Zone,
) -> Result<String, String> {
    let until =
        until.ok_or_else(|| say!(deps.language, "Until when? Say so with `--until`, such as `--until friday`."))?;
    let until = end_of(deps.language, until, zone, deps.clock.now())?;
    let person = find(deps, caller, name)?;
    let deputy = Deputy { user_id: person.id.clone(), until };
    let is_named = deputy::name(deps, &call.user_id, &deputy).map_err(|error| no_store(deps, call, &error))?;
    let who = shown(deps, &person.id);
    if !is_named {
        return Err(say!(
            deps.language,
            "{name} stands in for too many people already. Choose somebody else.",
            name = who
        ));
    }
    record(deps, call, "deputy.name", &person.id);
    let until = format!("{} {}", local(until, zone), zone.name());
    tell(deps, &person.id, |language| {
        say!(
            language,
            "You decide on documents in the place of {name} until {until}, with your own Odoo account.",
            name = shown(deps, &call.user_id),
            until
        )
    });
    let is_connected = crate::identity::link(deps, &person.id).is_ok_and(|link| link.is_some());
    let told = say!(deps.language, "{name} decides on documents in your place until {until}.", name = who, until);
    if is_connected {
        return Ok(told);
    }
    let hint = say!(deps.language, "It takes an Odoo account of theirs: they have to `/odoo connect` first.");
    Ok(format!("{told} {hint}"))
}

/// The end of a day, or a moment; in the future and not too far.
fn end_of(language: Language, text: &str, zone: Zone, now: Timestamp) -> Result<Timestamp, String> {
    let until = zone.until(when(text, zone, now).map_err(|error| error.say(language))?);
    if until <= now {
        return Err(say!(language, "`--until` is over already. Take a later day."));
    }
    if until.since(now) > TIME_MAX {
        return Err(say!(language, "Three months at most. Take an earlier day."));
    }
    Ok(until)
}

/// Another person, who may decide at all.
fn find(deps: &Deps<'_>, caller: &Caller, name: &str) -> Result<Person, String> {
    let name = name.trim_start_matches('@').to_lowercase();
    let nobody = || say!(deps.language, "There is nobody called “{name}” here.", name = Markdown::foreign(&name));
    let person = deps.chat.person_by_name(&name).map_err(|_| nobody())?;
    if person.id == caller.person.id {
        return Err(say!(deps.language, "You decide for yourself already. Name somebody else."));
    }
    let standing = Standing::of(deps, &caller.current.settings, &person)?;
    if standing.has(Role::Tool) || person.is_deactivated {
        return Err(say!(deps.language, "Only a person who is active here can decide in your place."));
    }
    Ok(person)
}

fn shown(deps: &Deps<'_>, user_id: &str) -> String {
    let name = deps
        .chat
        .person(user_id)
        .map_or_else(|_| say!(deps.language, "somebody"), |person| format!("@{}", person.username));
    Markdown::foreign(&name).to_string()
}

fn tell(deps: &Deps<'_>, user_id: &str, text: impl Fn(Language) -> String) {
    if let Err(error) = notify::tell(deps, user_id, &text(deps.for_person(user_id).language)) {
        let fields = [("user_id", user_id.to_owned()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "A deputy could not be told", &fields);
    }
}

fn record(deps: &Deps<'_>, call: &Call, action: &str, deputy: &str) {
    let object = format!("user/{deputy}");
    let who = Who::person(&call.user_id);
    audit::record(deps, &Entry { who, action, object: &object, request_id: &call.request_id, ..Entry::default() });
}

fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "A deputy could not be read or named", &fields);
    language::no_store(deps, &call.request_id)
}

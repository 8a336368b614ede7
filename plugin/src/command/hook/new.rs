//! `/odoo hook new <name> --channels a,b [--team T] [--default-channel a] [--types …] [--min-severity s] [--max-per-hour n] [--from a,b]`

use super::{caller, failed, handover, no_store, not_made, record, sources};
use crate::command::Call;
use crate::command::joined::join;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::event::Severity;
use crate::hook::{self, Kind, Made, Target, Wish};
use crate::ids;
use crate::ports::Deps;
use crate::say;
use crate::seal::Seal;
use crate::settings::Settings;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "new",
    help: "Makes a hook",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "name",
                place: Place::Word,
                value: Value::Text("name"),
                help: "In its address: letters, digits, `.`, `-`, `_`",
            },
            Argument {
                name: "only-failures",
                place: Place::Switch,
                value: Value::Nothing,
                help: "Builds and test reports that went well are not shown",
            },
            Argument {
                name: "names",
                place: Place::Switch,
                value: Value::Nothing,
                help: "Bodies of incoming webhooks choose the name and icon above their posts, with the hook's name behind",
            },
            Argument {
                name: "channels",
                place: Place::Flag,
                value: Value::Suggested { hint: "a,b", list: "channel-lists" },
                help: "Where it may write, with commas between them; `@members` lets it write to people of the team",
            },
            Argument {
                name: "default-channel",
                place: Place::Flag,
                value: Value::Suggested { hint: "channel", list: "channels" },
                help: "Where an event goes that names no channel; the only one if there is one, else that of the setting `DefaultChannel`",
            },
            Argument {
                name: "team",
                place: Place::Flag,
                value: Value::Suggested { hint: "team", list: "teams" },
                help: "The team of the channels; this one if absent",
            },
            Argument {
                name: "types",
                place: Place::Flag,
                value: Value::Choice(&[
                    Choice { item: "notify", help: "Shows events in channels" },
                    Choice { item: "record", help: "Makes proposals of events: leads and tickets" },
                    Choice { item: "notify,record", help: "Both" },
                ]),
                help: "What it may do; `notify` if absent",
            },
            Argument {
                name: "min-severity",
                place: Place::Flag,
                value: Value::Choice(&[
                    Choice { item: "info", help: "Shows everything" },
                    Choice { item: "warning", help: "Shows what somebody should look at today, and worse" },
                    Choice { item: "error", help: "Shows what failed, and worse" },
                    Choice { item: "critical", help: "Shows what somebody should look at now" },
                ]),
                help: "Events below are taken and not shown",
            },
            Argument {
                name: "max-per-hour",
                place: Place::Flag,
                value: Value::Number(1, 10_000),
                help: "Events that are shown within an hour; more are refused with 429",
            },
            Argument {
                name: "from",
                place: Place::Flag,
                value: Value::Long("addresses"),
                help: "From where it takes requests: addresses and networks with commas between them; from anywhere if absent",
            },
        ],
        notes: "The bot joins the channels and sends you address, secret and a line to try it with, once, in a direct message. The channels are looked up now: renaming one changes nothing.",
        examples: &[
            "hook new ci --channels builds --only-failures",
            "hook new website --channels sales --types record",
            "hook new crm --team acme --channels sales,ops --default-channel sales --min-severity warning --max-per-hour 60",
            "hook new odoo --channels sales --from 192.0.2.7,10.20.0.0/16",
        ],
        run: Run::Answer(run),
    }),
};

/// In a list of channels: direct messages to people of the team.
const MEMBERS: &str = "@members";

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    make(deps, call, input).unwrap_or_else(|answer| answer)
}

fn make(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let settings = caller(deps, call)?.current.settings;
    let seal = Seal::of(deps.language, &settings.encryption)?;
    let name = input.get("name").and_then(ids::name);
    let name = name.ok_or_else(|| {
        say!(deps.language, "The hook needs a name of letters, digits, `.`, `-` and `_`, at most 40 of them.")
    })?;
    if hook::get(deps, &name).map_err(|error| no_store(deps, call, &error))?.is_some() {
        return Err(exists(deps, &name));
    }
    let wish = wish(deps, call, input, &settings, name.clone())?;
    let channels = shown(deps, &settings, &wish);
    let made = hook::create(deps, &seal, wish).map_err(|error| not_made(deps, call, &error))?;
    let Made::Done(key) = made else { return Err(exists(deps, &name)) };
    let first = say!(deps.language, "The hook `{name}` for {channels} is made.", name, channels);
    if handover::send(deps, call, &name, &key, &first).is_err() {
        // A secret that nobody got is no secret.
        hook::forget(deps, &name).map_err(|error| failed(deps, call, error.to_string()))?;
        return Err(say!(
            deps.language,
            "The bot could not send you the secret, so the hook was not made. Try again.\nRequest `{request}`",
            request = call.request_id
        ));
    }
    record(deps, call, "hook.create", &name);
    Ok(say!(deps.language, "{first} The bot sent you its address and secret in a direct message, once.", first))
}

fn wish(deps: &Deps<'_>, call: &Call, input: &Input, settings: &Settings, name: String) -> Result<Wish, String> {
    let team_id = team_id(deps, call, input.get("team"))?;
    let sources = input.get("from").map(|typed| sources(deps, typed)).transpose()?.unwrap_or_default();
    let words = input.get("channels").unwrap_or_default().split([',', ' ']).map(str::trim);
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let has_members = words.contains(&MEMBERS);
    let mut channels: Vec<Target> = Vec::new();
    let mut add = |name: &str| -> Result<String, String> {
        let channel = join(deps, call, &team_id, name)?;
        if !channels.iter().any(|known| known.id == channel.id) {
            channels.push(Target { id: channel.id.clone(), name: channel.name });
        }
        Ok(channel.id)
    };
    for word in words.iter().filter(|word| **word != MEMBERS) {
        add(word)?;
    }
    let default = input.get("default-channel").map(&mut add).transpose()?;
    let default = match (default, words.as_slice()) {
        (None, [word]) if *word != MEMBERS => channels.first().map(|channel| channel.id.clone()),
        (default, _) => default,
    };
    if channels.is_empty() && !has_members {
        if settings.default_channel.is_empty() {
            return Err(say!(deps.language, "Where may it write? Say so with `--channels`."));
        }
        // What that is when an event comes is looked up then; one that is nothing now is told now.
        join(deps, call, &team_id, &settings.default_channel)?;
    }
    let severity_min = input.get("min-severity").and_then(Severity::named).unwrap_or_default();
    Ok(Wish {
        name,
        owner_id: call.user_id.clone(),
        team_id,
        channels,
        has_members,
        default_channel_id: default,
        kinds: match input.get("types") {
            Some("record") => vec![Kind::Record],
            Some("notify,record") => vec![Kind::Notify, Kind::Record],
            _ => vec![Kind::Notify],
        },
        severity_min,
        shown_per_hour_max: input.number("max-per-hour").and_then(|number| u32::try_from(number).ok()),
        has_only_failures: input.has("only-failures"),
        has_names: input.has("names"),
        sources,
    })
}

/// The team of that name, if the caller is in it; without a name the one where the command was typed.
fn team_id(deps: &Deps<'_>, call: &Call, name: Option<&str>) -> Result<String, String> {
    let Some(name) = name else {
        let is_known = !call.team_id.is_empty();
        return is_known
            .then(|| call.team_id.clone())
            .ok_or_else(|| say!(deps.language, "Which team? Say so with `--team`."));
    };
    let teams = deps.chat.teams_of(&call.user_id).unwrap_or_default();
    let team = teams.into_iter().find(|team| team.name.eq_ignore_ascii_case(name));
    team.map(|team| team.id)
        .ok_or_else(|| say!(deps.language, "You are in no team “{name}”.", name = Markdown::foreign(name)))
}

fn shown(deps: &Deps<'_>, settings: &Settings, wish: &Wish) -> String {
    let names = wish.channels.iter().map(|channel| format!("~{}", channel.name));
    let members = wish.has_members.then(|| say!(deps.language, "people of the team"));
    let is_elsewhere = wish.channels.is_empty() && !wish.has_members;
    let default = is_elsewhere.then(|| format!("~{} (`DefaultChannel`)", settings.default_channel));
    names.chain(members).chain(default).collect::<Vec<_>>().join(", ")
}

fn exists(deps: &Deps<'_>, name: &str) -> String {
    say!(
        deps.language,
        "There is a hook `{name}` already. Choose another name, or give it another secret: `/odoo hook rotate {name}`.",
        name
    )
}

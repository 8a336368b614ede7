//! `/odoo sync adopt [model] --since 7d`: cards of records that were there before anybody followed them.

use std::time::Duration;

use super::Call;
use super::caller::Caller;
use super::followed::FOLLOWED;
use super::parse::Input;
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::language::{self, Language};
use crate::odoo::Connection;
use crate::ports::{Deps, Level, Timestamp};
use crate::say;
use crate::settings::reader_of_all;
use crate::subscription;
use crate::text::when;
use crate::watch::{self, AdoptError, RECORDS_MAX, Watched};

pub(super) const WORD: Word = Word {
    trigger: "sync",
    help: "What channels know of Odoo",
    audience: Audience::Admins,
    content: Content::Words(&[ADOPT]),
};

const ADOPT: Word = Word {
    trigger: "adopt",
    help: "Posts cards of records that were there before they were followed",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "model",
                place: Place::Word,
                value: FOLLOWED,
                help: "Which records; all that are followed if absent",
            },
            Argument {
                name: "since",
                place: Place::Flag,
                value: Value::Text("7d"),
                help: "Since when they were changed: 12h, 7d, 2w, yesterday or 2026-11-01",
            },
        ],
        notes: "The cards go to the channels that follow such records with cards, by the filters of their subscriptions; a channel that has a card of a record gets no second one. 200 records of a model at a time, the latest first.",
        examples: &["sync adopt --since 7d", "sync adopt lead --since 2026-11-01"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    adopt(deps, call, input).unwrap_or_else(|answer| answer)
}

fn adopt(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = Caller::of(deps, call)?;
    let settings = &caller.current.settings;
    access::may(deps, settings, &caller.person, Action::Sync)?;
    let account = caller.account(deps)?;
    if settings.is_paused {
        return Err(say!(
            deps.language,
            "Posting is paused: an administrator switched `Paused` on in the plugin's settings."
        ));
    }
    let since = input
        .get("since")
        .ok_or_else(|| say!(deps.language, "Since when? Say so with `--since`, such as `--since 7d`."))?;
    let since = since_when(deps.language, since, &caller, deps.clock.now())?;
    let mut models = subscription::models(deps).map_err(|error| failed(deps, call, &error))?;
    if let Some(word) = input.get("model") {
        models.retain(|watched| watched.noun == word);
    }
    if models.is_empty() {
        return Err(say!(deps.language, "No channel follows such records. `/odoo subscribe` begins that."));
    }
    // As the jobs see it: what a channel reads never depends on who asks for it.
    let connection = Connection::open(*deps, account, reader_of_all(deps, settings));
    let mut lines = Vec::new();
    for watched in models {
        let line = match watch::adopt(deps, &connection, watched, since) {
            Ok(adopted) if adopted.is_too_early => {
                say!(
                    deps.language,
                    "{nouns}: what is old is found out with the next poll. Try again in a minute.",
                    nouns = watched.nouns(deps.language)
                )
            }
            Ok(adopted) => {
                let nouns = watched.nouns(deps.language);
                let line = say!(
                    deps.language,
                    "{nouns}: {looked} looked at, {count} card is on the way.||{nouns}: {looked} looked at, {count} cards are on the way.",
                    nouns,
                    looked = adopted.records,
                    count = adopted.cards
                );
                if adopted.has_more { format!("{line} {}", told_more(deps, watched)) } else { line }
            }
            Err(AdoptError::Odoo(error)) => return Err(caller.explain(deps, call, account, &error)),
            Err(AdoptError::Full) => {
                say!(deps.language, "Too many events wait to be shown already. Try again in some minutes.")
            }
            Err(error @ AdoptError::Store(_)) => return Err(failed(deps, call, &error)),
        };
        lines.push(line);
    }
    let (who, object) = (Who::person(&call.user_id), input.get("model").unwrap_or("all"));
    audit::record(deps, &Entry { who, action: "sync.adopt", object, request_id: &call.request_id, ..Entry::default() });
    Ok(lines.join("\n"))
}

/// `12h`, `7d`, `2w` ago, or a day of the caller.
fn since_when(language: Language, text: &str, caller: &Caller, now: Timestamp) -> Result<Timestamp, String> {
    let text = text.trim();
    let seconds = [("h", 3600), ("d", 24 * 3600), ("w", 7 * 24 * 3600)].into_iter().find_map(|(unit, seconds)| {
        let number: u64 = text.strip_suffix(unit)?.parse().ok()?;
        number.checked_mul(seconds)
    });
    if let Some(seconds) = seconds {
        let ago = i64::try_from(Duration::from_secs(seconds).as_millis()).unwrap_or(i64::MAX);
        return Ok(Timestamp(now.0.saturating_sub(ago).max(0)));
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let since = when(text, zone, now).map_err(|error| error.say(language))?;
    Ok(zone.from(since))
}

fn told_more(deps: &Deps<'_>, watched: &Watched) -> String {
    say!(
        deps.language,
        "There are more than {max} {nouns} since then: these were the latest.",
        max = RECORDS_MAX,
        nouns = watched.nouns(deps.language)
    )
}

fn failed(deps: &Deps<'_>, call: &Call, error: &dyn std::fmt::Display) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "Records could not be adopted", &fields);
    language::no_store(deps, &call.request_id)
}

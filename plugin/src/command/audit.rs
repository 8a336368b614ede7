//! `/odoo audit [verify] [--since] [--user] [--ref] [--csv]`

mod export;
mod verdict;

use std::collections::BTreeMap;

use super::Call;
use super::caller::Caller;
use super::listing::{Listing, PAGE_ROWS, SCREEN_ROWS_MAX, table};
use super::parse::Input;
use super::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use super::trouble::Trouble;
use crate::access::{self, Action};
use crate::audit::{self, Query, Recorded};
use crate::ports::{Deps, Level};
use crate::say;
use crate::store::StoreError;
use crate::text;
use crate::text::{Markdown, TABLE_RUNES_MAX, Zone, local, when};

pub(super) const WORD: Word = Word {
    trigger: "audit",
    help: "Tells who did what with Odoo",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "verify",
                place: Place::Word,
                value: Value::Choice(&[Choice { item: "verify", help: "Checks that nobody changed an entry" }]),
                help: "Checks the whole chain in place of showing it",
            },
            Argument {
                name: "csv",
                place: Place::Switch,
                value: Value::Nothing,
                help: "Sends them as a file, in a direct message",
            },
            Argument {
                name: "since",
                place: Place::Flag,
                value: Value::Text("date"),
                help: "Entries from then on, such as `yesterday` or `2026-11-21 10:00`",
            },
            Argument {
                name: "user",
                place: Place::Flag,
                value: Value::Text("@name"),
                help: "Entries of this person, or of the API key with this id",
            },
            Argument {
                name: "ref",
                place: Place::Flag,
                value: Value::Text("reference"),
                help: "Entries of this case or this object",
            },
            Argument {
                name: "below",
                place: Place::Flag,
                value: Value::Number(1, u32::MAX),
                help: "With `verify`: goes on below the entry with this number",
            },
        ],
        notes: "The entries are a chain: each holds the hash of the one before. The hash of the last one goes to the server's log every night. Entries older than `AuditRetentionDays` are deleted.",
        examples: &["audit", "audit --since yesterday --user @ben", "audit --ref CASE-7 --csv", "audit verify"],
        run: Run::List(list),
    }),
};

/// The table; whatever else was asked for is answered in its place.
fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Audit)?;
    if input.has("verify") {
        let below = input.number("below").and_then(|number| u64::try_from(number).ok());
        return Err(verdict::of(deps, call, below).into());
    }
    let zone = caller.current.settings.zone_of(&caller.person);
    let query = read_query(deps, input, zone)?;
    if input.has("csv") {
        return Err(export::send(deps, call, &query).into());
    }
    let found = audit::list(deps, &query, rows).map_err(|error| store_answer(deps, call, &error))?;
    if found.entries.is_empty() {
        return Err(say!(deps.language, "No entry of the audit fits.").into());
    }
    let mut table = table(
        deps.language,
        &[text!("When"), text!("Who"), text!("What"), text!("Object"), text!("Outcome"), text!("Case")],
    );
    let mut names = Names::new(deps);
    let shown =
        found.entries.iter().take_while(|entry| table.push(&row(entry, zone, &mut names), TABLE_RUNES_MAX)).count();
    Ok(Listing {
        title: say!(deps.language, "**Audit**, times in {zone}", zone = zone.name()),
        table,
        shown,
        has_more: found.has_more || shown < found.entries.len(),
        rows_next: if shown == rows && rows < SCREEN_ROWS_MAX { rows + PAGE_ROWS } else { 0 },
        menus: Vec::new(),
    })
}

fn read_query(deps: &Deps<'_>, input: &Input, zone: Zone) -> Result<Query, String> {
    let since = input.get("since").map(|text| when(text, zone, deps.clock.now())).transpose();
    let who = input.get("user").map(|name| {
        let name = name.trim_start_matches('@');
        // Whoever is not in Mattermost is the id of a key, or of somebody who was.
        deps.chat.person_by_name(name).map_or_else(|_| name.to_owned(), |person| person.id)
    });
    Ok(Query {
        since: since.map_err(|error| error.say(deps.language))?.map(|when| zone.from(when)),
        who,
        reference: input.get("ref").map(ToOwned::to_owned),
    })
}

fn row(entry: &Recorded, zone: Zone, names: &mut Names<'_>) -> [Markdown; 6] {
    let outcome = match entry.detail.as_str() {
        "" => entry.outcome.name().to_owned(),
        detail => format!("{}: {detail}", entry.outcome.name()),
    };
    [
        Markdown::foreign(&local(entry.at, zone)),
        names.of(entry),
        Markdown::foreign(&entry.action),
        Markdown::foreign(&entry.object),
        Markdown::foreign(&outcome),
        entry.case_id.as_deref().map(Markdown::foreign).unwrap_or_default(),
    ]
}

/// Names of people, each looked up once.
struct Names<'a> {
    deps: &'a Deps<'a>,
    known: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    fn new(deps: &'a Deps<'a>) -> Self {
        Self { deps, known: BTreeMap::new() }
    }

    fn of(&mut self, entry: &Recorded) -> Markdown {
        if entry.user_id.is_empty() && entry.key_id.is_empty() {
            return Markdown::foreign(&say!(self.deps.language, "the plugin"));
        }
        let deps = self.deps;
        let name = self.known.entry(entry.user_id.clone()).or_insert_with(|| {
            deps.chat.person(&entry.user_id).map_or_else(|_| entry.user_id.clone(), |person| person.username)
        });
        Markdown::foreign(&match entry.key_id.as_str() {
            "" => name.clone(),
            key_id => say!(deps.language, "key {key} of {name}", key = key_id, name),
        })
    }
}

fn store_answer(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "The audit could not be read", &fields);
    say!(
        deps.language,
        "The audit could not be read: Mattermost's store did not answer as expected. Try again.\nRequest `{request}`",
        request = call.request_id
    )
}

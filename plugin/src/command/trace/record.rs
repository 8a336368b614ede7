//! What is known of a record, and for each subscription of its kind why it is told or not (requirement 7.12).

use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::outbox::describe;
use crate::event;
use crate::ports::Deps;
use crate::quiet::{self, Now};
use crate::reference::Reference;
use crate::say;
use crate::store::StoreError;
use crate::subscription::{self, Subscription};
use crate::text::{Markdown, Zone, local};
use crate::watch::{self, BeginError, Inside, Sighting, Watched};

/// Subscriptions that are told one by one.
const SUBSCRIPTIONS_MAX: usize = 30;

/// The record that somebody typed: `lead#17`, `lead/17`, or its link; none if it is something else.
pub(in crate::command) fn read(caller: &Caller, deps: &Deps<'_>, text: &str) -> Option<(&'static Watched, i64)> {
    let account = caller.account(deps).ok()?;
    let split = text.split_once(['#', '/']).and_then(|(noun, id)| {
        let watched = Watched::of(&noun.to_lowercase())?;
        Some((watched, id.trim_start_matches('#').parse().ok().filter(|id| *id > 0)?))
    });
    split.or_else(|| match Reference::parse(text, &account.address, "") {
        Ok(Reference::Record { model, id }) => Some((Watched::of(&model)?, id)),
        _ => None,
    })
}

/// The answer.
pub(in crate::command) fn told(
    deps: &Deps<'_>,
    call: &Call,
    caller: &Caller,
    (watched, id): (&'static Watched, i64),
) -> Result<String, String> {
    let account = caller.account(deps)?;
    let zone = caller.current.settings.zone_of(&caller.person);
    let connection = caller.connect(deps, account);
    let found = watch::one(&connection, watched, id);
    let found = found.map_err(|error| caller.explain(deps, call, account, &error))?;
    let Some(sighting) = found else {
        return Ok(say!(
            deps.language,
            "Odoo shows the plugin's own user no {noun} {id}. What it cannot read is told nowhere.",
            noun = deps.language.tell(watched.noun),
            id
        ));
    };
    let failed =
        |error: StoreError| say!(deps.language, "Mattermost's store did not answer: {error}. Try again.", error);
    let mut text = format!("**{}**\n", Markdown::foreign(&sighting.title(deps.language)));
    text.push_str(&seen(deps, &sighting, zone).map_err(failed)?);
    let all = subscription::of_model(deps, watched.model).map_err(failed)?;
    if all.is_empty() {
        text.push_str(&say!(deps.language, "Nobody follows {nouns}.", nouns = watched.nouns(deps.language)));
    }
    let mut inside = Inside::new(deps, &connection, watched.model, id);
    for one in all.iter().take(SUBSCRIPTIONS_MAX) {
        let is_inside = inside.of(&one.team_id).map_err(|error| match error {
            BeginError::Odoo(error) => caller.explain(deps, call, account, &error),
            BeginError::Store(error) => failed(error),
        })?;
        let why = match is_inside {
            true => why(deps, caller, one, &sighting).map_err(failed)?,
            false => say!(deps.language, "not told, outside the organisation of the team"),
        };
        let place = place(deps, one);
        text.push_str(&say!(deps.language, "- `{id}` in {place}: {why}\n", id = one.id, place, why));
    }
    if all.len() > SUBSCRIPTIONS_MAX {
        text.push_str("- ");
        text.push_str(&say!(deps.language, "and {count} more", count = all.len() - SUBSCRIPTIONS_MAX));
    }
    Ok(text)
}

/// When it was looked at, and what became of the last event.
fn seen(deps: &Deps<'_>, sighting: &Sighting, zone: Zone) -> Result<String, StoreError> {
    let written = local(sighting.now.written_at, zone);
    let head = say!(
        deps.language,
        "Last written in Odoo {written} by {name}.\n",
        written,
        name = Markdown::foreign(&sighting.now.written_by)
    );
    let Some(known) = watch::known(deps, &sighting.model, sighting.id)? else {
        return Ok(format!(
            "{head}{}\n",
            say!(deps.language, "No change of it was seen since somebody follows such records.")
        ));
    };
    let state = if known.written_at == sighting.now.written_at {
        say!(deps.language, "That was seen.")
    } else {
        say!(deps.language, "That was not seen yet, or changed nothing that is followed.")
    };
    let last = match &known.last_event {
        None => say!(deps.language, "Nobody wanted to hear of it.\n"),
        Some(key) => match event::find(deps, key)? {
            Some(event) => describe(deps, key, &event, zone),
            None => say!(deps.language, "Its last event is older than 7 days.\n"),
        },
    };
    Ok(format!("{head}{state} {last}"))
}

/// Why an event of the record would be told there, or not.
fn why(deps: &Deps<'_>, caller: &Caller, one: &Subscription, sighting: &Sighting) -> Result<String, StoreError> {
    let followed = one.followed(deps.language);
    if let Err(why_not) = one.fits(sighting) {
        return Ok(say!(deps.language, "not told, {why}", why = why_not.say(deps.language)));
    }
    if let Err(barrier) = subscription::may_deliver(deps, one) {
        return Ok(say!(deps.language, "not told, {why}", why = barrier.say(deps.language)));
    }
    Ok(match quiet::now(deps, &caller.current.settings, one, subscription::reader(deps, one))? {
        Now::Muted => say!(deps.language, "not told, muted by whoever follows it"),
        Now::Held => say!(deps.language, "told after quiet hours: {followed}", followed),
        Now::Told => say!(deps.language, "told: {followed}", followed),
    })
}

fn place(deps: &Deps<'_>, one: &Subscription) -> Markdown {
    if one.team_id.is_empty() {
        return Markdown::foreign(&say!(deps.language, "direct messages"));
    }
    deps.chat.channel(&one.channel_id).map_or_else(
        |_| Markdown::foreign(&say!(deps.language, "a channel that is gone")),
        |channel| Markdown::foreign(&channel.display_name),
    )
}

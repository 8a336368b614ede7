//! What is known of a record, and for each subscription of its kind why it is told or not (requirement 7.12).

use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::outbox::describe;
use crate::event;
use crate::ports::Deps;
use crate::quiet::{self, Now};
use crate::reference::Reference;
use crate::store::StoreError;
use crate::subscription::{self, Subscription};
use crate::text::{Markdown, Zone, local};
use crate::watch::{self, Sighting, Watched};

/// Subscriptions that are told one by one.
const SUBSCRIPTIONS_MAX: usize = 30;

/// The record that somebody typed: `lead#17`, `lead/17`, or its link; none if it is something else.
pub(super) fn read(caller: &Caller, deps: &Deps<'_>, text: &str) -> Option<(&'static Watched, i64)> {
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
pub(super) fn told(
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
        return Ok(format!(
            "Odoo shows the plugin's own user no {} {id}. What it cannot read is told nowhere.",
            watched.noun
        ));
    };
    let failed = |error: StoreError| format!("Mattermost's store did not answer: {error}. Try again.");
    let mut text = format!("**{}**\n", Markdown::foreign(&sighting.title()));
    text.push_str(&seen(deps, &sighting, zone).map_err(failed)?);
    let all = subscription::of_model(deps, watched.model).map_err(failed)?;
    if all.is_empty() {
        text.push_str(&format!("Nobody follows {}s.", watched.noun));
    }
    for one in all.iter().take(SUBSCRIPTIONS_MAX) {
        let why = why(deps, caller, one, &sighting).map_err(failed)?;
        text.push_str(&format!("- `{}` in {}: {why}\n", one.id, place(deps, one)));
    }
    if all.len() > SUBSCRIPTIONS_MAX {
        text.push_str(&format!("- and {} more", all.len() - SUBSCRIPTIONS_MAX));
    }
    Ok(text)
}

/// When it was looked at, and what became of the last event.
fn seen(deps: &Deps<'_>, sighting: &Sighting, zone: Zone) -> Result<String, StoreError> {
    let written = local(sighting.now.written_at, zone);
    let head = format!("Last written in Odoo {written} by {}.\n", Markdown::foreign(&sighting.now.written_by));
    let Some(known) = watch::known(deps, &sighting.model, sighting.id)? else {
        return Ok(format!("{head}No change of it was seen since somebody follows such records.\n"));
    };
    let state = if known.written_at == sighting.now.written_at {
        "That was seen."
    } else {
        "That was not seen yet, or changed nothing that is followed."
    };
    let last = match &known.last_event {
        None => "Nobody wanted to hear of it.\n".to_owned(),
        Some(key) => match event::find(deps, key)? {
            Some(event) => describe(deps, key, &event, zone),
            None => "Its last event is older than 7 days.\n".to_owned(),
        },
    };
    Ok(format!("{head}{state} {last}"))
}

/// Why an event of the record would be told there, or not.
fn why(deps: &Deps<'_>, caller: &Caller, one: &Subscription, sighting: &Sighting) -> Result<String, StoreError> {
    let followed = one.followed();
    if let Err(why_not) = one.fits(sighting) {
        return Ok(format!("not told, {why_not}"));
    }
    if let Err(barrier) = subscription::may_deliver(deps, one) {
        return Ok(format!("not told, {barrier}"));
    }
    Ok(match quiet::now(deps, &caller.current.settings, one)? {
        Now::Muted => "not told, muted by whoever follows it".to_owned(),
        Now::Held => format!("told after quiet hours: {followed}"),
        Now::Told => format!("told: {followed}"),
    })
}

fn place(deps: &Deps<'_>, one: &Subscription) -> Markdown {
    if one.team_id.is_empty() {
        return Markdown::foreign("direct messages");
    }
    deps.chat.channel(&one.channel_id).map_or_else(
        |_| Markdown::foreign("a channel that is gone"),
        |channel| Markdown::foreign(&channel.display_name),
    )
}

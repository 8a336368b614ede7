//! Whom nothing reaches: channels of hooks and subscriptions, people who are not connected, rules that do not work.

use super::{Finding, bounded};
use crate::command::caller::console;
use crate::hook::{self, Hook, Target};
use crate::ports::Deps;
use crate::say;
use crate::store::StoreError;
use crate::subscription::{self, Subscription, may_deliver, may_tell};
use crate::text::Markdown;
use crate::{finding, watch};

pub(super) fn check(deps: &Deps<'_>) -> Result<Vec<Finding>, StoreError> {
    let hooks = hook::all(deps)?.into_iter().filter(|hook| !hook.is_disabled);
    let hooks = hooks.flat_map(|hook| {
        let blocked = hook.channels.iter().filter_map(|channel| of_hook(deps, &hook, channel));
        blocked.collect::<Vec<_>>()
    });
    let subscriptions = subscription::all(deps)?;
    let subscriptions = subscriptions.iter().filter_map(|one| of_subscription(deps, one));
    let people = watch::unmapped(deps)?.into_iter().map(|(uid, name)| {
        let who = if name.is_empty() { format!("#{uid}") } else { format!("{} (#{uid})", Markdown::foreign(&name)) };
        Finding::wrong(
            say!(deps.language, "{who} is responsible and not connected, and was not mentioned.", who),
            say!(deps.language, "They connect with `/odoo connect`."),
        )
    });
    let rules = finding::all(deps)?.into_iter().map(|text| {
        let advice = say!(deps.language, "Mend it in {console}.", console = console(deps));
        Finding::wrong(Markdown::message(&text).to_string(), advice)
    });
    let kinds: [Vec<Finding>; 4] = [hooks.collect(), subscriptions.collect(), people.collect(), rules.collect()];
    let findings = kinds.into_iter().flat_map(|findings| bounded(deps.language, findings, 0)).collect::<Vec<_>>();
    if findings.is_empty() {
        let well = say!(deps.language, "Hooks, subscriptions, mentions and rules reach whom they are meant for.");
        return Ok(vec![Finding::well(well)]);
    }
    Ok(findings)
}

fn of_hook(deps: &Deps<'_>, hook: &Hook, channel: &Target) -> Option<Finding> {
    let barrier = may_tell(deps, &channel.id).err()?;
    Some(Finding::wrong(
        say!(
            deps.language,
            "Hook `{name}` and ~{channel}: {why}.",
            name = hook.name,
            channel = channel.name,
            why = barrier.say(deps.language)
        ),
        say!(deps.language, "Add the bot to the channel, or make another hook."),
    ))
}

fn of_subscription(deps: &Deps<'_>, one: &Subscription) -> Option<Finding> {
    let barrier = may_deliver(deps, one).err()?;
    Some(Finding::wrong(
        say!(
            deps.language,
            "Subscription `{id}` ({nouns}): {why}.",
            id = one.id,
            nouns = one.nouns(deps.language),
            why = barrier.say(deps.language)
        ),
        say!(deps.language, "Mend that, or end it with `/odoo unsubscribe {id}`.", id = one.id),
    ))
}

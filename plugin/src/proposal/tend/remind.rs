use std::time::Duration;

use super::working;
use crate::bot;
use crate::deputy;
use crate::notify;
use crate::ports::{ChatError, Deps, Level, Message};
use crate::proposal::policy::Who;
use crate::proposal::{Proposal, Proposals, State};
use crate::settings::{Names, Settings};
use crate::store::{Change, StoreError};
use crate::text::{Markdown, Zone};
use crate::{say, text};

/// People who get a direct message about one proposal.
const PEOPLE_MAX: usize = 20;

/// After some working hours those who decide are reminded, after as many again it escalates. Each happens once.
pub(super) fn remind(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Result<(), StoreError> {
    let zone = Zone::named(&settings.default_time_zone).unwrap_or(Zone::UTC);
    let hours = Duration::from_secs(u64::from(proposal.policy.remind_hours) * 3600);
    let waited = working::between(proposal.created_at, deps.clock.now(), zone);
    let is_due = waited >= hours && proposal.reminded_at.is_none();
    if is_due && mark(deps, proposal, |proposal| &mut proposal.reminded_at)? {
        tell(
            deps,
            settings,
            proposal,
            &proposal.policy.by,
            text!("Proposal `{code}` waits for your decision: {summary}{link}"),
        );
    }
    let people = &proposal.policy.escalate_to;
    let is_overdue = waited >= hours * 2 && proposal.escalated_at.is_none() && !people.is_empty();
    if is_overdue && mark(deps, proposal, |proposal| &mut proposal.escalated_at)? {
        let text =
            text!("Proposal `{code}` was not decided in time by those who should; you may decide now: {summary}{link}");
        tell(deps, settings, proposal, people, text);
    }
    Ok(())
}

/// Where the card is, behind a sentence; empty if nobody knows.
pub(super) fn link(deps: &Deps<'_>, proposal: &Proposal) -> String {
    let site_url = deps.config.server().site_url;
    match (site_url.is_empty(), proposal.origin.post_id.as_str()) {
        (true, _) | (_, "") => String::new(),
        (false, post_id) => format!(" [{}]({site_url}/_redirect/pl/{post_id})", say!(deps.language, "Open it")),
    }
}

/// The intent, by compare-and-set: of all nodes one goes on.
fn mark(
    deps: &Deps<'_>,
    proposal: &Proposal,
    field: fn(&mut Proposal) -> &mut Option<crate::ports::Timestamp>,
) -> Result<bool, StoreError> {
    let now = deps.clock.now();
    let outcome = Proposals::new(deps).update(&proposal.id, |old| {
        let mut new = old.clone();
        if old.state != State::Pending || field(&mut new).is_some() {
            return Change::Keep(false);
        }
        *field(&mut new) = Some(now);
        Change::Put(new, true)
    })?;
    Ok(outcome.is_some_and(|(_, is_ours)| is_ours))
}

/// Those whom the plugin knows by name get a direct message; where others may decide too, the thread of the card says it.
fn tell(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal, people: &[Who], text: &str) {
    let summary = Markdown::foreign(&proposal.summary);
    let names = named(settings, people);
    let proposer = proposal.proposer.person();
    let known = names.iter().filter_map(|name| deps.chat.person_by_name(name).ok());
    let mut user_ids: Vec<String> = known.map(|person| person.id).collect();
    // Whoever is away has somebody who looks after it.
    let deputy = |user_id: &String| deputy::of(deps, user_id).ok().flatten().map(|deputy| deputy.user_id);
    let deputies: Vec<_> = user_ids.iter().filter(|_| proposal.is_of_approver()).filter_map(deputy).collect();
    user_ids.extend(deputies);
    let mut told = 0;
    for user_id in user_ids.iter().filter(|user_id| Some(user_id.as_str()) != proposer).take(PEOPLE_MAX) {
        let deps = &deps.for_person(user_id);
        let link = link(deps, proposal);
        let sentence = deps.language.say(text, &[("code", &proposal.code), ("summary", &summary), ("link", &link)]);
        match notify::tell(deps, user_id, &sentence) {
            Ok(_) => told += 1,
            Err(error) => log(deps, proposal, &error),
        }
    }
    if told == 0
        && let Err(error) = reply(
            deps,
            proposal,
            &say!(deps.for_all().language, "Proposal `{code}` still waits for a decision.", code = proposal.code),
        )
    {
        log(deps, proposal, &error);
    }
}

fn reply(deps: &Deps<'_>, proposal: &Proposal, text: &str) -> Result<(), ChatError> {
    let origin = &proposal.origin;
    if origin.post_id.is_empty() {
        return Ok(());
    }
    let root_id = if origin.root_id.is_empty() { &origin.post_id } else { &origin.root_id };
    let message = Message {
        author_id: bot::id(deps)?,
        channel_id: origin.channel_id.clone(),
        root_id: root_id.clone(),
        text: text.to_owned(),
        ..Message::default()
    };
    deps.chat.create_post(&message).map(drop)
}

fn named(settings: &Settings, people: &[Who]) -> Vec<String> {
    let of = |names: &Names| names.iter().map(ToOwned::to_owned).collect::<Vec<_>>();
    people
        .iter()
        .flat_map(|who| match who {
            Who::User(name) => vec![name.clone()],
            Who::Role(role) => match role.as_str() {
                "agent" => of(&settings.people.agents),
                "odoo-admin" => of(&settings.people.odoo_admins),
                "proposer" => of(&settings.people.proposers),
                _ => Vec::new(),
            },
            Who::OdooGroup(_) => Vec::new(),
        })
        .collect()
}

fn log(deps: &Deps<'_>, proposal: &Proposal, error: &ChatError) {
    let fields = [("proposal", proposal.id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Warn, "Somebody could not be reminded of a proposal", &fields);
}

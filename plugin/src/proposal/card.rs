//! The card of a proposal: the post that shows what would be written and what became of it.

mod post;
mod values;

use serde_json::json;

use super::{Decision, Effect, Proposal, Proposer, State, Verdict, execution, review};
use crate::language::Language;
use crate::ports::{Card, CardField, Deps, Message, Post};
use crate::settings::{Connection, Settings};
use crate::text::{Markdown, Zone, local};
use crate::{say, text};
pub use post::{CLAIM, ensure, post, update};
pub use values::value_runes;

/// Links to records on one card.
const LINKS_MAX: usize = 30;
/// The key of a card's post under which it carries the id of its proposal.
pub const PROP: &str = "odoo_proposal";

/// The card as it looks now. The message has everything but its author and its id.
#[must_use]
pub fn render(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Message {
    let deps = &deps.for_all();
    let language = deps.language;
    let zone = Zone::named(&settings.default_time_zone).unwrap_or(Zone::UTC);
    let (text, mut fields) = values::of(language, proposal);
    fields.extend(circumstances(deps, settings, proposal, zone));
    let card = Card {
        fallback: format!("Proposal {}: {}", proposal.code, proposal.state.name()),
        color: color(proposal.state),
        title: Markdown::foreign(&proposal.summary).to_string(),
        title_link: address(settings, proposal),
        text: [warnings(proposal), text, decisions(deps, proposal, zone), outcome(language, settings, proposal)]
            .concat(),
        fields,
        footer: say!(language, "Proposal {code}", code = proposal.code),
        buttons: review::buttons(deps, settings, proposal),
    };
    Message {
        channel_id: proposal.origin.channel_id.clone(),
        root_id: proposal.origin.root_id.clone(),
        text: headline(language, proposal),
        cards: vec![card],
        props: json!({PROP: proposal.id}),
        ..Message::default()
    }
}

/// Whether a card shows an earlier state of its proposal.
#[must_use]
pub fn is_behind(deps: &Deps<'_>, post: &Post, proposal: &Proposal) -> bool {
    post.text != headline(deps.for_all().language, proposal)
}

fn headline(language: Language, proposal: &Proposal) -> String {
    let text = match proposal.state {
        State::Pending => text!("Proposal `{code}` waits for approval."),
        State::Approved => text!("Proposal `{code}` is approved."),
        State::Executing => text!("Proposal `{code}` is being written to Odoo."),
        State::Done => text!("Proposal `{code}` is in Odoo."),
        State::Partial => text!("Proposal `{code}` is in Odoo in part only."),
        State::Failed => text!("Proposal `{code}` failed: nothing of it is in Odoo."),
        State::Unknown => text!("Proposal `{code}` may or may not be in Odoo: that is being found out."),
        State::Rejected => text!("Proposal `{code}` was rejected."),
        State::Cancelled => text!("Proposal `{code}` was cancelled."),
        State::Expired => text!("Proposal `{code}` expired: nobody decided in time."),
        State::Superseded => text!("Proposal `{code}` was replaced by a newer one."),
    };
    let mut text = language.say(text, &[("code", &proposal.code)]);
    if proposal.origin.was_deleted {
        text.push('\n');
        text.push_str(&say!(language, "Its earlier card was deleted; this one takes its place."));
    }
    text
}

fn color(state: State) -> &'static str {
    match state {
        State::Pending => "#1c58d9",
        State::Approved | State::Executing => "#5d89ea",
        State::Done => "#3db887",
        State::Partial | State::Unknown => "#ffbc1f",
        State::Failed | State::Rejected => "#d24b4e",
        State::Cancelled | State::Expired | State::Superseded => "#8d93a5",
    }
}

fn circumstances(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal, zone: Zone) -> Vec<CardField> {
    let field = |title: &str, value: String| CardField { title: deps.language.tell(title), value, is_short: true };
    let mut fields = vec![field(text!("Proposed by"), proposer(deps, &proposal.proposer))];
    if let Some(case_id) = &proposal.case_id {
        fields.push(field(text!("Case"), Markdown::foreign(case_id).to_string()));
    }
    let identity = match proposal.execution.identity.as_str() {
        "" if matches!(proposal.state, State::Pending | State::Approved) => identity(deps, settings, proposal),
        known => known.to_owned(),
    };
    if !identity.is_empty() {
        fields.push(field(text!("Written"), deps.language.tell(&identity)));
    }
    if proposal.state == State::Pending {
        let needs = proposal.policy.needs(deps.language, &proposal.decisions);
        fields.push(field(text!("Needs"), Markdown::foreign(&needs).to_string()));
        fields.push(field(text!("Expires"), format!("{} {}", local(proposal.expires_at, zone), zone.name())));
    }
    fields
}

/// In whose name it would be written; nothing while nobody can say.
fn identity(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> String {
    if proposal.is_of_approver() && proposal.state == State::Pending {
        return say!(deps.language, "as whoever approves it");
    }
    execution::writer_of(deps, settings, proposal, None).map(|identity| identity.label).unwrap_or_default()
}

/// Where the one record is that it changes or writes about.
fn address(settings: &Settings, proposal: &Proposal) -> String {
    let changed = proposal.operations.iter().find_map(|operation| match operation.effect {
        Effect::Write { id, .. } | Effect::Note { id, .. } | Effect::File { id, .. } | Effect::Decide { id, .. } => {
            Some((operation.model, id))
        }
        Effect::Create { .. } | Effect::Finish { .. } => None,
    });
    match (&settings.connection, changed) {
        (Connection::Account(account), Some((model, id))) => account.address.record(model.name(), id),
        _ => String::new(),
    }
}

fn proposer(deps: &Deps<'_>, proposer: &Proposer) -> String {
    match proposer {
        Proposer::Person { user_id } | Proposer::Tool { user_id } => name(deps, user_id),
        Proposer::Key { name, .. } => say!(deps.language, "API key {name}", name = Markdown::foreign(name)),
        Proposer::Hook { name, .. } => format!("hook {}", Markdown::foreign(name)),
    }
}

/// The person's name without the power to mention them.
fn name(deps: &Deps<'_>, user_id: &str) -> String {
    match deps.chat.person(user_id) {
        Ok(person) => Markdown::foreign(&format!("@{}", person.username)).to_string(),
        Err(_) => say!(deps.language, "somebody"),
    }
}

fn warnings(proposal: &Proposal) -> String {
    proposal.warnings.iter().map(|warning| format!(":warning: {}\n", Markdown::message(warning))).collect()
}

fn decisions(deps: &Deps<'_>, proposal: &Proposal, zone: Zone) -> String {
    let line = |decision: &Decision| {
        let text = match decision.verdict {
            Verdict::Approve => text!("Approved by {name} {time}{reason}"),
            Verdict::Reject => text!("Rejected by {name} {time}{reason}"),
        };
        let reason = match decision.reason.as_str() {
            "" => String::new(),
            reason => format!(": {}", Markdown::message(reason)),
        };
        let who = match &decision.principal_id {
            None => name(deps, &decision.user_id),
            Some(principal) => say!(
                deps.language,
                "{name} for {principal}",
                name = name(deps, &decision.user_id),
                principal = name(deps, principal)
            ),
        };
        let time = format!("{} {}", local(decision.at, zone), zone.name());
        format!("{}\n", deps.language.say(text, &[("name", &who), ("time", &time), ("reason", &reason)]))
    };
    proposal.decisions.iter().map(line).collect()
}

/// What became of it: a sentence, and where the records are.
fn outcome(language: Language, settings: &Settings, proposal: &Proposal) -> String {
    let sentence = execution::sentence(language, proposal);
    if sentence.is_empty() {
        return String::new();
    }
    let links: Vec<_> = links(settings, proposal).collect();
    let links = if links.is_empty() { String::new() } else { format!(" {}", links.join(", ")) };
    format!("{}{links}\n", Markdown::message(&sentence))
}

fn links(settings: &Settings, proposal: &Proposal) -> impl Iterator<Item = String> {
    let address = match &settings.connection {
        Connection::Account(account) => Some(account.address.clone()),
        Connection::Missing(_) => None,
    };
    let changes = proposal.execution.changes().into_iter().take(LINKS_MAX);
    let records: Vec<_> = changes.map(|change| (change.model.name(), change.id)).collect();
    records.into_iter().filter_map(move |(model, id)| {
        let url = address.as_ref()?.record(model, id);
        Some(format!("[{model} {id}]({url})"))
    })
}

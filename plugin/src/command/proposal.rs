//! `/odoo proposal <code>` shows one; `confirm`, `reject`, `cancel` and `undo` do what the buttons of its card do.

use super::caller::Caller;
use super::parse::Input;
use super::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use super::{Answer, Call};
use crate::access::{self, Action};
use crate::audit::Credential;
use crate::language;
use crate::ports::{Deps, Level, Message};
use crate::proposal::execution::Progress;
use crate::proposal::review::{self, Decided, Refused};
use crate::proposal::{Proposal, Proposals, Proposer, State, Verdict, card};
use crate::say;
use crate::settings::Settings;
use crate::text::Markdown;

const CODE: Argument = Argument {
    name: "code",
    place: Place::Word,
    value: Value::Suggested { hint: "K7M2PX", list: "proposals" },
    help: "The code on the card",
};
const REASON: Argument =
    Argument { name: "reason", place: Place::Words, value: Value::Text("reason"), help: "Why; it stays on the card" };

pub(super) const SHOW: Word = Word {
    trigger: "proposal",
    help: "Shows one proposal",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[CODE],
        notes: "",
        examples: &["proposal K7M2PX"],
        run: Run::Act(show),
    }),
};

pub(super) const CONFIRM: Word = Word {
    trigger: "confirm",
    help: "Approves a proposal: it is written to Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[CODE],
        notes: "Who may approve is up to the approval policy.",
        examples: &["confirm K7M2PX"],
        run: Run::Act(confirm),
    }),
};

pub(super) const REJECT: Word = Word {
    trigger: "reject",
    help: "Rejects a proposal",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[CODE, REASON],
        notes: "",
        examples: &["reject K7M2PX wrong customer"],
        run: Run::Act(reject),
    }),
};

pub(super) const CANCEL: Word = Word {
    trigger: "cancel",
    help: "Takes a proposal back",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[CODE, REASON],
        notes: "For who proposed it and for administrators.",
        examples: &["cancel K7M2PX", "cancel K7M2PX not needed any more"],
        run: Run::Act(cancel),
    }),
};

pub(super) const UNDO: Word = Word {
    trigger: "undo",
    help: "Proposes to bring back what a proposal changed",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[CODE],
        notes: "Fields get their old values, new records are archived. What was changed in Odoo since, and what was sent, stays.",
        examples: &["undo K7M2PX"],
        run: Run::Act(undo),
    }),
};

fn show(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    let (settings, proposal) = find(deps, call, input)?;
    let message = card::render(deps, &settings, &proposal);
    let mut text = plain(&message);
    let caller = Caller::of(deps, call)?;
    if access::may(deps, &settings, &caller.person, Action::ManageProposals).is_ok() {
        text.push_str(&details(deps, &proposal));
    }
    Ok(Answer::Text(text))
}

fn confirm(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    let (settings, proposal) = find(deps, call, input)?;
    let is_retry = matches!(proposal.state, State::Partial | State::Failed | State::Unknown);
    let ran = if is_retry {
        review::try_again(deps, &settings, &proposal, &call.user_id, &call.request_id)
    } else {
        match decide(deps, call, &settings, &proposal, Verdict::Approve, "") {
            Ok(Decided::Ran(ran)) => Ok(ran),
            Ok(Decided::Waits(proposal) | Decided::Rejected(proposal)) => {
                let needs = proposal.policy.needs(deps.language, &proposal.decisions);
                let needs = Markdown::foreign(&needs);
                let text = say!(deps.language, "Your approval counts. Still needed: {needs}.", needs);
                return Ok(Answer::Text(text));
            }
            Err(refused) => Err(refused),
        }
    };
    let ran = ran.map_err(|refused| refused.say(deps.language))?;
    Ok(Answer::Text(match review::told(deps.language, &ran) {
        told if told.is_empty() => say!(deps.language, "Proposal `{code}` is in Odoo.", code = proposal.code),
        told => told,
    }))
}

fn reject(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    let (settings, proposal) = find(deps, call, input)?;
    let reason = input.get("reason").unwrap_or_default();
    decide(deps, call, &settings, &proposal, Verdict::Reject, reason).map_err(|refused| refused.say(deps.language))?;
    Ok(Answer::Text(say!(deps.language, "Proposal `{code}` is rejected.", code = proposal.code)))
}

fn cancel(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    let (settings, proposal) = find(deps, call, input)?;
    let reason = input.get("reason").unwrap_or_default();
    review::cancel(deps, &settings, &proposal.id, &call.user_id, reason, Credential::Session, &call.request_id)
        .map_err(|refused| refused.say(deps.language))?;
    Ok(Answer::Text(say!(deps.language, "Proposal `{code}` is cancelled.", code = proposal.code)))
}

fn undo(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    let (settings, proposal) = find(deps, call, input)?;
    Ok(Answer::Text(review::propose_undo(deps, &settings, &proposal, &call.user_id, "command")))
}

fn decide(
    deps: &Deps<'_>,
    call: &Call,
    settings: &Settings,
    proposal: &Proposal,
    verdict: Verdict,
    reason: &str,
) -> Result<Decided, Refused> {
    let word = review::Word {
        user_id: &call.user_id,
        verdict,
        reason,
        // Operations never change; the code names them all.
        digest: Some(&proposal.digest),
        credential: Credential::Session,
        request_id: &call.request_id,
    };
    review::decide(deps, settings, &proposal.id, &word)
}

/// The proposal that somebody names and may see. What is hidden is absent.
fn find(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<(Settings, Proposal), String> {
    let Some(code) = input.get("code") else {
        return Err(say!(deps.language, "Which proposal? Its code is on the card, such as `K7M2PX`."));
    };
    let caller = Caller::of(deps, call)?;
    let found = Proposals::new(deps).by_code(code).map_err(|error| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Error, "A proposal could not be read", &fields);
        language::no_store(deps, &call.request_id)
    })?;
    let settings = caller.current.settings;
    let can_see = |proposal: &Proposal| {
        let is_own = match &proposal.proposer {
            Proposer::Person { user_id } | Proposer::Tool { user_id } => *user_id == call.user_id,
            Proposer::Key { owner_id, .. } | Proposer::Hook { owner_id, .. } => *owner_id == call.user_id,
        };
        is_own
            || deps.chat.may_in_channel(&call.user_id, &proposal.origin.channel_id, "read_channel")
            || access::may(deps, &settings, &caller.person, Action::ManageProposals).is_ok()
    };
    match found.map(|saved| saved.value).filter(can_see) {
        Some(proposal) => Ok((settings, proposal)),
        None => Err(say!(
            deps.language,
            "There is no proposal “{code}” here. `/odoo proposals` lists yours.",
            code = Markdown::foreign(code)
        )),
    }
}

/// The card without its frame and buttons.
fn plain(message: &Message) -> String {
    let mut text = format!("{}\n", message.text);
    for card in &message.cards {
        text.push_str(&format!("**{}**\n{}", card.title, card.text));
        for field in &card.fields {
            text.push_str(&format!("- {}: {}\n", field.title, field.value));
        }
    }
    text
}

/// What Odoo said, for administrators.
fn details(deps: &Deps<'_>, proposal: &Proposal) -> String {
    let steps = proposal.execution.steps.iter().zip(&proposal.operations);
    let lines =
        steps.filter(|(step, _)| step.progress != Progress::Done && !step.code.is_empty()).map(|(step, operation)| {
            let detail =
                if step.detail.is_empty() { String::new() } else { format!(": {}", Markdown::message(&step.detail)) };
            say!(
                deps.language,
                "- `{step}` on {model}: {code}{detail}\n",
                step = operation.op,
                model = operation.model.name(),
                code = step.code,
                detail
            )
        });
    let lines: String = lines.collect();
    let id = say!(deps.language, "Id `{id}`, digest `{digest}`\n", id = proposal.id, digest = proposal.digest);
    format!("\n{}\n{id}{lines}", say!(deps.language, "**For administrators**"))
}

//! A pressed button of a card. The first checks are of the press itself: who it is says the server; the post is the bot's, where
//! the client says it is; the seal is ours and for this post.

use super::token::{Ask, Token};
use super::{
    Decided, Person, Refused, Voice, Word, carry_out, decide, finish, further, may_cancel, may_retry, reason, settle,
    stop,
};
use crate::audit::Credential;
use crate::bot;
use crate::language::Language;
use crate::ports::Deps;
use crate::proposal::execution::{self, Ran, Why, writer};
use crate::proposal::{Proposal, Proposals, ProposeError, Proposer, State, Verdict, card, undo};
use crate::say;
use crate::settings::Settings;

/// A press as it arrives.
#[derive(Clone, Copy, Debug)]
pub struct Pressed<'a> {
    /// Who, as the server says.
    pub user_id: &'a str,
    /// Which post, as the client says.
    pub post_id: &'a str,
    /// Where, as the client says.
    pub channel_id: &'a str,
    /// Opens a form.
    pub trigger_id: &'a str,
    /// What was chosen from a menu; empty for a button.
    pub selected: &'a str,
    /// What the button carries.
    pub sealed: &'a str,
    /// The same in the server's log.
    pub request_id: &'a str,
}

/// Does what the button asks for; returns what its presser reads, which may be nothing.
///
/// # Errors
/// See [`Refused`].
pub fn press(deps: &Deps<'_>, pressed: &Pressed<'_>) -> Result<String, Refused> {
    let settings = Settings::current(deps).settings;
    let post = deps.chat.post(pressed.post_id).map_err(|_| Refused::Post)?;
    let bot_id = bot::id(deps).map_err(|_| Refused::Post)?;
    if post.author_id != bot_id || post.channel_id != pressed.channel_id {
        return Err(Refused::Post);
    }
    let token = Token::open(&settings, pressed.sealed).ok_or(Refused::Seal)?;
    let proposal = Proposals::new(deps).get(&token.id)?.ok_or(Refused::Nothing)?.value;
    if post.props[card::PROP] != proposal.id.as_str() {
        return Err(Refused::Seal);
    }
    if proposal.origin.channel_id != post.channel_id {
        return Err(Refused::Elsewhere);
    }
    match token.ask {
        Ask::Approve => approve(deps, &settings, pressed, &token),
        Ask::Reject => {
            is_pending(deps, &settings, &proposal)?;
            let voice = Voice::of(deps, &settings, pressed.user_id, &proposal)?;
            voice.may_decide(&proposal).map_err(Refused::Policy)?;
            reason::open(deps, pressed, &token, &proposal)
        }
        Ask::Cancel => {
            is_pending(deps, &settings, &proposal)?;
            may_cancel(deps, &settings, pressed.user_id, &proposal)?;
            reason::open(deps, pressed, &token, &proposal)
        }
        Ask::Edit => {
            is_pending(deps, &settings, &proposal)?;
            further::edit(deps, pressed, &proposal)
        }
        Ask::Then => further::then(deps, pressed, &proposal),
        Ask::Stop => stop(deps, &settings, &proposal.id, pressed.user_id, pressed.request_id),
        Ask::Retry => retry(deps, &settings, pressed, &proposal),
        Ask::There | Ask::Absent => {
            let is_there = token.ask == Ask::There;
            settle(deps, &settings, &proposal.id, pressed.user_id, is_there, pressed.request_id)?;
            Ok(String::new())
        }
        Ask::Undo => Ok(propose_undo(deps, &settings, &proposal, pressed.user_id, "button")),
    }
}

/// Proposes to undo it; returns what the person reads.
#[must_use]
pub fn propose_undo(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal, user_id: &str, way: &str) -> String {
    let proposer = Proposer::Person { user_id: user_id.to_owned() };
    let identity = match writer(deps, settings, &proposer) {
        Ok(identity) => identity,
        Err(sentence) => return sentence,
    };
    match undo::propose(deps, settings, &identity, proposal, user_id, way) {
        Ok(undo) => say!(deps.language, "Proposal `{code}` would undo it.", code = undo.code),
        Err(undo::UndoError::Propose(ProposeError::Odoo(error))) => identity.explain(deps, &error),
        Err(undo::UndoError::Propose(ProposeError::Store(error))) => Refused::Store(error).say(deps.language),
        Err(error) => error.to_string(),
    }
}

/// What somebody reads whose word ran a proposal.
#[must_use]
pub fn told(language: Language, ran: &Ran) -> String {
    match ran {
        // The card says it all.
        Ran::Ended(proposal) if proposal.state == State::Done => String::new(),
        Ran::Ended(proposal) if proposal.state == State::Superseded => {
            say!(
                language,
                "The record was changed in Odoo since the proposal was made. A new proposal stands in its place: please review it again."
            )
        }
        Ran::Ended(proposal) => execution::sentence(language, proposal),
        Ran::Unfinished(_) => say!(language, "It takes longer than one call may: it goes on by itself."),
        Ran::Taken(proposal) => {
            say!(language, "Proposal `{code}` is being written to Odoo already.", code = proposal.code)
        }
        Ran::Idle(proposal) => Refused::Decided(Box::new(proposal.clone())).say(language),
        Ran::Nothing => Refused::Nothing.say(language),
    }
}

/// Tries again what is missing, for somebody who may want that.
///
/// # Errors
/// See [`Refused`].
pub fn try_again(
    deps: &Deps<'_>,
    settings: &Settings,
    proposal: &Proposal,
    user_id: &str,
    request_id: &str,
) -> Result<Ran, Refused> {
    let person = Person::of(deps, settings, user_id, proposal)?;
    may_retry(&person, proposal).map_err(Refused::Policy)?;
    if !matches!(proposal.state, State::Partial | State::Failed | State::Unknown) {
        finish(deps, settings, proposal);
        return Err(Refused::Decided(Box::new(proposal.clone())));
    }
    Ok(carry_out(deps, settings, &proposal.id, Why::Retry, user_id, Credential::Session, request_id)?)
}

fn approve(deps: &Deps<'_>, settings: &Settings, pressed: &Pressed<'_>, token: &Token) -> Result<String, Refused> {
    let word = Word {
        user_id: pressed.user_id,
        verdict: Verdict::Approve,
        reason: "",
        digest: Some(&token.digest),
        credential: Credential::Session,
        request_id: pressed.request_id,
    };
    Ok(match decide(deps, settings, &token.id, &word)? {
        Decided::Ran(ran) => told(deps.language, &ran),
        Decided::Waits(_) | Decided::Rejected(_) => String::new(),
    })
}

fn retry(deps: &Deps<'_>, settings: &Settings, pressed: &Pressed<'_>, proposal: &Proposal) -> Result<String, Refused> {
    try_again(deps, settings, proposal, pressed.user_id, pressed.request_id).map(|ran| told(deps.language, &ran))
}

fn is_pending(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> Result<(), Refused> {
    if proposal.state == State::Pending {
        return Ok(());
    }
    finish(deps, settings, proposal);
    Err(Refused::Decided(Box::new(proposal.clone())))
}

use crate::gate::Freeze;
use crate::language::Language;
use crate::proposal::policy::Unfit;
use crate::proposal::{Proposal, State};
use crate::store::StoreError;
use crate::text::Markdown;
use crate::{say, text};

/// Why somebody's word does not count.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// There is no such proposal.
    Nothing,
    /// The post is not a card of this plugin's bot, or not where the client says.
    Post,
    /// The button was not made by this plugin, or for another post.
    Seal,
    /// It does not wait for a decision any more.
    Decided(Box<Proposal>),
    /// Its time was up.
    Expired(Box<Proposal>),
    /// It is not what was shown.
    Different,
    /// The policy says no.
    Policy(Unfit),
    /// Not in the proposal's channel and team.
    Elsewhere,
    /// Nothing is written at all.
    Frozen(Freeze),
    /// The account that would write may not, or cannot be asked; a sentence.
    Right(String),
    /// Mattermost does not say who it is.
    Person,
    /// Not for this person.
    Stranger(&'static str),
    /// Nobody knows what was stored.
    Store(StoreError),
}

impl Refused {
    /// A word for programs and for the audit.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "not_found",
            Self::Post => "post",
            Self::Seal => "seal",
            Self::Decided(_) => "decided",
            Self::Expired(_) => "expired",
            Self::Different => "digest",
            Self::Policy(Unfit::Machine) => "person_required",
            Self::Policy(_) => "policy",
            Self::Elsewhere => "channel",
            Self::Frozen(_) => "frozen",
            Self::Right(_) => "odoo_right",
            Self::Person => "person",
            Self::Stranger(_) => "forbidden",
            Self::Store(_) => "store",
        }
    }
}

impl Refused {
    /// For the person, as Markdown.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::Nothing => say!(language, "There is no such proposal."),
            Self::Post => say!(language, "This button is not on a card of this plugin. Nothing was done."),
            Self::Seal => {
                say!(language, "This button is not one that this plugin made for this card. Nothing was done.")
            }
            Self::Decided(proposal) => say!(
                language,
                "Proposal `{code}` does not wait for a decision: {state}.",
                code = proposal.code,
                state = language.tell(was(proposal.state))
            ),
            Self::Expired(proposal) => say!(
                language,
                "Proposal `{code}` has expired: nobody decided in time. Propose it again if it is still wanted.",
                code = proposal.code
            ),
            Self::Different => say!(
                language,
                "This is not what was shown on the card any more. Look at the card again before you decide."
            ),
            Self::Policy(unfit) => unfit.say(language),
            Self::Elsewhere => {
                say!(language, "This proposal belongs to another channel, where you cannot decide on it from here.")
            }
            Self::Frozen(freeze) if freeze.reason.is_empty() => {
                say!(language, "Writing to Odoo is frozen by an administrator. Your approval was not taken.")
            }
            Self::Frozen(freeze) => say!(
                language,
                "Writing to Odoo is frozen by an administrator: {reason}. Your approval was not taken.",
                reason = Markdown::foreign(&freeze.reason)
            ),
            Self::Right(sentence) => say!(language, "{sentence} Your approval was not taken.", sentence),
            Self::Person => say!(language, "Mattermost did not tell this plugin who you are. Try again."),
            Self::Stranger(sentence) => language.tell(sentence),
            Self::Store(_) => say!(
                language,
                "Mattermost's store did not answer, so that nobody knows whether your word counts. Look at the card in a minute."
            ),
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn was(state: State) -> &'static str {
    match state {
        State::Pending => text!("it is open"),
        State::Approved | State::Executing => text!("it was approved and is being written to Odoo"),
        State::Done => text!("it was approved and is in Odoo"),
        State::Partial => text!("it was approved, and a part of it is in Odoo"),
        State::Failed => text!("it was approved, and writing it to Odoo failed"),
        State::Unknown => text!("it was approved, and what became of it is being found out"),
        State::Rejected => text!("it was rejected"),
        State::Cancelled => text!("it was cancelled"),
        State::Expired => text!("it has expired"),
        State::Superseded => text!("a newer one stands in its place"),
    }
}

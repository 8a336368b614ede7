use crate::gate::Freeze;
use crate::proposal::policy::Unfit;
use crate::proposal::{Proposal, State};
use crate::store::StoreError;
use crate::text::Markdown;

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

/// For the person, as Markdown.
impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("There is no such proposal."),
            Self::Post => formatter.write_str("This button is not on a card of this plugin. Nothing was done."),
            Self::Seal => formatter
                .write_str("This button is not one that this plugin made for this card. Nothing was done."),
            Self::Decided(proposal) => {
                write!(formatter, "Proposal `{}` does not wait for a decision: {}.", proposal.code, was(proposal.state))
            }
            Self::Expired(proposal) => write!(
                formatter,
                "Proposal `{}` has expired: nobody decided in time. Propose it again if it is still wanted.",
                proposal.code
            ),
            Self::Different => formatter
                .write_str("This is not what was shown on the card any more. Look at the card again before you decide."),
            Self::Policy(unfit) => write!(formatter, "{unfit}"),
            Self::Elsewhere => {
                formatter.write_str("This proposal belongs to another channel, where you cannot decide on it from here.")
            }
            Self::Frozen(freeze) if freeze.reason.is_empty() => {
                formatter.write_str("Writing to Odoo is frozen by an administrator. Your approval was not taken.")
            }
            Self::Frozen(freeze) => write!(
                formatter,
                "Writing to Odoo is frozen by an administrator: {}. Your approval was not taken.",
                Markdown::foreign(&freeze.reason)
            ),
            Self::Right(sentence) => write!(formatter, "{sentence} Your approval was not taken."),
            Self::Person => formatter.write_str("Mattermost did not tell this plugin who you are. Try again."),
            Self::Stranger(sentence) => formatter.write_str(sentence),
            Self::Store(_) => formatter
                .write_str("Mattermost's store did not answer, so that nobody knows whether your word counts. Look at the card in a minute."),
        }
    }
}

impl std::error::Error for Refused {}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn was(state: State) -> &'static str {
    match state {
        State::Pending => "it is open",
        State::Approved | State::Executing => "it was approved and is being written to Odoo",
        State::Done => "it was approved and is in Odoo",
        State::Partial => "it was approved, and a part of it is in Odoo",
        State::Failed => "it was approved, and writing it to Odoo failed",
        State::Unknown => "it was approved, and what became of it is being found out",
        State::Rejected => "it was rejected",
        State::Cancelled => "it was cancelled",
        State::Expired => "it has expired",
        State::Superseded => "a newer one stands in its place",
    }
}

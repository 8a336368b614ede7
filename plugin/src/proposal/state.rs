use serde::{Deserialize, Serialize};

/// Where a proposal is on its way (requirement 5.2).
///
/// `pending → approved → executing → done / partial / failed / unknown`;
/// `pending → rejected / cancelled / expired / superseded`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Waits for decisions.
    #[default]
    Pending,
    /// Decided; nobody has begun.
    Approved,
    /// Somebody holds the claim.
    Executing,
    /// All is written.
    Done,
    /// Some is written, the rest is not.
    Partial,
    /// Nothing is written.
    Failed,
    /// Of a write nobody knows whether it happened; reading settles it.
    Unknown,
    /// Refused.
    Rejected,
    /// Taken back.
    Cancelled,
    /// Nobody decided in time.
    Expired,
    /// Another proposal stands in its place.
    Superseded,
}

impl State {
    /// All of them, in the order above.
    pub const ALL: [Self; 11] = [
        Self::Pending,
        Self::Approved,
        Self::Executing,
        Self::Done,
        Self::Partial,
        Self::Failed,
        Self::Unknown,
        Self::Rejected,
        Self::Cancelled,
        Self::Expired,
        Self::Superseded,
    ];

    /// Whether this may follow `self`.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        use State::{
            Approved, Cancelled, Done, Executing, Expired, Failed, Partial, Pending, Rejected, Superseded, Unknown,
        };
        match self {
            Pending => matches!(next, Approved | Rejected | Cancelled | Expired | Superseded),
            // A claim that finds the record changed, or an Odoo that nobody may write to now, ends here too.
            Approved => matches!(next, Executing | Superseded | Cancelled | Failed),
            Executing => matches!(next, Done | Partial | Failed | Unknown | Superseded),
            // What is missing runs again; what is unknown is settled by reading, or by a person who looked.
            Partial | Failed => matches!(next, Executing),
            Unknown => matches!(next, Executing | Done | Partial | Failed),
            Done | Rejected | Cancelled | Expired | Superseded => false,
        }
    }

    /// Whether somebody or something still has to act: the index of open proposals holds it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Approved | Self::Executing | Self::Unknown)
    }

    /// The word for people and for the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Executing => "executing",
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn the_ways_are_those_of_the_requirement() {
        let ways: Vec<_> = State::ALL
            .into_iter()
            .map(|state| {
                let next = State::ALL.into_iter().filter(|next| state.may_become(*next)).map(State::name);
                format!("{}: {}", state.name(), next.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            ways,
            [
                "pending: approved rejected cancelled expired superseded",
                "approved: executing failed cancelled superseded",
                "executing: done partial failed unknown superseded",
                "done: ",
                "partial: executing",
                "failed: executing",
                "unknown: executing done partial failed",
                "rejected: ",
                "cancelled: ",
                "expired: ",
                "superseded: ",
            ]
        );
    }
}

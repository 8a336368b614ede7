use std::time::Duration;

use super::Documents;
use super::reader::Reader;
use crate::proposal::policy::ApprovalPolicy;

const TTL_HOURS: u64 = 72;
/// A year: what nobody decided by then is forgotten.
const TTL_HOURS_MAX: u64 = 8760;
const OPERATIONS: u64 = 25;
/// More would not fit into one document of the store.
const OPERATIONS_MAX: u64 = 100;

/// How changes are approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposals {
    /// `ApprovalPolicy`: a JSON object as text.
    pub approval_policy: String,
    /// `DocumentKinds`: documents of other apps that can be decided on.
    pub documents: Documents,
    /// `AllowSelfConfirm`: who proposes may confirm where the policy does not say otherwise.
    pub allow_self_confirm: bool,
    /// `AllowTokenExecute`: a person may confirm over the API with an access token.
    pub allow_token_execute: bool,
    /// `ProposalTTLHours`: until an undecided proposal expires.
    pub ttl: Duration,
    /// `MaxOpsPerProposal`.
    pub operations_max: usize,
}

impl Proposals {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            approval_policy: reader.parsed("ApprovalPolicy", policy).unwrap_or_else(|| "{}".into()),
            documents: reader.parsed("DocumentKinds", Documents::parse).unwrap_or_default(),
            allow_self_confirm: reader.switch_or("AllowSelfConfirm", true),
            allow_token_execute: reader.switch_or("AllowTokenExecute", true),
            ttl: Duration::from_secs(reader.number("ProposalTTLHours", 1..=TTL_HOURS_MAX, TTL_HOURS) * 3600),
            operations_max: usize::try_from(reader.number("MaxOpsPerProposal", 1..=OPERATIONS_MAX, OPERATIONS))
                .unwrap_or(usize::MAX),
        }
    }
}

impl Default for Proposals {
    fn default() -> Self {
        Self::read(&mut Reader::new(""))
    }
}

fn policy(text: &str) -> Result<String, String> {
    ApprovalPolicy::parse(text).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::time::Duration;

    use super::{Documents, Proposals};
    use crate::settings::Settings;

    #[test]
    fn without_a_setting_everybody_confirms_their_own_within_three_days() {
        assert_eq!(
            Proposals::default(),
            Proposals {
                approval_policy: "{}".into(),
                documents: Documents::default(),
                allow_self_confirm: true,
                allow_token_execute: true,
                ttl: Duration::from_secs(72 * 3600),
                operations_max: 25,
            }
        );
    }

    #[test]
    fn a_policy_that_is_no_object_is_told() {
        for policy in ["other", "[]", "{", "7"] {
            let document = serde_json::json!({"approvalpolicy": policy}).to_string();
            let problems = Settings::parse(&document).unwrap_err();
            assert_eq!(problems[0].text, "must be a JSON object such as `{\"lead\": {\"approve\": \"other\"}}`.");
        }
    }
}

use super::Names;
use super::reader::Reader;

/// Who may do what, see [`crate::access`], and in whose name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// `OdooAdmins`: run the integration without administering the server.
    pub odoo_admins: Names,
    /// `Agents`: work on tickets.
    pub agents: Names,
    /// `Proposers`: may propose changes; empty for every connected person.
    pub proposers: Names,
    /// `ServiceAccounts`: accounts of machines; they never approve.
    pub service_accounts: Names,
    /// `AllowServiceReads`: everybody may search with the service account.
    pub allow_service_reads: bool,
    /// `WriteIdentity`: in whose name people who are not connected write.
    pub write_identity: WriteIdentity,
    /// `BlockArchivedLogin`: whose Odoo user was archived may not sign in to Mattermost.
    pub block_archived_login: bool,
    /// `SubscribePolicy`: who may subscribe channels.
    pub subscribe_policy: SubscribePolicy,
}

/// In whose name a write is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WriteIdentity {
    /// The person's own Odoo account when connected, else the plugin's.
    #[default]
    PersonalOrService,
    /// The person's own Odoo account, or not at all.
    Personal,
}

/// Who may subscribe a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SubscribePolicy {
    /// Who administers the channel.
    #[default]
    ChannelAdmin,
    /// Every connected member of the channel.
    Member,
    /// System administrators only.
    SystemAdmin,
}

impl People {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let mut names = |setting| reader.parsed(setting, Names::parse).unwrap_or_default();
        Self {
            odoo_admins: names("OdooAdmins"),
            agents: names("Agents"),
            proposers: names("Proposers"),
            service_accounts: names("ServiceAccounts"),
            allow_service_reads: reader.switch("AllowServiceReads"),
            write_identity: reader.choice(
                "WriteIdentity",
                &[("personal-or-service", WriteIdentity::PersonalOrService), ("personal", WriteIdentity::Personal)],
                WriteIdentity::default(),
            ),
            block_archived_login: reader.switch("BlockArchivedLogin"),
            subscribe_policy: reader.choice(
                "SubscribePolicy",
                &[
                    ("channel-admin", SubscribePolicy::ChannelAdmin),
                    ("member", SubscribePolicy::Member),
                    ("system-admin", SubscribePolicy::SystemAdmin),
                ],
                SubscribePolicy::default(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{SubscribePolicy, WriteIdentity};
    use crate::settings::Settings;

    #[test]
    fn choices_are_read_by_their_words() {
        let document = r#"{"writeidentity": "personal", "subscribepolicy": "member"}"#;
        let people = Settings::parse(document).unwrap_or_default().people;
        assert_eq!(
            (people.write_identity, people.subscribe_policy),
            (WriteIdentity::Personal, SubscribePolicy::Member)
        );
    }

    #[test]
    fn other_words_are_told_with_the_right_ones() {
        let document = r#"{"odooadmins": "a b@c", "writeidentity": "me", "subscribepolicy": "all"}"#;
        let problems = Settings::parse(document).unwrap_err();
        let texts: Vec<_> = problems.iter().map(|problem| format!("{} {}", problem.setting, problem.text)).collect();
        assert_eq!(
            texts,
            [
                "OdooAdmins must be usernames such as `@anna, @ben`.",
                "WriteIdentity must be `personal-or-service` or `personal`.",
                "SubscribePolicy must be `channel-admin` or `member` or `system-admin`.",
            ]
        );
    }
}

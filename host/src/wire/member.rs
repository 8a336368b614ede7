//! Memberships. A role counts whether it comes from the scheme or by name.

use mattermost::model::{ChannelMember, TeamMember};

use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<TeamMember> for wit::TeamMember {
    fn from(member: TeamMember) -> Self {
        Self {
            is_admin: member.scheme_admin || has_role(&member.roles, "team_admin"),
            is_guest: member.scheme_guest || has_role(&member.roles, "team_guest"),
            team_id: member.team_id,
            user_id: member.user_id,
            delete_at: member.delete_at,
        }
    }
}

impl From<ChannelMember> for wit::ChannelMember {
    fn from(member: ChannelMember) -> Self {
        Self {
            is_admin: member.scheme_admin || has_role(&member.roles, "channel_admin"),
            is_guest: member.scheme_guest || has_role(&member.roles, "channel_guest"),
            channel_id: member.channel_id,
            user_id: member.user_id,
        }
    }
}

fn has_role(roles: &str, wanted: &str) -> bool {
    roles.split_whitespace().any(|role| role == wanted)
}

//! Who may do what: Mattermost's default permissions, by role.

/// A user's role on the whole server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May do everything.
    SystemAdmin,
    /// Member of the team and its channels.
    Member,
    /// Sees only the channels that it was added to.
    Guest,
}

impl Role {
    /// As in `User.Roles`.
    pub fn names(self) -> &'static str {
        match self {
            Self::SystemAdmin => "system_admin system_user",
            Self::Member => "system_user",
            Self::Guest => "system_guest",
        }
    }
}

/// Whether one of the space-separated roles grants the permission; `system_admin` grants every one.
pub(crate) fn grants(roles: &str, permission: &str) -> bool {
    roles.split_whitespace().any(|role| role == "system_admin" || permissions_of(role).contains(&permission))
}

/// Roles of a team member, from its scheme flags.
pub(crate) fn team_roles(guest: bool, user: bool, admin: bool) -> String {
    scheme_roles("team", guest, user, admin)
}

/// Roles of a channel member, from its scheme flags.
pub(crate) fn channel_roles(guest: bool, user: bool, admin: bool) -> String {
    scheme_roles("channel", guest, user, admin)
}

fn scheme_roles(scope: &str, guest: bool, user: bool, admin: bool) -> String {
    let held = [(guest, "guest"), (user, "user"), (admin, "admin")];
    let names: Vec<String> = held.iter().filter(|(has, _)| *has).map(|(_, name)| format!("{scope}_{name}")).collect();
    names.join(" ")
}

fn permissions_of(role: &str) -> &'static [&'static str] {
    match role {
        "system_user" => &[
            "create_direct_channel",
            "create_group_channel",
            "create_team",
            "edit_custom_group",
            "join_public_teams",
            "list_public_teams",
            "view_members",
        ],
        "system_guest" => &["create_direct_channel", "create_group_channel"],
        "team_user" => &[
            "add_user_to_team",
            "create_private_channel",
            "create_public_channel",
            "invite_user",
            "join_public_channels",
            "list_team_channels",
            "read_public_channel",
            "view_team",
        ],
        "team_guest" => &["view_team"],
        "team_admin" => &[
            "delete_others_posts",
            "delete_post",
            "manage_channel_roles",
            "manage_others_slash_commands",
            "manage_slash_commands",
            "manage_team",
            "manage_team_roles",
            "remove_user_from_team",
        ],
        "channel_user" => &[
            "add_reaction",
            "create_post",
            "delete_post",
            "delete_private_channel",
            "delete_public_channel",
            "edit_post",
            "manage_private_channel_members",
            "manage_private_channel_properties",
            "manage_public_channel_members",
            "manage_public_channel_properties",
            "read_channel",
            "read_channel_content",
            "remove_reaction",
            "upload_file",
            "use_channel_mentions",
        ],
        "channel_guest" => &[
            "add_reaction",
            "create_post",
            "edit_post",
            "read_channel",
            "read_channel_content",
            "remove_reaction",
            "upload_file",
            "use_channel_mentions",
        ],
        "channel_admin" => &["manage_channel_roles"],
        _ => &[],
    }
}

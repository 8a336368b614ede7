//! Everything a server keeps in its database, apart from the key-value table.

use std::collections::BTreeMap;

use crate::error::app_error;
use crate::model::{
    AppError, Bot, Channel, ChannelMember, FileInfo, OpenDialogRequest, PluginClusterEvent, Post, Preference, Reaction,
    Session, Team, TeamMember, User, UserAccessToken, UserStatus,
};
use crate::role;

/// Never locked across an `await`: hooks and API calls come back in.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) bots: BTreeMap<String, Bot>,
    pub(crate) teams: BTreeMap<String, Team>,
    pub(crate) channels: BTreeMap<String, Channel>,
    /// By team and user.
    pub(crate) team_members: BTreeMap<(String, String), TeamMember>,
    /// By channel and user.
    pub(crate) channel_members: BTreeMap<(String, String), ChannelMember>,
    /// In the order of creation; deleted posts stay, with `delete_at`.
    pub(crate) posts: Vec<Post>,
    /// What each user's clients show besides stored posts, in the order of arrival.
    pub(crate) ephemeral: BTreeMap<String, Vec<Post>>,
    pub(crate) reactions: Vec<Reaction>,
    /// Dialogs that a user's clients show, in the order of opening.
    pub(crate) dialogs: Vec<(String, OpenDialogRequest)>,
    pub(crate) sessions: BTreeMap<String, Session>,
    pub(crate) statuses: BTreeMap<String, UserStatus>,
    pub(crate) preferences: Vec<Preference>,
    pub(crate) mails: Vec<Mail>,
    /// What the plugin told its other nodes.
    pub(crate) cluster_events: Vec<PluginClusterEvent>,
    pub(crate) tokens: BTreeMap<String, UserAccessToken>,
    pub(crate) files: BTreeMap<String, (FileInfo, Vec<u8>)>,
}

/// A mail that the plugin sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// HTML.
    pub body: String,
}

/// Where a permission is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// On the whole server.
    Server,
    /// In the team of this id.
    Team(&'a str),
    /// In the channel of this id.
    Channel(&'a str),
}

impl State {
    /// The user of this id or name.
    ///
    /// # Errors
    /// 404 if there is none.
    pub(crate) fn user(&self, who: &str) -> Result<&User, AppError> {
        let found = self.users.get(who).or_else(|| self.users.values().find(|user| user.username == who));
        found.ok_or_else(|| app_error("GetUser", "app.user.missing_account.const", 404))
    }

    /// The team of this id or name.
    ///
    /// # Errors
    /// 404 if there is none.
    pub(crate) fn team(&self, which: &str) -> Result<&Team, AppError> {
        let found = self.teams.get(which).or_else(|| self.teams.values().find(|team| team.name == which));
        found.ok_or_else(|| app_error("GetTeam", "app.team.get.find.app_error", 404))
    }

    /// The channel of this id or name; a name should exist in one team only.
    ///
    /// # Errors
    /// 404 if there is none.
    pub(crate) fn channel(&self, which: &str) -> Result<&Channel, AppError> {
        let found = self.channels.get(which).or_else(|| self.channels.values().find(|channel| channel.name == which));
        found.ok_or_else(|| app_error("GetChannel", "app.channel.get.existing.app_error", 404))
    }

    /// A stored post that is not deleted.
    ///
    /// # Errors
    /// 404 if there is none.
    pub(crate) fn post(&self, id: &str) -> Result<&Post, AppError> {
        let found = self.posts.iter().find(|post| post.id == id && post.delete_at == 0);
        found.ok_or_else(|| app_error("GetSinglePost", "app.post.get.app_error", 404))
    }

    pub(crate) fn team_member(&self, team_id: &str, user_id: &str) -> Option<&TeamMember> {
        let member = self.team_members.get(&(team_id.to_owned(), user_id.to_owned()));
        member.filter(|member| member.delete_at == 0)
    }

    pub(crate) fn channel_member(&self, channel_id: &str, user_id: &str) -> Option<&ChannelMember> {
        self.channel_members.get(&(channel_id.to_owned(), user_id.to_owned()))
    }

    pub(crate) fn put_team_member(&mut self, team_id: &str, user_id: &str, admin: bool, now_ms: i64) -> TeamMember {
        let guest = self.is_guest(user_id);
        let member = TeamMember {
            team_id: team_id.to_owned(),
            user_id: user_id.to_owned(),
            roles: role::team_roles(guest, !guest, admin),
            scheme_guest: guest,
            scheme_user: !guest,
            scheme_admin: admin,
            create_at: now_ms,
            ..TeamMember::default()
        };
        self.team_members.insert((team_id.to_owned(), user_id.to_owned()), member.clone());
        member
    }

    pub(crate) fn put_channel_member(
        &mut self,
        channel_id: &str,
        user_id: &str,
        admin: bool,
        now_ms: i64,
    ) -> ChannelMember {
        let guest = self.is_guest(user_id);
        let member = ChannelMember {
            channel_id: channel_id.to_owned(),
            user_id: user_id.to_owned(),
            roles: role::channel_roles(guest, !guest, admin),
            scheme_guest: guest,
            scheme_user: !guest,
            scheme_admin: admin,
            last_update_at: now_ms,
            ..ChannelMember::default()
        };
        self.channel_members.insert((channel_id.to_owned(), user_id.to_owned()), member.clone());
        member
    }

    /// Whether the user's roles grant the permission there; roles of the server and the team reach into a channel.
    pub(crate) fn may(&self, user_id: &str, permission: &str, scope: Scope<'_>) -> bool {
        let Some(user) = self.users.get(user_id).filter(|user| user.delete_at == 0) else { return false };
        if role::grants(&user.roles, permission) {
            return true;
        }
        let in_team = |team_id: &str| {
            self.team_member(team_id, user_id).is_some_and(|member| role::grants(&member.roles, permission))
        };
        match scope {
            Scope::Server => false,
            Scope::Team(team_id) => in_team(team_id),
            Scope::Channel(channel_id) => {
                let member = self.channel_member(channel_id, user_id);
                member.is_some_and(|member| role::grants(&member.roles, permission))
                    || self.channels.get(channel_id).is_some_and(|channel| in_team(&channel.team_id))
            }
        }
    }

    fn is_guest(&self, user_id: &str) -> bool {
        self.users.get(user_id).is_some_and(|user| user.roles.contains("system_guest"))
    }
}

//! Who comes and goes. Nobody waits for the answer of an event: its failure is in the log.

use mattermost::model::{Channel, ChannelMember, Context, PluginClusterEvent, TeamMember, User};

use super::ComponentHooks;

/// Calls an export whose last argument is who did it.
macro_rules! export_with_actor {
    ($hooks:expr, $name:literal, $function:ident($context:ident, $member:ident, $actor:ident)) => {{
        let context = $context.into();
        let member = $member.into();
        let actor = $actor.map(|user| user.id);
        let _ = $hooks
            .call($name, $hooks.deadlines().event(), move |plugin, store| {
                Box::pin(async move {
                    let hook = plugin.mattermost_plugin_membership_hook();
                    hook.$function(store, &context, &member, actor.as_ref()).await
                })
            })
            .await;
    }};
}

impl ComponentHooks {
    pub(super) async fn channel_created(&self, context: Context, channel: Channel) {
        let _ = export!(
            self,
            "ChannelHasBeenCreated",
            event,
            mattermost_plugin_membership_hook.call_channel_has_been_created(context, channel)
        );
    }

    pub(super) async fn joined_channel(&self, context: Context, member: ChannelMember, actor: Option<User>) {
        export_with_actor!(self, "UserHasJoinedChannel", call_user_has_joined_channel(context, member, actor));
    }

    pub(super) async fn left_channel(&self, context: Context, member: ChannelMember, actor: Option<User>) {
        export_with_actor!(self, "UserHasLeftChannel", call_user_has_left_channel(context, member, actor));
    }

    pub(super) async fn joined_team(&self, context: Context, member: TeamMember, actor: Option<User>) {
        export_with_actor!(self, "UserHasJoinedTeam", call_user_has_joined_team(context, member, actor));
    }

    pub(super) async fn left_team(&self, context: Context, member: TeamMember, actor: Option<User>) {
        export_with_actor!(self, "UserHasLeftTeam", call_user_has_left_team(context, member, actor));
    }

    pub(super) async fn user_created(&self, context: Context, user: User) {
        let _ = export!(
            self,
            "UserHasBeenCreated",
            event,
            mattermost_plugin_membership_hook.call_user_has_been_created(context, user)
        );
    }

    /// Asks whether somebody may sign in. Without an answer they may: a failing component must not lock people out.
    pub(super) async fn will_log_in(&self, context: Context, user: User) -> String {
        let refusal = export!(
            self,
            "UserWillLogIn",
            blocking,
            mattermost_plugin_membership_hook.call_user_will_log_in(context, user)
        );
        refusal.ok().flatten().unwrap_or_default()
    }

    pub(super) async fn logged_in(&self, context: Context, user: User) {
        let _ = export!(
            self,
            "UserHasLoggedIn",
            event,
            mattermost_plugin_membership_hook.call_user_has_logged_in(context, user)
        );
    }

    pub(super) async fn user_deactivated(&self, context: Context, user: User) {
        let _ = export!(
            self,
            "UserHasBeenDeactivated",
            event,
            mattermost_plugin_membership_hook.call_user_has_been_deactivated(context, user)
        );
    }

    pub(super) async fn cluster_event(&self, event: PluginClusterEvent) {
        let (id, data) = (event.id, event.data);
        let _ = self
            .call("OnPluginClusterEvent", self.deadlines().event(), move |plugin, store| {
                Box::pin(async move {
                    plugin.mattermost_plugin_cluster_hook().call_plugin_cluster_event(store, &id, &data).await
                })
            })
            .await;
    }
}

//! What the server asks of a plugin.

mod client;
mod service;

use std::sync::Arc;

use goplugin::PullReader;
use goplugin::rpc::{self, Call};
use goplugin::yamux::Stream;

pub use client::HookClient;
pub use service::serve_hooks;

use crate::answer::{Answer, NoError, Outcome};
use crate::api::Api;
use crate::call::{CallError, Refused, call, reply};
use crate::fields::Fields;
use crate::http::{HttpRequest, HttpResponse};
use crate::model::*;
use crate::table::{error, methods};

methods! {
    /// A hook.
    names Hook also OnActivate, ServeHTTP, ServeMetrics, FileWillBeUploaded;
    /// A plugin's hooks, as the plugin answers them: each is unknown unless it is implemented.
    ///
    /// The server sets no time limit to most of them. Each call runs in a task of its own.
    service Hooks {
        /// The hooks that the server is to call. [`Hook::OnActivate`] is called anyway.
        fn implemented(&self) -> Vec<Hook>;

        /// The plugin was enabled; from now on the API answers. The server has not sent `OnConfigurationChange` before.
        /// An error is shown to admins, and the plugin stays off.
        fn on_activate(&self, api: Api) -> impl Future<Output = Result<(), ErrorValue>> + Send;

        /// Answers a request to `/plugins/<id>/…`.
        fn serve_http(&self, request: HttpRequest) -> impl Future<Output = HttpResponse> + Send {
            let _ = request;
            async { HttpResponse::new(404) }
        }

        /// Answers a request to `/plugins/<id>/metrics` on the server's metrics port.
        fn serve_metrics(&self, request: HttpRequest) -> impl Future<Output = HttpResponse> + Send {
            let _ = request;
            async { HttpResponse::new(404) }
        }

        /// Looks at a file before it is stored. What is written to `replacement` is stored instead, if anything.
        ///
        /// Answers changes to `info`, and a text if the file is refused.
        fn file_will_be_uploaded(
            &self,
            context: Context,
            info: FileInfo,
            upload: PullReader,
            replacement: Stream,
        ) -> impl Future<Output = (Option<FileInfo>, String)> + Send {
            let _ = (context, info, upload, replacement);
            async { (None, String::new()) }
        }
    }
    /// See the [list of hooks](crate::Hook).
    client HookClient;

    OnDeactivate => on_deactivate() -> () or ErrorValue;
    /// After every change of any setting, on every node. Not before [`Hooks::on_activate`].
    OnConfigurationChange => on_configuration_change() -> () or ErrorValue;
    /// `None` without an error lets the server look for another command of this name.
    ExecuteCommand => execute_command(context: Context, args: CommandArgs) -> (Option<CommandResponse>) or AppError;
    /// A post whose fields and props replace those of the message, and a text if it is refused.
    /// `plugin.message_will_be_posted.dismiss_post` refuses without a word. Fields that are zero, and props, are not removed.
    MessageWillBePosted => message_will_be_posted(context: Context, post: Post) -> (Option<Post>, String);
    /// The whole new post, as `None` refuses the change, and the text of a refusal.
    MessageWillBeUpdated => message_will_be_updated(context: Context, new_post: Post, old_post: Post) -> (Option<Post>, String);
    MessageHasBeenPosted => message_has_been_posted(context: Context, post: Post) -> ();
    MessageHasBeenUpdated => message_has_been_updated(context: Context, new_post: Post, old_post: Post) -> ();
    /// `actor` is who did it, `None` if the user did.
    UserHasJoinedChannel => user_has_joined_channel(context: Context, member: ChannelMember, actor: Option<User>) -> ();
    UserHasLeftChannel => user_has_left_channel(context: Context, member: ChannelMember, actor: Option<User>) -> ();
    UserHasJoinedTeam => user_has_joined_team(context: Context, member: TeamMember, actor: Option<User>) -> ();
    UserHasLeftTeam => user_has_left_team(context: Context, member: TeamMember, actor: Option<User>) -> ();
    ChannelHasBeenCreated => channel_has_been_created(context: Context, channel: Channel) -> ();
    /// A text refuses the sign-in.
    UserWillLogIn => user_will_log_in(context: Context, user: User) -> (String);
    UserHasLoggedIn => user_has_logged_in(context: Context, user: User) -> ();
    UserHasBeenCreated => user_has_been_created(context: Context, user: User) -> ();
    ReactionHasBeenAdded => reaction_has_been_added(context: Context, reaction: Reaction) -> ();
    ReactionHasBeenRemoved => reaction_has_been_removed(context: Context, reaction: Reaction) -> ();
    /// Of another node.
    OnPluginClusterEvent => on_plugin_cluster_event(context: Context, event: PluginClusterEvent) -> ();
    OnWebSocketConnect => on_websocket_connect(connection_id: String, user_id: String) -> ();
    OnWebSocketDisconnect => on_websocket_disconnect(connection_id: String, user_id: String) -> ();
    WebSocketMessageHasBeenPosted => websocket_message_has_been_posted(connection_id: String, user_id: String, request: WebSocketRequest) -> ();
    RunDataRetention => run_data_retention(now_time: i64, batch_size: i64) -> (i64) or ErrorValue;
    OnInstall => on_install(context: Context, event: OnInstallEvent) -> () or ErrorValue;
    OnSendDailyTelemetry => on_send_daily_telemetry() -> ();
    OnCloudLimitsUpdated => on_cloud_limits_updated(limits: ProductLimits) -> ();
    /// What to send instead, and a text if nothing is to be sent.
    NotificationWillBePushed => notification_will_be_pushed(notification: PushNotification, user_id: String) -> (Option<PushNotification>, String);
    UserHasBeenDeactivated => user_has_been_deactivated(context: Context, user: User) -> ();
    MessageHasBeenDeleted => message_has_been_deleted(context: Context, post: Post) -> ();
    /// The posts that replace those which a client is about to get.
    MessagesWillBeConsumed => messages_will_be_consumed(posts: Vec<Post>) -> (Vec<Post>);
    OnSharedChannelsSyncMsg => on_shared_channels_sync_msg(message: SyncMsg, remote: RemoteCluster) -> (SyncResponse) or ErrorValue;
    OnSharedChannelsPing => on_shared_channels_ping(remote: RemoteCluster) -> (bool);
    PreferencesHaveChanged => preferences_have_changed(context: Context, preferences: Vec<Preference>) -> ();
    OnSharedChannelsAttachmentSyncMsg => on_shared_channels_attachment_sync_msg(file: FileInfo, post: Post, remote: RemoteCluster) -> () or ErrorValue;
    OnSharedChannelsProfileImageSyncMsg => on_shared_channels_profile_image_sync_msg(user: User, remote: RemoteCluster) -> () or ErrorValue;
    GenerateSupportData => generate_support_data(context: Context) -> (Vec<FileData>) or ErrorValue;
    /// What to send instead, and a text if nothing is to be sent.
    EmailNotificationWillBeSent => email_notification_will_be_sent(notification: EmailNotification) -> (Option<EmailNotificationContent>, String);
    /// A text refuses the download. The server waits 30 s.
    FileWillBeDownloaded => file_will_be_downloaded(context: Context, file: FileInfo, user_id: String, download_type: String) -> (String);
    /// Changes to the member, and a text if it is refused.
    ChannelMemberWillBeAdded => channel_member_will_be_added(context: Context, member: ChannelMember) -> (Option<ChannelMember>, String);
    /// Changes to the member, and a text if it is refused.
    TeamMemberWillBeAdded => team_member_will_be_added(context: Context, member: TeamMember) -> (Option<TeamMember>, String);
    /// A text refuses it.
    ChannelWillBeArchived => channel_will_be_archived(context: Context, channel: Channel) -> (String);
}

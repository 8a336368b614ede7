//! What a plugin asks of the server.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use gob::{Gob, Limits};
use goplugin::Connection;
use goplugin::rpc::{self, Call, ServeError, Service};

use crate::answer::{Answer, NoError, Outcome};
use crate::call::{CallError, Refused, call, reply};
use crate::fields::Fields;
use crate::model::*;
use crate::table::{error, methods};

/// The server's methods, as the plugin calls them; cheap to clone.
///
/// The server checks no permissions: everything is done with the plugin's rights. A result that is an [`Option`] is a
/// pointer in Go, which the server leaves nil if the object does not exist and it sees no error in that.
#[derive(Clone)]
pub struct Api {
    rpc: rpc::Client,
}

impl Api {
    /// Starts a client on a stream; `limits` bound what the server may answer: an answer beyond them, such as a file of
    /// `GetFile` that is larger than expected, ends the connection.
    pub fn start(stream: impl Into<Connection>, limits: Limits) -> Self {
        Self { rpc: rpc::Client::start(stream, limits) }
    }

    /// Sends an HTTP request to another plugin: `request.url` is `/<plugin id>/…`.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn plugin_http(&self, request: HttpRequestHead, body: Vec<u8>) -> Result<PluginHttpAnswer, CallError> {
        call(&self.rpc, "PluginHTTP", &PluginHttp { request, request_body: body }).await
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").finish_non_exhaustive()
    }
}

#[derive(Default, Gob)]
struct PluginHttp {
    request: HttpRequestHead,
    request_body: Vec<u8>,
}

/// The answer to [`Api::plugin_http`].
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct PluginHttpAnswer {
    /// Status and header; absent if the request could not be made.
    pub response: Option<HttpResponseHead>,
    /// Whole.
    #[gob(rename = "ResponseBody")]
    pub body: Vec<u8>,
}

/// Answers a plugin's calls until it closes the stream; `limits` bound what it may ask.
///
/// # Errors
/// The connection failed or what came is not net/rpc.
pub async fn serve_api(
    stream: impl Into<Connection>,
    limits: Limits,
    api: Arc<impl ServerApi>,
) -> Result<(), ServeError> {
    rpc::serve(stream, limits, ApiService(api)).await
}

struct ApiService<S>(Arc<S>);

impl<S: ServerApi> Service for ApiService<S> {
    async fn call(&self, call: Call<'_>) -> rpc::Answer {
        dispatch(&self.0, call).await
    }
}

methods! {
    /// A method of the server.
    names ApiMethod also PluginHTTP;
    /// The server's methods, as the server answers them: each is unknown unless it is implemented.
    service ServerApi {}
    client Api;

    /// The plugin's settings as a JSON object, or `null`: keys in lower case, defaults filled in, secrets in clear.
    LoadPluginConfiguration => load_plugin_configuration() -> (Vec<u8>);
    /// Replaces an earlier registration of the same trigger. Needed on every node.
    RegisterCommand => register_command(command: Command) -> () or ErrorValue;
    UnregisterCommand => unregister_command(team_id: String, trigger: String) -> () or ErrorValue;
    ExecuteSlashCommand => execute_slash_command(args: CommandArgs) -> (Option<CommandResponse>) or ErrorValue;
    /// Secrets are masked.
    GetConfig => get_config() -> (Config);
    /// The plugin's settings with secrets masked.
    GetPluginConfig => get_plugin_config() -> (JsonMap);
    /// Replaces all settings of the plugin.
    SavePluginConfig => save_plugin_config(config: JsonMap) -> () or AppError;
    /// The folder of the unpacked bundle. It is wiped when the server starts.
    GetBundlePath => get_bundle_path() -> (String) or ErrorValue;
    GetLicense => get_license() -> (Option<License>);
    IsEnterpriseReady => is_enterprise_ready() -> (bool);
    /// Such as `11.6.0`.
    GetServerVersion => get_server_version() -> (String);
    GetSystemInstallDate => get_system_install_date() -> (i64) or AppError;
    GetDiagnosticId => get_diagnostic_id() -> (String);
    GetTelemetryId => get_telemetry_id() -> (String);
    CreateUser => create_user(user: User) -> (Option<User>) or AppError;
    DeleteUser => delete_user(user_id: String) -> () or AppError;
    GetUsers => get_users(options: UserGetOptions) -> (Vec<User>) or AppError;
    /// Unknown ids are left out.
    GetUsersByIds => get_users_by_ids(user_ids: Vec<String>) -> (Vec<User>) or AppError;
    GetUser => get_user(user_id: String) -> (Option<User>) or AppError;
    GetUserByEmail => get_user_by_email(email: String) -> (Option<User>) or AppError;
    GetUserByUsername => get_user_by_username(name: String) -> (Option<User>) or AppError;
    GetUsersByUsernames => get_users_by_usernames(usernames: Vec<String>) -> (Vec<User>) or AppError;
    GetUsersInTeam => get_users_in_team(team_id: String, page: i64, per_page: i64) -> (Vec<User>) or AppError;
    GetPreferenceForUser => get_preference_for_user(user_id: String, category: String, name: String) -> (Preference) or AppError;
    GetPreferencesForUser => get_preferences_for_user(user_id: String) -> (Vec<Preference>) or AppError;
    UpdatePreferencesForUser => update_preferences_for_user(user_id: String, preferences: Vec<Preference>) -> () or AppError;
    DeletePreferencesForUser => delete_preferences_for_user(user_id: String, preferences: Vec<Preference>) -> () or AppError;
    GetSession => get_session(session_id: String) -> (Option<Session>) or AppError;
    CreateSession => create_session(session: Session) -> (Option<Session>) or AppError;
    ExtendSessionExpiry => extend_session_expiry(session_id: String, new_expiry: i64) -> () or AppError;
    RevokeSession => revoke_session(session_id: String) -> () or AppError;
    CreateUserAccessToken => create_user_access_token(token: UserAccessToken) -> (Option<UserAccessToken>) or AppError;
    RevokeUserAccessToken => revoke_user_access_token(token_id: String) -> () or AppError;
    GetTeamIcon => get_team_icon(team_id: String) -> (Vec<u8>) or AppError;
    SetTeamIcon => set_team_icon(team_id: String, data: Vec<u8>) -> () or AppError;
    RemoveTeamIcon => remove_team_icon(team_id: String) -> () or AppError;
    UpdateUser => update_user(user: User) -> (Option<User>) or AppError;
    GetUserStatus => get_user_status(user_id: String) -> (Option<UserStatus>) or AppError;
    GetUserStatusesByIds => get_user_statuses_by_ids(user_ids: Vec<String>) -> (Vec<UserStatus>) or AppError;
    UpdateUserStatus => update_user_status(user_id: String, status: String) -> (Option<UserStatus>) or AppError;
    SetUserStatusTimedDND => set_user_status_timed_dnd(user_id: String, end_time: i64) -> (Option<UserStatus>) or AppError;
    UpdateUserActive => update_user_active(user_id: String, active: bool) -> () or AppError;
    UpdateUserCustomStatus => update_user_custom_status(user_id: String, custom_status: CustomStatus) -> () or AppError;
    RemoveUserCustomStatus => remove_user_custom_status(user_id: String) -> () or AppError;
    GetUsersInChannel => get_users_in_channel(channel_id: String, sort_by: String, page: i64, per_page: i64) -> (Vec<User>) or AppError;
    GetLDAPUserAttributes => get_ldap_user_attributes(user_id: String, attributes: Vec<String>) -> (BTreeMap<String, String>) or AppError;
    CreateTeam => create_team(team: Team) -> (Option<Team>) or AppError;
    DeleteTeam => delete_team(team_id: String) -> () or AppError;
    GetTeams => get_teams() -> (Vec<Team>) or AppError;
    GetTeam => get_team(team_id: String) -> (Option<Team>) or AppError;
    GetTeamByName => get_team_by_name(name: String) -> (Option<Team>) or AppError;
    GetTeamsUnreadForUser => get_teams_unread_for_user(user_id: String) -> (Vec<TeamUnread>) or AppError;
    UpdateTeam => update_team(team: Team) -> (Option<Team>) or AppError;
    SearchTeams => search_teams(term: String) -> (Vec<Team>) or AppError;
    GetTeamsForUser => get_teams_for_user(user_id: String) -> (Vec<Team>) or AppError;
    CreateTeamMember => create_team_member(team_id: String, user_id: String) -> (Option<TeamMember>) or AppError;
    CreateTeamMembers => create_team_members(team_id: String, user_ids: Vec<String>, requestor_id: String) -> (Vec<TeamMember>) or AppError;
    CreateTeamMembersGracefully => create_team_members_gracefully(team_id: String, user_ids: Vec<String>, requestor_id: String) -> (Vec<TeamMemberWithError>) or AppError;
    DeleteTeamMember => delete_team_member(team_id: String, user_id: String, requestor_id: String) -> () or AppError;
    GetTeamMembers => get_team_members(team_id: String, page: i64, per_page: i64) -> (Vec<TeamMember>) or AppError;
    GetTeamMember => get_team_member(team_id: String, user_id: String) -> (Option<TeamMember>) or AppError;
    GetTeamMembersForUser => get_team_members_for_user(user_id: String, page: i64, per_page: i64) -> (Vec<TeamMember>) or AppError;
    UpdateTeamMemberRoles => update_team_member_roles(team_id: String, user_id: String, new_roles: String) -> (Option<TeamMember>) or AppError;
    CreateChannel => create_channel(channel: Channel) -> (Option<Channel>) or AppError;
    DeleteChannel => delete_channel(channel_id: String) -> () or AppError;
    /// `page` counts from 0.
    GetPublicChannelsForTeam => get_public_channels_for_team(team_id: String, page: i64, per_page: i64) -> (Vec<Channel>) or AppError;
    GetChannel => get_channel(channel_id: String) -> (Option<Channel>) or AppError;
    GetChannelByName => get_channel_by_name(team_id: String, name: String, include_deleted: bool) -> (Option<Channel>) or AppError;
    GetChannelByNameForTeamName => get_channel_by_name_for_team_name(team_name: String, channel_name: String, include_deleted: bool) -> (Option<Channel>) or AppError;
    GetChannelsForTeamForUser => get_channels_for_team_for_user(team_id: String, user_id: String, include_deleted: bool) -> (Vec<Channel>) or AppError;
    GetChannelStats => get_channel_stats(channel_id: String) -> (Option<ChannelStats>) or AppError;
    /// Makes it if there is none.
    GetDirectChannel => get_direct_channel(user_id: String, other_user_id: String) -> (Option<Channel>) or AppError;
    GetGroupChannel => get_group_channel(user_ids: Vec<String>) -> (Option<Channel>) or AppError;
    UpdateChannel => update_channel(channel: Channel) -> (Option<Channel>) or AppError;
    SearchChannels => search_channels(team_id: String, term: String) -> (Vec<Channel>) or AppError;
    CreateChannelSidebarCategory => create_channel_sidebar_category(user_id: String, team_id: String, new_category: SidebarCategoryWithChannels) -> (Option<SidebarCategoryWithChannels>) or AppError;
    GetChannelSidebarCategories => get_channel_sidebar_categories(user_id: String, team_id: String) -> (Option<OrderedSidebarCategories>) or AppError;
    UpdateChannelSidebarCategories => update_channel_sidebar_categories(user_id: String, team_id: String, categories: Vec<SidebarCategoryWithChannels>) -> (Vec<SidebarCategoryWithChannels>) or AppError;
    SearchUsers => search_users(search: UserSearch) -> (Vec<User>) or AppError;
    SearchPostsInTeam => search_posts_in_team(team_id: String, params_list: Vec<SearchParams>) -> (Vec<Post>) or AppError;
    SearchPostsInTeamForUser => search_posts_in_team_for_user(team_id: String, user_id: String, search_params: SearchParameter) -> (Option<PostSearchResults>) or AppError;
    /// The user has to be in the team.
    AddChannelMember => add_channel_member(channel_id: String, user_id: String) -> (Option<ChannelMember>) or AppError;
    /// As [`AddChannelMember`](ApiMethod::AddChannelMember), with a message that `as_user_id` has added the user.
    AddUserToChannel => add_user_to_channel(channel_id: String, user_id: String, as_user_id: String) -> (Option<ChannelMember>) or AppError;
    GetChannelMember => get_channel_member(channel_id: String, user_id: String) -> (Option<ChannelMember>) or AppError;
    GetChannelMembers => get_channel_members(channel_id: String, page: i64, per_page: i64) -> (Vec<ChannelMember>) or AppError;
    GetChannelMembersByIds => get_channel_members_by_ids(channel_id: String, user_ids: Vec<String>) -> (Vec<ChannelMember>) or AppError;
    GetChannelMembersForUser => get_channel_members_for_user(team_id: String, user_id: String, page: i64, per_page: i64) -> (Vec<ChannelMember>) or AppError;
    UpdateChannelMemberRoles => update_channel_member_roles(channel_id: String, user_id: String, new_roles: String) -> (Option<ChannelMember>) or AppError;
    UpdateChannelMemberNotifications => update_channel_member_notifications(channel_id: String, user_id: String, notifications: BTreeMap<String, String>) -> (Option<ChannelMember>) or AppError;
    PatchChannelMembersNotifications => patch_channel_members_notifications(members: Vec<ChannelMemberIdentifier>, notify_props: BTreeMap<String, String>) -> () or AppError;
    DeleteChannelMember => delete_channel_member(channel_id: String, user_id: String) -> () or AppError;
    /// Runs the hooks of all plugins, those of this one included. `user_id` and `channel_id` are required.
    CreatePost => create_post(post: Post) -> (Option<Post>) or AppError;
    AddReaction => add_reaction(reaction: Reaction) -> (Option<Reaction>) or AppError;
    RemoveReaction => remove_reaction(reaction: Reaction) -> () or AppError;
    GetReactions => get_reactions(post_id: String) -> (Vec<Reaction>) or AppError;
    /// Shown to one user, and not stored: keep the id to change or delete it.
    SendEphemeralPost => send_ephemeral_post(user_id: String, post: Post) -> (Option<Post>);
    UpdateEphemeralPost => update_ephemeral_post(user_id: String, post: Post) -> (Option<Post>);
    DeleteEphemeralPost => delete_ephemeral_post(user_id: String, post_id: String) -> ();
    DeletePost => delete_post(post_id: String) -> () or AppError;
    GetPostThread => get_post_thread(post_id: String) -> (Option<PostList>) or AppError;
    GetPost => get_post(post_id: String) -> (Option<Post>) or AppError;
    /// Posts that changed after `time`, deleted ones included; at most 1,000.
    GetPostsSince => get_posts_since(channel_id: String, time: i64) -> (Option<PostList>) or AppError;
    GetPostsAfter => get_posts_after(channel_id: String, post_id: String, page: i64, per_page: i64) -> (Option<PostList>) or AppError;
    GetPostsBefore => get_posts_before(channel_id: String, post_id: String, page: i64, per_page: i64) -> (Option<PostList>) or AppError;
    GetPostsForChannel => get_posts_for_channel(channel_id: String, page: i64, per_page: i64) -> (Option<PostList>) or AppError;
    GetTeamStats => get_team_stats(team_id: String) -> (Option<TeamStats>) or AppError;
    /// Replaces the whole post: change what `GetPost` returned.
    UpdatePost => update_post(post: Post) -> (Option<Post>) or AppError;
    GetProfileImage => get_profile_image(user_id: String) -> (Vec<u8>) or AppError;
    SetProfileImage => set_profile_image(user_id: String, data: Vec<u8>) -> () or AppError;
    GetEmojiList => get_emoji_list(sort_by: String, page: i64, per_page: i64) -> (Vec<Emoji>) or AppError;
    GetEmojiByName => get_emoji_by_name(name: String) -> (Option<Emoji>) or AppError;
    GetEmoji => get_emoji(emoji_id: String) -> (Option<Emoji>) or AppError;
    CopyFileInfos => copy_file_infos(user_id: String, file_ids: Vec<String>) -> (Vec<String>) or AppError;
    GetFileInfo => get_file_info(file_id: String) -> (Option<FileInfo>) or AppError;
    SetFileSearchableContent => set_file_searchable_content(file_id: String, content: String) -> () or AppError;
    GetFileInfos => get_file_infos(page: i64, per_page: i64, options: GetFileInfosOptions) -> (Vec<FileInfo>) or AppError;
    /// Whole: ask for its size first.
    GetFile => get_file(file_id: String) -> (Vec<u8>) or AppError;
    GetFileLink => get_file_link(file_id: String) -> (String) or AppError;
    ReadFile => read_file(path: String) -> (Vec<u8>) or AppError;
    GetEmojiImage => get_emoji_image(emoji_id: String) -> (Vec<u8>, String) or AppError;
    /// Whole. The id of the result goes into [`Post::file_ids`].
    UploadFile => upload_file(data: Vec<u8>, channel_id: String, filename: String) -> (Option<FileInfo>) or AppError;
    /// A trigger id lives 30 s unless the server is set otherwise.
    OpenInteractiveDialog => open_interactive_dialog(dialog: OpenDialogRequest) -> () or AppError;
    SendToastMessage => send_toast_message(user_id: String, connection_id: String, message: String, options: SendToastMessageOptions) -> () or AppError;
    GetPlugins => get_plugins() -> (Vec<Manifest>) or AppError;
    EnablePlugin => enable_plugin(id: String) -> () or AppError;
    DisablePlugin => disable_plugin(id: String) -> () or AppError;
    RemovePlugin => remove_plugin(id: String) -> () or AppError;
    GetPluginStatus => get_plugin_status(id: String) -> (Option<PluginStatus>) or AppError;
    /// Keeps the value until it is deleted. An empty value deletes the key.
    KVSet => kv_set(key: String, value: Vec<u8>) -> () or AppError;
    /// Whether `old_value` was there and `new_value` is now. An empty `old_value`: if there was none.
    KVCompareAndSet => kv_compare_and_set(key: String, old_value: Vec<u8>, new_value: Vec<u8>) -> (bool) or AppError;
    KVCompareAndDelete => kv_compare_and_delete(key: String, old_value: Vec<u8>) -> (bool) or AppError;
    /// Whether it was written. Atomic calls run on the database's primary.
    KVSetWithOptions => kv_set_with_options(key: String, value: Vec<u8>, options: KvSetOptions) -> (bool) or AppError;
    /// 0 seconds keep the value until it is deleted.
    KVSetWithExpiry => kv_set_with_expiry(key: String, value: Vec<u8>, expire_in_seconds: i64) -> () or AppError;
    /// Empty if there is none. May read a replica that lags behind.
    KVGet => kv_get(key: String) -> (Vec<u8>) or AppError;
    KVDelete => kv_delete(key: String) -> () or AppError;
    /// Those that the server has made for the plugin, too.
    KVDeleteAll => kv_delete_all() -> () or AppError;
    /// In the database's order, those that the server has made included. `page` counts from 0.
    KVList => kv_list(page: i64, per_page: i64) -> (Vec<String>) or AppError;
    /// Clients get it as `custom_<plugin id>_<event>`.
    PublishWebSocketEvent => publish_websocket_event(event: String, payload: JsonMap, broadcast: WebsocketBroadcast) -> ();
    /// The server looks at [`Permission::id`] only.
    HasPermissionTo => has_permission_to(user_id: String, permission: Permission) -> (bool);
    HasPermissionToTeam => has_permission_to_team(user_id: String, team_id: String, permission: Permission) -> (bool);
    HasPermissionToChannel => has_permission_to_channel(user_id: String, channel_id: String, permission: Permission) -> (bool);
    RolesGrantPermission => roles_grant_permission(role_names: Vec<String>, permission_id: String) -> (bool);
    /// `pairs` are key, value, key, value, ….
    LogDebug => log_debug(message: String, pairs: Vec<Json>) -> ();
    LogInfo => log_info(message: String, pairs: Vec<Json>) -> ();
    LogError => log_error(message: String, pairs: Vec<Json>) -> ();
    LogWarn => log_warn(message: String, pairs: Vec<Json>) -> ();
    SendMail => send_mail(to: String, subject: String, html_body: String) -> () or AppError;
    CreateBot => create_bot(bot: Bot) -> (Option<Bot>) or AppError;
    PatchBot => patch_bot(bot_user_id: String, patch: BotPatch) -> (Option<Bot>) or AppError;
    GetBot => get_bot(bot_user_id: String, include_deleted: bool) -> (Option<Bot>) or AppError;
    GetBots => get_bots(options: BotGetOptions) -> (Vec<Bot>) or AppError;
    UpdateBotActive => update_bot_active(bot_user_id: String, active: bool) -> (Option<Bot>) or AppError;
    PermanentDeleteBot => permanent_delete_bot(bot_user_id: String) -> () or AppError;
    PublishUserTyping => publish_user_typing(user_id: String, channel_id: String, parent_id: String) -> () or AppError;
    CreateCommand => create_command(command: Command) -> (Option<Command>) or ErrorValue;
    ListCommands => list_commands(team_id: String) -> (Vec<Command>) or ErrorValue;
    ListCustomCommands => list_custom_commands(team_id: String) -> (Vec<Command>) or ErrorValue;
    ListPluginCommands => list_plugin_commands(team_id: String) -> (Vec<Command>) or ErrorValue;
    ListBuiltInCommands => list_built_in_commands() -> (Vec<Command>) or ErrorValue;
    GetCommand => get_command(command_id: String) -> (Option<Command>) or ErrorValue;
    UpdateCommand => update_command(command_id: String, command: Command) -> (Option<Command>) or ErrorValue;
    DeleteCommand => delete_command(command_id: String) -> () or ErrorValue;
    CreateOAuthApp => create_oauth_app(app: OauthApp) -> (Option<OauthApp>) or AppError;
    GetOAuthApp => get_oauth_app(app_id: String) -> (Option<OauthApp>) or AppError;
    UpdateOAuthApp => update_oauth_app(app: OauthApp) -> (Option<OauthApp>) or AppError;
    DeleteOAuthApp => delete_oauth_app(app_id: String) -> () or AppError;
    /// Does nothing without a cluster.
    PublishPluginClusterEvent => publish_plugin_cluster_event(event: PluginClusterEvent, options: PluginClusterEventSendOptions) -> () or ErrorValue;
    /// Finds, updates or makes the plugin's bot and returns its user id.
    EnsureBotUser => ensure_bot_user(bot: Bot) -> (String) or ErrorValue;
    CreateUploadSession => create_upload_session(session: UploadSession) -> (Option<UploadSession>) or ErrorValue;
    GetUploadSession => get_upload_session(upload_id: String) -> (Option<UploadSession>) or ErrorValue;
    SendPushNotification => send_push_notification(notification: PushNotification, user_id: String) -> () or AppError;
    UpdateUserAuth => update_user_auth(user_id: String, user_auth: UserAuth) -> (Option<UserAuth>) or AppError;
    UnshareChannel => unshare_channel(channel_id: String) -> (bool) or ErrorValue;
    UpdateUserRoles => update_user_roles(user_id: String, new_roles: String) -> (Option<User>) or AppError;
    GetPluginID => get_plugin_id() -> (String);
    LogAuditRec => log_audit_rec(record: AuditRecord) -> ();
}

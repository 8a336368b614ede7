//! The plugin's calls to the server: the table of methods. What they do is in the areas below.

mod bots;
mod channels;
mod commands;
mod config;
mod files;
mod kv;
mod messages;
mod permissions;
mod posts;
mod sessions;
mod teams;
mod users;

use std::sync::Arc;

use mattermost::{NoError, Refused, ServerApi};

use crate::model::*;
use crate::world::World;

/// The server as one plugin process sees it.
pub(crate) struct PluginApi {
    world: Arc<World>,
}

impl PluginApi {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    /// Lets the test's faults happen to a call that fails with an `AppError`.
    async fn app_error(&self, method: &str) -> Result<(), Refused<AppError>> {
        self.world.faults.meet(method).await
    }

    /// The same for a call that fails with a Go `error`.
    async fn error_value(&self, method: &str) -> Result<(), Refused<ErrorValue>> {
        self.world.faults.meet(method).await.map_err(|refused| match refused {
            Refused::With(error) => Refused::With(error.into()),
            Refused::NoSuchMethod => Refused::NoSuchMethod,
        })
    }

    /// The same for a call that cannot fail: it can be held and it can be missing.
    async fn no_error(&self, method: &str) -> Result<(), Refused<NoError>> {
        match self.world.faults.meet(method).await {
            Err(Refused::NoSuchMethod) => Err(Refused::NoSuchMethod),
            Ok(()) | Err(Refused::With(_)) => Ok(()),
        }
    }
}

/// One line per method: how it fails, its name, the function that answers, and whether that has to be awaited.
macro_rules! table {
    ($(
        $error:ident: $Method:ident
            => $area:ident::$function:ident($($argument:ident: $Type:ty),*) -> $Value:ty $(, $await:tt)?;
    )*) => {
        #[allow(clippy::unit_arg, reason = "some methods answer nothing")]
        impl ServerApi for PluginApi {
            $(
                async fn $function(&self, $($argument: $Type),*) -> Result<$Value, Refused<table!(error $error)>> {
                    self.$error(stringify!($Method)).await?;
                    table!(answer $error $area::$function(&self.world, $($argument),*)$(.$await)?)
                }
            )*
        }
    };
    (error app_error) => { AppError };
    (error error_value) => { ErrorValue };
    (error no_error) => { NoError };
    (answer no_error $answer:expr) => { Ok($answer) };
    (answer $error:ident $answer:expr) => { Ok($answer?) };
}

table! {
    no_error: LoadPluginConfiguration => config::load_plugin_configuration() -> Vec<u8>;
    no_error: GetPluginConfig => config::get_plugin_config() -> JsonMap;
    app_error: SavePluginConfig => config::save_plugin_config(config: JsonMap) -> (), await;
    no_error: GetConfig => config::get_config() -> Config;
    error_value: GetBundlePath => config::get_bundle_path() -> String;
    no_error: GetLicense => config::get_license() -> Option<License>;
    no_error: IsEnterpriseReady => config::is_enterprise_ready() -> bool;
    no_error: GetServerVersion => config::get_server_version() -> String;
    no_error: GetDiagnosticId => config::get_diagnostic_id() -> String;
    no_error: GetTelemetryId => config::get_telemetry_id() -> String;
    no_error: GetPluginID => config::get_plugin_id() -> String;
    app_error: GetPluginStatus => config::get_plugin_status(id: String) -> Option<PluginStatus>;

    error_value: RegisterCommand => commands::register_command(command: Command) -> ();
    error_value: UnregisterCommand => commands::unregister_command(team_id: String, trigger: String) -> ();
    error_value: ExecuteSlashCommand => commands::execute_slash_command(args: CommandArgs) -> Option<CommandResponse>, await;
    error_value: ListPluginCommands => commands::list_plugin_commands(team_id: String) -> Vec<Command>;
    app_error: OpenInteractiveDialog => commands::open_interactive_dialog(dialog: OpenDialogRequest) -> ();

    app_error: KVGet => kv::kv_get(key: String) -> Vec<u8>;
    app_error: KVSet => kv::kv_set(key: String, value: Vec<u8>) -> ();
    app_error: KVSetWithExpiry => kv::kv_set_with_expiry(key: String, value: Vec<u8>, expire_in_seconds: i64) -> ();
    app_error: KVSetWithOptions => kv::kv_set_with_options(key: String, value: Vec<u8>, options: KvSetOptions) -> bool;
    app_error: KVCompareAndSet => kv::kv_compare_and_set(key: String, old_value: Vec<u8>, new_value: Vec<u8>) -> bool;
    app_error: KVCompareAndDelete => kv::kv_compare_and_delete(key: String, old_value: Vec<u8>) -> bool;
    app_error: KVDelete => kv::kv_delete(key: String) -> ();
    app_error: KVDeleteAll => kv::kv_delete_all() -> ();
    app_error: KVList => kv::kv_list(page: i64, per_page: i64) -> Vec<String>;

    app_error: CreatePost => posts::create_post(post: Post) -> Option<Post>, await;
    app_error: UpdatePost => posts::update_post(post: Post) -> Option<Post>, await;
    app_error: DeletePost => posts::delete_post(post_id: String) -> ();
    app_error: GetPost => posts::get_post(post_id: String) -> Option<Post>;
    app_error: GetPostThread => posts::get_post_thread(post_id: String) -> Option<PostList>;
    app_error: GetPostsSince => posts::get_posts_since(channel_id: String, time: i64) -> Option<PostList>;
    app_error: GetPostsForChannel => posts::get_posts_for_channel(channel_id: String, number: i64, per_page: i64) -> Option<PostList>;
    app_error: GetPostsAfter => posts::get_posts_after(channel_id: String, post_id: String, number: i64, per_page: i64) -> Option<PostList>;
    app_error: GetPostsBefore => posts::get_posts_before(channel_id: String, post_id: String, number: i64, per_page: i64) -> Option<PostList>;
    no_error: SendEphemeralPost => posts::send_ephemeral_post(user_id: String, post: Post) -> Option<Post>;
    no_error: UpdateEphemeralPost => posts::update_ephemeral_post(user_id: String, post: Post) -> Option<Post>;
    no_error: DeleteEphemeralPost => posts::delete_ephemeral_post(user_id: String, post_id: String) -> ();
    app_error: AddReaction => posts::add_reaction(reaction: Reaction) -> Option<Reaction>;
    app_error: RemoveReaction => posts::remove_reaction(reaction: Reaction) -> ();
    app_error: GetReactions => posts::get_reactions(post_id: String) -> Vec<Reaction>;

    app_error: CreateUser => users::create_user(user: User) -> Option<User>;
    app_error: UpdateUser => users::update_user(user: User) -> Option<User>;
    app_error: DeleteUser => users::delete_user(user_id: String) -> ();
    app_error: UpdateUserActive => users::update_user_active(user_id: String, active: bool) -> ();
    app_error: UpdateUserRoles => users::update_user_roles(user_id: String, new_roles: String) -> Option<User>;
    app_error: GetUser => users::get_user(user_id: String) -> Option<User>;
    app_error: GetUserByEmail => users::get_user_by_email(email: String) -> Option<User>;
    app_error: GetUserByUsername => users::get_user_by_username(name: String) -> Option<User>;
    app_error: GetUsersByIds => users::get_users_by_ids(user_ids: Vec<String>) -> Vec<User>;
    app_error: GetUsersByUsernames => users::get_users_by_usernames(usernames: Vec<String>) -> Vec<User>;
    app_error: GetUsers => users::get_users(options: UserGetOptions) -> Vec<User>;
    app_error: GetUsersInTeam => users::get_users_in_team(team_id: String, number: i64, per_page: i64) -> Vec<User>;
    app_error: GetUsersInChannel => users::get_users_in_channel(channel_id: String, sort_by: String, number: i64, per_page: i64) -> Vec<User>;
    app_error: SearchUsers => users::search_users(search: UserSearch) -> Vec<User>;
    app_error: GetUserStatus => users::get_user_status(user_id: String) -> Option<UserStatus>;
    app_error: GetUserStatusesByIds => users::get_user_statuses_by_ids(user_ids: Vec<String>) -> Vec<UserStatus>;
    app_error: UpdateUserStatus => users::update_user_status(user_id: String, status: String) -> Option<UserStatus>;
    app_error: GetPreferencesForUser => users::get_preferences_for_user(user_id: String) -> Vec<Preference>;
    app_error: UpdatePreferencesForUser => users::update_preferences_for_user(user_id: String, preferences: Vec<Preference>) -> ();
    app_error: DeletePreferencesForUser => users::delete_preferences_for_user(user_id: String, preferences: Vec<Preference>) -> ();
    app_error: SetProfileImage => users::set_profile_image(user_id: String, data: Vec<u8>) -> ();

    error_value: EnsureBotUser => bots::ensure_bot_user(bot: Bot) -> String;
    app_error: CreateBot => bots::create_bot(bot: Bot) -> Option<Bot>;
    app_error: PatchBot => bots::patch_bot(bot_user_id: String, patch: BotPatch) -> Option<Bot>;
    app_error: GetBot => bots::get_bot(bot_user_id: String, include_deleted: bool) -> Option<Bot>;
    app_error: GetBots => bots::get_bots(options: BotGetOptions) -> Vec<Bot>;
    app_error: UpdateBotActive => bots::update_bot_active(bot_user_id: String, active: bool) -> Option<Bot>;
    app_error: PermanentDeleteBot => bots::permanent_delete_bot(bot_user_id: String) -> ();

    app_error: CreateSession => sessions::create_session(session: Session) -> Option<Session>;
    app_error: GetSession => sessions::get_session(session_id: String) -> Option<Session>;
    app_error: ExtendSessionExpiry => sessions::extend_session_expiry(session_id: String, new_expiry: i64) -> ();
    app_error: RevokeSession => sessions::revoke_session(session_id: String) -> ();
    app_error: CreateUserAccessToken => sessions::create_user_access_token(token: UserAccessToken) -> Option<UserAccessToken>;
    app_error: RevokeUserAccessToken => sessions::revoke_user_access_token(token_id: String) -> ();

    app_error: GetTeams => teams::get_teams() -> Vec<Team>;
    app_error: GetTeam => teams::get_team(team_id: String) -> Option<Team>;
    app_error: GetTeamByName => teams::get_team_by_name(name: String) -> Option<Team>;
    app_error: GetTeamsForUser => teams::get_teams_for_user(user_id: String) -> Vec<Team>;
    app_error: CreateTeamMember => teams::create_team_member(team_id: String, user_id: String) -> Option<TeamMember>;
    app_error: CreateTeamMembers => teams::create_team_members(team_id: String, user_ids: Vec<String>, requestor_id: String) -> Vec<TeamMember>;
    app_error: DeleteTeamMember => teams::delete_team_member(team_id: String, user_id: String, requestor_id: String) -> ();
    app_error: GetTeamMember => teams::get_team_member(team_id: String, user_id: String) -> Option<TeamMember>;
    app_error: GetTeamMembers => teams::get_team_members(team_id: String, number: i64, per_page: i64) -> Vec<TeamMember>;
    app_error: GetTeamMembersForUser => teams::get_team_members_for_user(user_id: String, number: i64, per_page: i64) -> Vec<TeamMember>;

    app_error: CreateChannel => channels::create_channel(channel: Channel) -> Option<Channel>;
    app_error: UpdateChannel => channels::update_channel(channel: Channel) -> Option<Channel>;
    app_error: DeleteChannel => channels::delete_channel(channel_id: String) -> ();
    app_error: GetChannel => channels::get_channel(channel_id: String) -> Option<Channel>;
    app_error: GetChannelByName => channels::get_channel_by_name(team_id: String, name: String, include_deleted: bool) -> Option<Channel>;
    app_error: GetChannelByNameForTeamName => channels::get_channel_by_name_for_team_name(team_name: String, channel_name: String, include_deleted: bool) -> Option<Channel>;
    app_error: GetChannelsForTeamForUser => channels::get_channels_for_team_for_user(team_id: String, user_id: String, include_deleted: bool) -> Vec<Channel>;
    app_error: GetPublicChannelsForTeam => channels::get_public_channels_for_team(team_id: String, number: i64, per_page: i64) -> Vec<Channel>;
    app_error: GetDirectChannel => channels::get_direct_channel(user_id: String, other_user_id: String) -> Option<Channel>;
    app_error: GetGroupChannel => channels::get_group_channel(user_ids: Vec<String>) -> Option<Channel>;
    app_error: AddChannelMember => channels::add_channel_member(channel_id: String, user_id: String) -> Option<ChannelMember>;
    app_error: AddUserToChannel => channels::add_user_to_channel(channel_id: String, user_id: String, as_user_id: String) -> Option<ChannelMember>;
    app_error: DeleteChannelMember => channels::delete_channel_member(channel_id: String, user_id: String) -> ();
    app_error: GetChannelMember => channels::get_channel_member(channel_id: String, user_id: String) -> Option<ChannelMember>;
    app_error: GetChannelMembers => channels::get_channel_members(channel_id: String, number: i64, per_page: i64) -> Vec<ChannelMember>;
    app_error: GetChannelMembersByIds => channels::get_channel_members_by_ids(channel_id: String, user_ids: Vec<String>) -> Vec<ChannelMember>;

    no_error: HasPermissionTo => permissions::has_permission_to(user_id: String, permission: Permission) -> bool;
    no_error: HasPermissionToTeam => permissions::has_permission_to_team(user_id: String, team_id: String, permission: Permission) -> bool;
    no_error: HasPermissionToChannel => permissions::has_permission_to_channel(user_id: String, channel_id: String, permission: Permission) -> bool;
    no_error: RolesGrantPermission => permissions::roles_grant_permission(role_names: Vec<String>, permission_id: String) -> bool;

    app_error: UploadFile => files::upload_file(data: Vec<u8>, channel_id: String, filename: String) -> Option<FileInfo>;
    app_error: GetFileInfo => files::get_file_info(file_id: String) -> Option<FileInfo>;
    app_error: GetFile => files::get_file(file_id: String) -> Vec<u8>;
    app_error: CopyFileInfos => files::copy_file_infos(user_id: String, file_ids: Vec<String>) -> Vec<String>;

    app_error: SendMail => messages::send_mail(to: String, subject: String, html_body: String) -> ();
    no_error: PublishWebSocketEvent => messages::publish_websocket_event(event: String, payload: JsonMap, broadcast: WebsocketBroadcast) -> ();
    error_value: PublishPluginClusterEvent => messages::publish_plugin_cluster_event(event: PluginClusterEvent, options: PluginClusterEventSendOptions) -> ();
    no_error: LogDebug => messages::log_debug(message: String, pairs: Vec<Json>) -> ();
    no_error: LogInfo => messages::log_info(message: String, pairs: Vec<Json>) -> ();
    no_error: LogWarn => messages::log_warn(message: String, pairs: Vec<Json>) -> ();
    no_error: LogError => messages::log_error(message: String, pairs: Vec<Json>) -> ();
}

//! The plugin's calls to the server: one line of plumbing each, the rules are in the areas.

use std::collections::BTreeMap;
use std::sync::Arc;

use mattermost::{NoError, Refused, ServerApi};
use serde_json::Value;

use crate::event::{Broadcast, Event};
use crate::kv::SetOptions;
use crate::log::{Level, LogLine, Source};
use crate::model::*;
use crate::posts::Author;
use crate::role;
use crate::state::{Mail, Scope};
use crate::users::page;
use crate::world::World;

/// The server as one plugin process sees it.
pub(crate) struct PluginApi {
    world: Arc<World>,
}

type Answer<T> = Result<T, Refused<AppError>>;
type ValueAnswer<T> = Result<T, Refused<ErrorValue>>;
type SureAnswer<T> = Result<T, Refused<NoError>>;

impl PluginApi {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    /// Lets the test's faults happen to this call.
    async fn meet(&self, method: &str) -> Answer<()> {
        self.world.faults.meet(method).await
    }

    /// The same for a call whose error is a Go `error`.
    async fn meet_value(&self, method: &str) -> ValueAnswer<()> {
        self.meet(method).await.map_err(|refused| match refused {
            Refused::With(error) => Refused::With(error.into()),
            Refused::NoSuchMethod => Refused::NoSuchMethod,
        })
    }

    /// The same for a call that cannot fail: it can be held and it can be missing.
    async fn pass(&self, method: &str) -> SureAnswer<()> {
        match self.meet(method).await {
            Err(Refused::NoSuchMethod) => Err(Refused::NoSuchMethod),
            Ok(()) | Err(Refused::With(_)) => Ok(()),
        }
    }

    fn kv_set_by(&self, key: &str, value: &[u8], options: &SetOptions) -> Result<bool, AppError> {
        self.world.kv.set(self.world.plugin_id(), key, value, options, self.world.now_ms())
    }

    fn log(&self, level: Level, message: String, pairs: &[Json]) {
        let texts: Vec<String> = pairs.iter().map(|pair| text_of(&pair.0)).collect();
        let fields = texts.chunks(2).map(|pair| (pair[0].clone(), pair.get(1).cloned().unwrap_or_default()));
        self.world.log.write(LogLine { level, source: Source::Api, message, fields: fields.collect() });
    }

    fn post_list(&self, newest_first: Vec<Post>) -> PostList {
        PostList {
            order: newest_first.iter().map(|post| post.id.clone()).collect(),
            posts: newest_first.into_iter().map(|post| (post.id.clone(), post)).collect(),
            ..PostList::default()
        }
    }

    /// The channel's posts that are not deleted, newest first.
    fn channel_posts(&self, channel_id: &str) -> Vec<Post> {
        let state = self.world.state();
        let in_channel = |post: &&Post| post.channel_id == channel_id && post.delete_at == 0;
        state.posts.iter().rev().filter(in_channel).cloned().collect()
    }

    fn status(&self, user_id: &str) -> Result<UserStatus, AppError> {
        let state = self.world.state();
        state.user(user_id)?;
        let unknown = || UserStatus { user_id: user_id.to_owned(), status: "offline".to_owned(), ..Default::default() };
        Ok(state.statuses.get(user_id).cloned().unwrap_or_else(unknown))
    }
}

/// Configuration, commands, the server itself.
impl ServerApi for PluginApi {
    async fn load_plugin_configuration(&self) -> SureAnswer<Vec<u8>> {
        self.pass("LoadPluginConfiguration").await?;
        let configuration = self.world.manifest.configuration(&self.world.settings());
        Ok(Value::from(configuration).to_string().into_bytes())
    }

    async fn get_plugin_config(&self) -> SureAnswer<JsonMap> {
        self.pass("GetPluginConfig").await?;
        Ok(JsonMap(self.world.manifest.sanitized(&self.world.settings())))
    }

    async fn save_plugin_config(&self, config: JsonMap) -> Answer<()> {
        self.meet("SavePluginConfig").await?;
        *self.world.settings() = config.0;
        self.world.configuration_changed().await;
        Ok(())
    }

    async fn get_config(&self) -> SureAnswer<Config> {
        self.pass("GetConfig").await?;
        let service_settings = ServiceSettings {
            site_url: Some(self.world.site_url.clone()),
            outgoing_integration_requests_timeout: Some(30),
            ..ServiceSettings::default()
        };
        Ok(Config { service_settings, ..Config::default() })
    }

    async fn get_bundle_path(&self) -> ValueAnswer<String> {
        self.meet_value("GetBundlePath").await?;
        Ok(self.world.bundle.to_string_lossy().into_owned())
    }

    async fn get_license(&self) -> SureAnswer<Option<License>> {
        self.pass("GetLicense").await?;
        Ok(None)
    }

    async fn is_enterprise_ready(&self) -> SureAnswer<bool> {
        self.pass("IsEnterpriseReady").await?;
        Ok(false)
    }

    async fn get_server_version(&self) -> SureAnswer<String> {
        self.pass("GetServerVersion").await?;
        Ok(self.world.version.clone())
    }

    async fn get_diagnostic_id(&self) -> SureAnswer<String> {
        self.pass("GetDiagnosticId").await?;
        Ok(crate::id::id_of('d', "peer"))
    }

    async fn get_telemetry_id(&self) -> SureAnswer<String> {
        self.pass("GetTelemetryId").await?;
        Ok(crate::id::id_of('d', "peer"))
    }

    async fn get_plugin_id(&self) -> SureAnswer<String> {
        self.pass("GetPluginID").await?;
        Ok(self.world.plugin_id().to_owned())
    }

    async fn get_plugin_status(&self, id: String) -> Answer<Option<PluginStatus>> {
        self.meet("GetPluginStatus").await?;
        let manifest = &self.world.manifest;
        if id != manifest.id {
            return Err(crate::app_error("GetPluginStatus", "app.plugin.not_installed.app_error", 404).into());
        }
        Ok(Some(PluginStatus {
            plugin_id: id,
            state: self.world.supervision.state() as i64,
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            ..PluginStatus::default()
        }))
    }

    async fn register_command(&self, command: Command) -> ValueAnswer<()> {
        self.meet_value("RegisterCommand").await?;
        self.world.register_command(command).map_err(|text| ErrorValue::new(text).into())
    }

    async fn unregister_command(&self, team_id: String, trigger: String) -> ValueAnswer<()> {
        self.meet_value("UnregisterCommand").await?;
        self.world.unregister_command(&team_id, &trigger);
        Ok(())
    }

    async fn execute_slash_command(&self, args: CommandArgs) -> ValueAnswer<Option<CommandResponse>> {
        self.meet_value("ExecuteSlashCommand").await?;
        let (_, trigger_id) = self.world.new_trigger_id(&args.user_id);
        let args = CommandArgs { trigger_id, site_url: self.world.site_url.clone(), ..args };
        let response = self.world.run_command(args).await.map_err(ErrorValue::from)?;
        Ok(Some(response))
    }

    async fn list_plugin_commands(&self, team_id: String) -> ValueAnswer<Vec<Command>> {
        self.meet_value("ListPluginCommands").await?;
        let commands = self.world.commands();
        let usable = commands.iter().filter(|command| command.team_id.is_empty() || command.team_id == team_id);
        Ok(usable.cloned().collect())
    }

    // Key-value store.

    async fn kv_get(&self, key: String) -> Answer<Vec<u8>> {
        self.meet("KVGet").await?;
        Ok(self.world.kv.get(self.world.plugin_id(), &key, self.world.now_ms()).unwrap_or_default())
    }

    async fn kv_set(&self, key: String, value: Vec<u8>) -> Answer<()> {
        self.meet("KVSet").await?;
        self.kv_set_by(&key, &value, &SetOptions::default())?;
        Ok(())
    }

    async fn kv_set_with_expiry(&self, key: String, value: Vec<u8>, expire_in_seconds: i64) -> Answer<()> {
        self.meet("KVSetWithExpiry").await?;
        self.kv_set_by(&key, &value, &SetOptions { expire_in_seconds, ..SetOptions::default() })?;
        Ok(())
    }

    async fn kv_set_with_options(&self, key: String, value: Vec<u8>, options: KvSetOptions) -> Answer<bool> {
        self.meet("KVSetWithOptions").await?;
        let KvSetOptions { atomic, old_value, expire_in_seconds } = options;
        Ok(self.kv_set_by(&key, &value, &SetOptions { atomic, old_value, expire_in_seconds })?)
    }

    async fn kv_compare_and_set(&self, key: String, old_value: Vec<u8>, new_value: Vec<u8>) -> Answer<bool> {
        self.meet("KVCompareAndSet").await?;
        Ok(self.kv_set_by(&key, &new_value, &SetOptions { atomic: true, old_value, expire_in_seconds: 0 })?)
    }

    async fn kv_compare_and_delete(&self, key: String, old_value: Vec<u8>) -> Answer<bool> {
        self.meet("KVCompareAndDelete").await?;
        let now_ms = self.world.now_ms();
        Ok(self.world.kv.compare_and_delete(self.world.plugin_id(), &key, &old_value, now_ms)?)
    }

    async fn kv_delete(&self, key: String) -> Answer<()> {
        self.meet("KVDelete").await?;
        self.world.kv.delete(self.world.plugin_id(), &key);
        Ok(())
    }

    async fn kv_delete_all(&self) -> Answer<()> {
        self.meet("KVDeleteAll").await?;
        self.world.kv.delete_all(self.world.plugin_id());
        Ok(())
    }

    async fn kv_list(&self, page: i64, per_page: i64) -> Answer<Vec<String>> {
        self.meet("KVList").await?;
        Ok(self.world.kv.list(self.world.plugin_id(), page, per_page, self.world.now_ms()))
    }

    // Posts.

    async fn create_post(&self, post: Post) -> Answer<Option<Post>> {
        self.meet("CreatePost").await?;
        Ok(Some(self.world.create_post(post, Author::Plugin).await?))
    }

    async fn update_post(&self, post: Post) -> Answer<Option<Post>> {
        self.meet("UpdatePost").await?;
        Ok(Some(self.world.update_post(post).await?))
    }

    async fn delete_post(&self, post_id: String) -> Answer<()> {
        self.meet("DeletePost").await?;
        Ok(self.world.delete_post(&post_id)?)
    }

    async fn get_post(&self, post_id: String) -> Answer<Option<Post>> {
        self.meet("GetPost").await?;
        Ok(Some(self.world.state().post(&post_id)?.clone()))
    }

    async fn get_post_thread(&self, post_id: String) -> Answer<Option<PostList>> {
        self.meet("GetPostThread").await?;
        let state = self.world.state();
        let asked = state.post(&post_id)?.clone();
        let root_id = if asked.root_id.is_empty() { asked.id.clone() } else { asked.root_id.clone() };
        let others = state.posts.iter().filter(|post| {
            (post.id == root_id || post.root_id == root_id) && post.id != asked.id && post.delete_at == 0
        });
        // The post that was asked for comes first, then the thread in the order of writing.
        let posts = std::iter::once(asked.clone()).chain(others.cloned()).collect();
        Ok(Some(self.post_list(posts)))
    }

    async fn get_posts_since(&self, channel_id: String, time: i64) -> Answer<Option<PostList>> {
        self.meet("GetPostsSince").await?;
        let state = self.world.state();
        let changed = state.posts.iter().rev().filter(|post| post.channel_id == channel_id && post.update_at > time);
        let posts = changed.cloned().collect();
        Ok(Some(self.post_list(posts)))
    }

    async fn get_posts_for_channel(&self, channel_id: String, number: i64, per_page: i64) -> Answer<Option<PostList>> {
        self.meet("GetPostsForChannel").await?;
        let posts = page(self.channel_posts(&channel_id), number, per_page);
        Ok(Some(self.post_list(posts)))
    }

    async fn get_posts_after(
        &self,
        channel_id: String,
        post_id: String,
        number: i64,
        per_page: i64,
    ) -> Answer<Option<PostList>> {
        self.meet("GetPostsAfter").await?;
        let newer: Vec<Post> =
            self.channel_posts(&channel_id).into_iter().take_while(|post| post.id != post_id).collect();
        Ok(Some(self.post_list(page(newer, number, per_page))))
    }

    async fn get_posts_before(
        &self,
        channel_id: String,
        post_id: String,
        number: i64,
        per_page: i64,
    ) -> Answer<Option<PostList>> {
        self.meet("GetPostsBefore").await?;
        let posts = self.channel_posts(&channel_id).into_iter();
        let older = posts.skip_while(|post| post.id != post_id).skip(1).collect();
        Ok(Some(self.post_list(page(older, number, per_page))))
    }

    async fn send_ephemeral_post(&self, user_id: String, post: Post) -> SureAnswer<Option<Post>> {
        self.pass("SendEphemeralPost").await?;
        Ok(Some(self.world.send_ephemeral(&user_id, post)))
    }

    async fn update_ephemeral_post(&self, user_id: String, post: Post) -> SureAnswer<Option<Post>> {
        self.pass("UpdateEphemeralPost").await?;
        Ok(Some(self.world.update_ephemeral(&user_id, post)))
    }

    async fn delete_ephemeral_post(&self, user_id: String, post_id: String) -> SureAnswer<()> {
        self.pass("DeleteEphemeralPost").await?;
        self.world.delete_ephemeral(&user_id, &post_id);
        Ok(())
    }

    async fn add_reaction(&self, reaction: Reaction) -> Answer<Option<Reaction>> {
        self.meet("AddReaction").await?;
        Ok(Some(self.world.add_reaction(reaction)?))
    }

    async fn remove_reaction(&self, reaction: Reaction) -> Answer<()> {
        self.meet("RemoveReaction").await?;
        Ok(self.world.remove_reaction(reaction)?)
    }

    async fn get_reactions(&self, post_id: String) -> Answer<Vec<Reaction>> {
        self.meet("GetReactions").await?;
        let state = self.world.state();
        Ok(state.reactions.iter().filter(|reaction| reaction.post_id == post_id).cloned().collect())
    }

    async fn open_interactive_dialog(&self, dialog: OpenDialogRequest) -> Answer<()> {
        self.meet("OpenInteractiveDialog").await?;
        Ok(self.world.open_dialog(dialog)?)
    }

    // Users and bots.

    async fn create_user(&self, user: User) -> Answer<Option<User>> {
        self.meet("CreateUser").await?;
        Ok(Some(self.world.create_user(user)?))
    }

    async fn update_user(&self, user: User) -> Answer<Option<User>> {
        self.meet("UpdateUser").await?;
        Ok(Some(self.world.update_user(user)?))
    }

    async fn delete_user(&self, user_id: String) -> Answer<()> {
        self.meet("DeleteUser").await?;
        Ok(self.world.set_active(&user_id, false)?)
    }

    async fn update_user_active(&self, user_id: String, active: bool) -> Answer<()> {
        self.meet("UpdateUserActive").await?;
        Ok(self.world.set_active(&user_id, active)?)
    }

    async fn update_user_roles(&self, user_id: String, new_roles: String) -> Answer<Option<User>> {
        self.meet("UpdateUserRoles").await?;
        let user = self.world.state().user(&user_id)?.clone();
        Ok(Some(self.world.update_user(User { roles: new_roles, ..user })?))
    }

    async fn get_user(&self, user_id: String) -> Answer<Option<User>> {
        self.meet("GetUser").await?;
        let found = self.world.state().users.get(&user_id).cloned();
        Ok(Some(found.ok_or_else(|| crate::app_error("GetUser", "app.user.missing_account.const", 404))?))
    }

    async fn get_user_by_email(&self, email: String) -> Answer<Option<User>> {
        self.meet("GetUserByEmail").await?;
        Ok(Some(self.world.state().user_by_email(&email)?))
    }

    async fn get_user_by_username(&self, name: String) -> Answer<Option<User>> {
        self.meet("GetUserByUsername").await?;
        Ok(Some(self.world.state().user_by_name(&name)?))
    }

    async fn get_users_by_ids(&self, user_ids: Vec<String>) -> Answer<Vec<User>> {
        self.meet("GetUsersByIds").await?;
        Ok(self.world.state().users_where(|user| user_ids.contains(&user.id)))
    }

    async fn get_users_by_usernames(&self, usernames: Vec<String>) -> Answer<Vec<User>> {
        self.meet("GetUsersByUsernames").await?;
        Ok(self.world.state().users_where(|user| usernames.contains(&user.username)))
    }

    async fn get_users(&self, options: UserGetOptions) -> Answer<Vec<User>> {
        self.meet("GetUsers").await?;
        let state = self.world.state();
        let users = state.users_where(|user| {
            (options.in_team_id.is_empty() || state.team_member(&options.in_team_id, &user.id).is_some())
                && (options.in_channel_id.is_empty()
                    || state.channel_member(&options.in_channel_id, &user.id).is_some())
                && (options.role.is_empty() || user.roles.split_whitespace().any(|role| role == options.role))
                && (!options.active || user.delete_at == 0)
                && (!options.inactive || user.delete_at != 0)
        });
        Ok(page(users, options.page, options.per_page))
    }

    async fn get_users_in_team(&self, team_id: String, number: i64, per_page: i64) -> Answer<Vec<User>> {
        self.meet("GetUsersInTeam").await?;
        let state = self.world.state();
        Ok(page(state.users_where(|user| state.team_member(&team_id, &user.id).is_some()), number, per_page))
    }

    async fn get_users_in_channel(
        &self,
        channel_id: String,
        _sort_by: String,
        number: i64,
        per_page: i64,
    ) -> Answer<Vec<User>> {
        self.meet("GetUsersInChannel").await?;
        let state = self.world.state();
        Ok(page(state.users_where(|user| state.channel_member(&channel_id, &user.id).is_some()), number, per_page))
    }

    async fn search_users(&self, search: UserSearch) -> Answer<Vec<User>> {
        self.meet("SearchUsers").await?;
        Ok(self.world.state().search_users(&search))
    }

    async fn get_user_status(&self, user_id: String) -> Answer<Option<UserStatus>> {
        self.meet("GetUserStatus").await?;
        Ok(Some(self.status(&user_id)?))
    }

    async fn get_user_statuses_by_ids(&self, user_ids: Vec<String>) -> Answer<Vec<UserStatus>> {
        self.meet("GetUserStatusesByIds").await?;
        Ok(user_ids.iter().filter_map(|user_id| self.status(user_id).ok()).collect())
    }

    async fn update_user_status(&self, user_id: String, status: String) -> Answer<Option<UserStatus>> {
        self.meet("UpdateUserStatus").await?;
        let changed = UserStatus { status, manual: true, ..self.status(&user_id)? };
        self.world.state().statuses.insert(user_id, changed.clone());
        Ok(Some(changed))
    }

    async fn get_preferences_for_user(&self, user_id: String) -> Answer<Vec<Preference>> {
        self.meet("GetPreferencesForUser").await?;
        let state = self.world.state();
        Ok(state.preferences.iter().filter(|preference| preference.user_id == user_id).cloned().collect())
    }

    async fn update_preferences_for_user(&self, user_id: String, preferences: Vec<Preference>) -> Answer<()> {
        self.meet("UpdatePreferencesForUser").await?;
        let mut state = self.world.state();
        for preference in preferences {
            let preference = Preference { user_id: user_id.clone(), ..preference };
            state.preferences.retain(|old| !is_same_preference(old, &preference));
            state.preferences.push(preference);
        }
        Ok(())
    }

    async fn delete_preferences_for_user(&self, user_id: String, preferences: Vec<Preference>) -> Answer<()> {
        self.meet("DeletePreferencesForUser").await?;
        let mut state = self.world.state();
        for preference in preferences {
            let preference = Preference { user_id: user_id.clone(), ..preference };
            state.preferences.retain(|old| !is_same_preference(old, &preference));
        }
        Ok(())
    }

    async fn ensure_bot_user(&self, bot: Bot) -> ValueAnswer<String> {
        self.meet_value("EnsureBotUser").await?;
        self.world.ensure_bot(bot).map_err(|text| ErrorValue::new(text).into())
    }

    async fn create_bot(&self, bot: Bot) -> Answer<Option<Bot>> {
        self.meet("CreateBot").await?;
        Ok(Some(self.world.create_bot(bot)?))
    }

    async fn patch_bot(&self, bot_user_id: String, patch: BotPatch) -> Answer<Option<Bot>> {
        self.meet("PatchBot").await?;
        Ok(Some(self.world.patch_bot(&bot_user_id, patch)?))
    }

    async fn get_bot(&self, bot_user_id: String, include_deleted: bool) -> Answer<Option<Bot>> {
        self.meet("GetBot").await?;
        Ok(Some(self.world.bot(&bot_user_id, include_deleted)?))
    }

    async fn get_bots(&self, options: BotGetOptions) -> Answer<Vec<Bot>> {
        self.meet("GetBots").await?;
        let state = self.world.state();
        let bots = state.bots.values().filter(|bot| {
            (options.owner_id.is_empty() || bot.owner_id == options.owner_id)
                && (options.include_deleted || bot.delete_at == 0)
        });
        Ok(page(bots.cloned().collect(), options.page, options.per_page))
    }

    async fn update_bot_active(&self, bot_user_id: String, active: bool) -> Answer<Option<Bot>> {
        self.meet("UpdateBotActive").await?;
        Ok(Some(self.world.set_bot_active(&bot_user_id, active)?))
    }

    async fn permanent_delete_bot(&self, bot_user_id: String) -> Answer<()> {
        self.meet("PermanentDeleteBot").await?;
        Ok(self.world.delete_bot(&bot_user_id)?)
    }

    async fn set_profile_image(&self, user_id: String, _data: Vec<u8>) -> Answer<()> {
        self.meet("SetProfileImage").await?;
        let now_ms = self.world.now_ms();
        let user = self.world.state().user(&user_id)?.clone();
        self.world.update_user(User { last_picture_update: now_ms, ..user })?;
        Ok(())
    }

    async fn create_session(&self, session: Session) -> Answer<Option<Session>> {
        self.meet("CreateSession").await?;
        let mut state = self.world.state();
        state.user(&session.user_id)?;
        let (id, token) = (self.world.ids.next(), self.world.ids.next());
        let session = Session { id, token, create_at: self.world.now_ms(), ..session };
        state.sessions.insert(session.id.clone(), session.clone());
        Ok(Some(session))
    }

    async fn get_session(&self, session_id: String) -> Answer<Option<Session>> {
        self.meet("GetSession").await?;
        let found = self.world.state().sessions.get(&session_id).cloned();
        Ok(Some(found.ok_or_else(|| crate::app_error("GetSessionById", "app.session.get.app_error", 404))?))
    }

    async fn extend_session_expiry(&self, session_id: String, new_expiry: i64) -> Answer<()> {
        self.meet("ExtendSessionExpiry").await?;
        let mut state = self.world.state();
        let missing = || crate::app_error("extendSessionExpiry", "app.session.get_sessions.app_error", 500);
        state.sessions.get_mut(&session_id).ok_or_else(missing)?.expires_at = new_expiry;
        Ok(())
    }

    async fn revoke_session(&self, session_id: String) -> Answer<()> {
        self.meet("RevokeSession").await?;
        self.world.state().sessions.remove(&session_id);
        Ok(())
    }

    async fn create_user_access_token(&self, token: UserAccessToken) -> Answer<Option<UserAccessToken>> {
        self.meet("CreateUserAccessToken").await?;
        Ok(Some(self.world.create_token(token)?))
    }

    async fn revoke_user_access_token(&self, token_id: String) -> Answer<()> {
        self.meet("RevokeUserAccessToken").await?;
        Ok(self.world.revoke_token(&token_id)?)
    }

    // Teams, channels and their members.

    async fn get_teams(&self) -> Answer<Vec<Team>> {
        self.meet("GetTeams").await?;
        Ok(self.world.state().teams.values().cloned().collect())
    }

    async fn get_team(&self, team_id: String) -> Answer<Option<Team>> {
        self.meet("GetTeam").await?;
        Ok(Some(self.world.state().team(&team_id)?.clone()))
    }

    async fn get_team_by_name(&self, name: String) -> Answer<Option<Team>> {
        self.meet("GetTeamByName").await?;
        Ok(Some(self.world.state().team_by_name(&name)?))
    }

    async fn get_teams_for_user(&self, user_id: String) -> Answer<Vec<Team>> {
        self.meet("GetTeamsForUser").await?;
        let state = self.world.state();
        Ok(state.teams.values().filter(|team| state.team_member(&team.id, &user_id).is_some()).cloned().collect())
    }

    async fn create_team_member(&self, team_id: String, user_id: String) -> Answer<Option<TeamMember>> {
        self.meet("CreateTeamMember").await?;
        Ok(Some(self.world.join_team(&team_id, &user_id, "")?))
    }

    async fn create_team_members(
        &self,
        team_id: String,
        user_ids: Vec<String>,
        requestor_id: String,
    ) -> Answer<Vec<TeamMember>> {
        self.meet("CreateTeamMembers").await?;
        let joined = user_ids.iter().map(|user_id| self.world.join_team(&team_id, user_id, &requestor_id));
        Ok(joined.collect::<Result<_, _>>()?)
    }

    async fn delete_team_member(&self, team_id: String, user_id: String, requestor_id: String) -> Answer<()> {
        self.meet("DeleteTeamMember").await?;
        Ok(self.world.leave_team(&team_id, &user_id, &requestor_id)?)
    }

    async fn get_team_member(&self, team_id: String, user_id: String) -> Answer<Option<TeamMember>> {
        self.meet("GetTeamMember").await?;
        Ok(Some(self.world.state().existing_team_member(&team_id, &user_id)?))
    }

    async fn get_team_members(&self, team_id: String, number: i64, per_page: i64) -> Answer<Vec<TeamMember>> {
        self.meet("GetTeamMembers").await?;
        let state = self.world.state();
        let members = state.team_members.values().filter(|member| member.team_id == team_id && member.delete_at == 0);
        Ok(page(members.cloned().collect(), number, per_page))
    }

    async fn get_team_members_for_user(&self, user_id: String, number: i64, per_page: i64) -> Answer<Vec<TeamMember>> {
        self.meet("GetTeamMembersForUser").await?;
        let state = self.world.state();
        let members = state.team_members.values().filter(|member| member.user_id == user_id && member.delete_at == 0);
        Ok(page(members.cloned().collect(), number, per_page))
    }

    async fn create_channel(&self, channel: Channel) -> Answer<Option<Channel>> {
        self.meet("CreateChannel").await?;
        Ok(Some(self.world.create_channel(channel)?))
    }

    async fn update_channel(&self, channel: Channel) -> Answer<Option<Channel>> {
        self.meet("UpdateChannel").await?;
        Ok(Some(self.world.update_channel(channel)?))
    }

    async fn delete_channel(&self, channel_id: String) -> Answer<()> {
        self.meet("DeleteChannel").await?;
        Ok(self.world.delete_channel(&channel_id)?)
    }

    async fn get_channel(&self, channel_id: String) -> Answer<Option<Channel>> {
        self.meet("GetChannel").await?;
        Ok(Some(self.world.state().channel(&channel_id)?.clone()))
    }

    async fn get_channel_by_name(
        &self,
        team_id: String,
        name: String,
        include_deleted: bool,
    ) -> Answer<Option<Channel>> {
        self.meet("GetChannelByName").await?;
        Ok(Some(self.world.state().channel_by_name(&team_id, &name, include_deleted)?))
    }

    async fn get_channel_by_name_for_team_name(
        &self,
        team_name: String,
        channel_name: String,
        include_deleted: bool,
    ) -> Answer<Option<Channel>> {
        self.meet("GetChannelByNameForTeamName").await?;
        let state = self.world.state();
        let team = state.team_by_name(&team_name)?;
        Ok(Some(state.channel_by_name(&team.id, &channel_name, include_deleted)?))
    }

    async fn get_channels_for_team_for_user(
        &self,
        team_id: String,
        user_id: String,
        include_deleted: bool,
    ) -> Answer<Vec<Channel>> {
        self.meet("GetChannelsForTeamForUser").await?;
        let state = self.world.state();
        Ok(state.channels_where(|channel| {
            (channel.team_id == team_id || channel.team_id.is_empty())
                && (include_deleted || channel.delete_at == 0)
                && state.channel_member(&channel.id, &user_id).is_some()
        }))
    }

    async fn get_public_channels_for_team(&self, team_id: String, number: i64, per_page: i64) -> Answer<Vec<Channel>> {
        self.meet("GetPublicChannelsForTeam").await?;
        let state = self.world.state();
        let public =
            state.channels_where(|channel| channel.team_id == team_id && channel.kind == "O" && channel.delete_at == 0);
        Ok(page(public, number, per_page))
    }

    async fn get_direct_channel(&self, user_id: String, other_user_id: String) -> Answer<Option<Channel>> {
        self.meet("GetDirectChannel").await?;
        Ok(Some(self.world.conversation("D", &[user_id, other_user_id])?))
    }

    async fn get_group_channel(&self, user_ids: Vec<String>) -> Answer<Option<Channel>> {
        self.meet("GetGroupChannel").await?;
        Ok(Some(self.world.conversation("G", &user_ids)?))
    }

    async fn add_channel_member(&self, channel_id: String, user_id: String) -> Answer<Option<ChannelMember>> {
        self.meet("AddChannelMember").await?;
        Ok(Some(self.world.join_channel(&channel_id, &user_id, "")?))
    }

    async fn add_user_to_channel(
        &self,
        channel_id: String,
        user_id: String,
        as_user_id: String,
    ) -> Answer<Option<ChannelMember>> {
        self.meet("AddUserToChannel").await?;
        Ok(Some(self.world.join_channel(&channel_id, &user_id, &as_user_id)?))
    }

    async fn delete_channel_member(&self, channel_id: String, user_id: String) -> Answer<()> {
        self.meet("DeleteChannelMember").await?;
        Ok(self.world.leave_channel(&channel_id, &user_id, "")?)
    }

    async fn get_channel_member(&self, channel_id: String, user_id: String) -> Answer<Option<ChannelMember>> {
        self.meet("GetChannelMember").await?;
        Ok(Some(self.world.state().existing_channel_member(&channel_id, &user_id)?))
    }

    async fn get_channel_members(&self, channel_id: String, number: i64, per_page: i64) -> Answer<Vec<ChannelMember>> {
        self.meet("GetChannelMembers").await?;
        let state = self.world.state();
        let members = state.channel_members.values().filter(|member| member.channel_id == channel_id);
        Ok(page(members.cloned().collect(), number, per_page))
    }

    async fn get_channel_members_by_ids(
        &self,
        channel_id: String,
        user_ids: Vec<String>,
    ) -> Answer<Vec<ChannelMember>> {
        self.meet("GetChannelMembersByIds").await?;
        let state = self.world.state();
        Ok(user_ids.iter().filter_map(|user_id| state.channel_member(&channel_id, user_id).cloned()).collect())
    }

    // Permissions.

    async fn has_permission_to(&self, user_id: String, permission: Permission) -> SureAnswer<bool> {
        self.pass("HasPermissionTo").await?;
        Ok(self.world.state().may(&user_id, &permission.id, Scope::Server))
    }

    async fn has_permission_to_team(
        &self,
        user_id: String,
        team_id: String,
        permission: Permission,
    ) -> SureAnswer<bool> {
        self.pass("HasPermissionToTeam").await?;
        Ok(self.world.state().may(&user_id, &permission.id, Scope::Team(&team_id)))
    }

    async fn has_permission_to_channel(
        &self,
        user_id: String,
        channel_id: String,
        permission: Permission,
    ) -> SureAnswer<bool> {
        self.pass("HasPermissionToChannel").await?;
        Ok(self.world.state().may(&user_id, &permission.id, Scope::Channel(&channel_id)))
    }

    async fn roles_grant_permission(&self, role_names: Vec<String>, permission_id: String) -> SureAnswer<bool> {
        self.pass("RolesGrantPermission").await?;
        Ok(role::grants(&role_names.join(" "), &permission_id))
    }

    // Files, mail, events, log.

    async fn upload_file(&self, data: Vec<u8>, channel_id: String, filename: String) -> Answer<Option<FileInfo>> {
        self.meet("UploadFile").await?;
        Ok(Some(self.world.upload_file(data, &channel_id, filename, "nouser")?))
    }

    async fn get_file_info(&self, file_id: String) -> Answer<Option<FileInfo>> {
        self.meet("GetFileInfo").await?;
        Ok(Some(self.world.file(&file_id)?.0))
    }

    async fn get_file(&self, file_id: String) -> Answer<Vec<u8>> {
        self.meet("GetFile").await?;
        Ok(self.world.file(&file_id)?.1)
    }

    async fn copy_file_infos(&self, user_id: String, file_ids: Vec<String>) -> Answer<Vec<String>> {
        self.meet("CopyFileInfos").await?;
        let copied = file_ids.iter().map(|file_id| {
            let (info, data) = self.world.file(file_id)?;
            self.world.upload_file(data, &info.channel_id, info.name, &user_id).map(|copy| copy.id)
        });
        Ok(copied.collect::<Result<_, _>>()?)
    }

    async fn send_mail(&self, to: String, subject: String, html_body: String) -> Answer<()> {
        self.meet("SendMail").await?;
        self.world.state().mails.push(Mail { to, subject, body: html_body });
        Ok(())
    }

    async fn publish_websocket_event(
        &self,
        event: String,
        payload: JsonMap,
        broadcast: WebsocketBroadcast,
    ) -> SureAnswer<()> {
        self.pass("PublishWebSocketEvent").await?;
        let omitted: BTreeMap<_, _> = broadcast.omit_users;
        let omit_users = omitted.into_iter().map(|(user_id, omit)| (user_id, Value::from(omit))).collect();
        let audience = Broadcast {
            omit_users: Some(omit_users),
            user_id: broadcast.user_id,
            channel_id: broadcast.channel_id,
            team_id: broadcast.team_id,
            connection_id: broadcast.connection_id,
            omit_connection_id: broadcast.omit_connection_id,
        };
        let name = format!("custom_{}_{event}", self.world.plugin_id());
        self.world.events.publish(Event { data: payload.0, ..Event::new(name, audience) });
        Ok(())
    }

    async fn publish_plugin_cluster_event(
        &self,
        event: PluginClusterEvent,
        _options: PluginClusterEventSendOptions,
    ) -> ValueAnswer<()> {
        self.meet_value("PublishPluginClusterEvent").await?;
        self.world.publish_cluster_event(&event);
        Ok(())
    }

    async fn log_debug(&self, message: String, pairs: Vec<Json>) -> SureAnswer<()> {
        self.pass("LogDebug").await?;
        self.log(Level::Debug, message, &pairs);
        Ok(())
    }

    async fn log_info(&self, message: String, pairs: Vec<Json>) -> SureAnswer<()> {
        self.pass("LogInfo").await?;
        self.log(Level::Info, message, &pairs);
        Ok(())
    }

    async fn log_warn(&self, message: String, pairs: Vec<Json>) -> SureAnswer<()> {
        self.pass("LogWarn").await?;
        self.log(Level::Warn, message, &pairs);
        Ok(())
    }

    async fn log_error(&self, message: String, pairs: Vec<Json>) -> SureAnswer<()> {
        self.pass("LogError").await?;
        self.log(Level::Error, message, &pairs);
        Ok(())
    }
}

fn is_same_preference(one: &Preference, other: &Preference) -> bool {
    (&one.user_id, &one.category, &one.name) == (&other.user_id, &other.category, &other.name)
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

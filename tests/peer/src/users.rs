//! People: accounts, sign-in, tokens.

use std::sync::Arc;

use crate::error::app_error;
use crate::event::{Broadcast, Event};
use crate::model::{AppError, User, UserAccessToken, UserSearch};
use crate::state::State;
use crate::world::World;

impl World {
    /// Stores a new account and tells the plugin.
    pub(crate) fn create_user(self: &Arc<Self>, user: User) -> Result<User, AppError> {
        let now_ms = self.now_ms();
        let roles = if user.roles.is_empty() { "system_user".to_owned() } else { user.roles.clone() };
        let user = User { id: self.ids.next(), create_at: now_ms, update_at: now_ms, roles, ..user };
        let mut state = self.state();
        state.check_new_user(&user)?;
        state.users.insert(user.id.clone(), user.clone());
        drop(state);
        self.events.publish(Event::new("new_user", Broadcast::default()).with("user_id", user.id.clone()));
        let created = user.clone();
        self.tell(
            "UserHasBeenCreated",
            |hooks, context| async move { hooks.user_has_been_created(context, created).await },
        );
        Ok(user)
    }

    pub(crate) fn update_user(&self, user: User) -> Result<User, AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let old = state.user(&user.id)?;
        let user = User { create_at: old.create_at, update_at: now_ms, ..user };
        state.users.insert(user.id.clone(), user.clone());
        Ok(user)
    }

    /// Deactivates an account, or activates it again.
    pub(crate) fn set_active(self: &Arc<Self>, user_id: &str, active: bool) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut state = self.state();
        state.user(user_id)?;
        let Some(user) = state.users.get_mut(user_id) else { return Ok(()) };
        user.delete_at = if active { 0 } else { now_ms };
        user.update_at = now_ms;
        let user = user.clone();
        drop(state);
        if !active {
            self.tell("UserHasBeenDeactivated", |hooks, context| async move {
                hooks.user_has_been_deactivated(context, user).await
            });
        }
        Ok(())
    }

    /// Signs a person in; the plugin may refuse.
    pub(crate) async fn log_in(self: &Arc<Self>, who: &str) -> Result<User, AppError> {
        let user = self.state().user(who)?.clone();
        if user.delete_at != 0 {
            return Err(app_error("checkUserNotDisabled", "api.user.login.inactive.app_error", 401));
        }
        if let Some(plugin) = self.plugin_with("UserWillLogIn") {
            let (context, shown) = (self.context(None), user.clone());
            let call =
                plugin.hook("UserWillLogIn", |hooks| async move { hooks.user_will_log_in(context, shown).await });
            if let Some(reason) = call.await.filter(|reason| !reason.is_empty()) {
                let refusal = app_error("DoLogin", "Login rejected by plugin: ", 400);
                return Err(AppError { message: format!("Login rejected by plugin: {reason}"), ..refusal });
            }
        }
        let known = user.clone();
        self.tell("UserHasLoggedIn", |hooks, context| async move { hooks.user_has_logged_in(context, known).await });
        Ok(user)
    }

    pub(crate) fn create_token(&self, token: UserAccessToken) -> Result<UserAccessToken, AppError> {
        let mut state = self.state();
        state.user(&token.user_id)?;
        let token = UserAccessToken { id: self.ids.next(), token: self.ids.next(), is_active: true, ..token };
        state.tokens.insert(token.id.clone(), token.clone());
        Ok(token)
    }

    pub(crate) fn revoke_token(&self, token_id: &str) -> Result<(), AppError> {
        match self.state().tokens.remove(token_id) {
            Some(_) => Ok(()),
            None => Err(app_error("GetUserAccessToken", "app.user_access_token.get_by_user.app_error", 404)),
        }
    }
}

impl State {
    pub(crate) fn user_by_name(&self, name: &str) -> Result<User, AppError> {
        let found = self.users.values().find(|user| user.username == name).cloned();
        found.ok_or_else(|| app_error("GetUserByUsername", "app.user.get_by_username.app_error", 404))
    }

    pub(crate) fn user_by_email(&self, email: &str) -> Result<User, AppError> {
        let found = self.users.values().find(|user| user.email.eq_ignore_ascii_case(email)).cloned();
        found.ok_or_else(|| app_error("GetUserByEmail", "app.user.missing_account.const", 404))
    }

    /// Users that the condition likes, sorted by name.
    pub(crate) fn users_where(&self, condition: impl Fn(&User) -> bool) -> Vec<User> {
        let mut users: Vec<User> = self.users.values().filter(|user| condition(user)).cloned().collect();
        users.sort_by(|one, other| one.username.cmp(&other.username));
        users
    }

    pub(crate) fn search_users(&self, search: &UserSearch) -> Vec<User> {
        let term = search.term.trim_start_matches('@').to_lowercase();
        let mut found = self.users_where(|user| {
            let names = [&user.username, &user.nickname, &user.first_name, &user.last_name, &user.email];
            names.iter().any(|name| name.to_lowercase().starts_with(&term))
                && (search.allow_inactive || user.delete_at == 0)
                && (search.team_id.is_empty() || self.team_member(&search.team_id, &user.id).is_some())
                && (search.in_channel_id.is_empty() || self.channel_member(&search.in_channel_id, &user.id).is_some())
        });
        if let Some(limit) = usize::try_from(search.limit).ok().filter(|limit| *limit > 0) {
            found.truncate(limit);
        }
        found
    }

    pub(crate) fn check_new_user(&self, user: &User) -> Result<(), AppError> {
        let taken = |key: &str| Err(app_error("CreateUser", key, 400));
        if user.username.is_empty() {
            return taken("model.user.is_valid.username.app_error");
        }
        if self.users.values().any(|old| old.username == user.username) {
            return taken("app.user.save.username_exists.app_error");
        }
        if self.users.values().any(|old| old.email.eq_ignore_ascii_case(&user.email)) {
            return taken("app.user.save.email_exists.app_error");
        }
        Ok(())
    }
}

/// One page of a list; `page` counts from 0. Without a size the page is everything.
pub(crate) fn page<T>(items: Vec<T>, page: i64, per_page: i64) -> Vec<T> {
    let Some(size) = usize::try_from(per_page).ok().filter(|size| *size > 0) else { return items };
    let skipped = usize::try_from(page).unwrap_or(0).saturating_mul(size);
    items.into_iter().skip(skipped).take(size).collect()
}

//! Users, their presence and preferences.

use std::sync::Arc;

use crate::error::app_error;
use crate::model::*;
use crate::users::page;
use crate::world::World;

pub(super) fn create_user(world: &Arc<World>, user: User) -> Result<Option<User>, AppError> {
    Ok(Some(world.create_user(user)?))
}

pub(super) fn update_user(world: &Arc<World>, user: User) -> Result<Option<User>, AppError> {
    Ok(Some(world.update_user(user)?))
}

pub(super) fn delete_user(world: &Arc<World>, user_id: String) -> Result<(), AppError> {
    world.set_active(&user_id, false)
}

pub(super) fn update_user_active(world: &Arc<World>, user_id: String, active: bool) -> Result<(), AppError> {
    world.set_active(&user_id, active)
}

pub(super) fn update_user_roles(
    world: &Arc<World>,
    user_id: String,
    new_roles: String,
) -> Result<Option<User>, AppError> {
    let user = world.state().user(&user_id)?.clone();
    Ok(Some(world.update_user(User { roles: new_roles, ..user })?))
}

pub(super) fn get_user(world: &Arc<World>, user_id: String) -> Result<Option<User>, AppError> {
    let found = world.state().users.get(&user_id).cloned();
    Ok(Some(found.ok_or_else(|| app_error("GetUser", "app.user.missing_account.const", 404))?))
}

pub(super) fn get_user_by_email(world: &Arc<World>, email: String) -> Result<Option<User>, AppError> {
    Ok(Some(world.state().user_by_email(&email)?))
}

pub(super) fn get_user_by_username(world: &Arc<World>, name: String) -> Result<Option<User>, AppError> {
    Ok(Some(world.state().user_by_name(&name)?))
}

pub(super) fn get_users_by_ids(world: &Arc<World>, user_ids: Vec<String>) -> Result<Vec<User>, AppError> {
    Ok(world.state().users_where(|user| user_ids.contains(&user.id)))
}

pub(super) fn get_users_by_usernames(world: &Arc<World>, usernames: Vec<String>) -> Result<Vec<User>, AppError> {
    Ok(world.state().users_where(|user| usernames.contains(&user.username)))
}

pub(super) fn get_users(world: &Arc<World>, options: UserGetOptions) -> Result<Vec<User>, AppError> {
    let state = world.state();
    let users = state.users_where(|user| {
        (options.in_team_id.is_empty() || state.team_member(&options.in_team_id, &user.id).is_some())
            && (options.in_channel_id.is_empty() || state.channel_member(&options.in_channel_id, &user.id).is_some())
            && (options.role.is_empty() || user.roles.split_whitespace().any(|role| role == options.role))
            && (!options.active || user.delete_at == 0)
            && (!options.inactive || user.delete_at != 0)
    });
    Ok(page(users, options.page, options.per_page))
}

pub(super) fn get_users_in_team(
    world: &Arc<World>,
    team_id: String,
    number: i64,
    per_page: i64,
) -> Result<Vec<User>, AppError> {
    let state = world.state();
    Ok(page(state.users_where(|user| state.team_member(&team_id, &user.id).is_some()), number, per_page))
}

pub(super) fn get_users_in_channel(
    world: &Arc<World>,
    channel_id: String,
    _sort_by: String,
    number: i64,
    per_page: i64,
) -> Result<Vec<User>, AppError> {
    let state = world.state();
    Ok(page(state.users_where(|user| state.channel_member(&channel_id, &user.id).is_some()), number, per_page))
}

pub(super) fn search_users(world: &Arc<World>, search: UserSearch) -> Result<Vec<User>, AppError> {
    Ok(world.state().search_users(&search))
}

pub(super) fn get_user_status(world: &Arc<World>, user_id: String) -> Result<Option<UserStatus>, AppError> {
    Ok(Some(status_of(world, &user_id)?))
}

pub(super) fn get_user_statuses_by_ids(world: &Arc<World>, user_ids: Vec<String>) -> Result<Vec<UserStatus>, AppError> {
    Ok(user_ids.iter().filter_map(|user_id| status_of(world, user_id).ok()).collect())
}

pub(super) fn update_user_status(
    world: &Arc<World>,
    user_id: String,
    status: String,
) -> Result<Option<UserStatus>, AppError> {
    let changed = UserStatus { status, manual: true, ..status_of(world, &user_id)? };
    world.state().statuses.insert(user_id, changed.clone());
    Ok(Some(changed))
}

pub(super) fn get_preferences_for_user(world: &Arc<World>, user_id: String) -> Result<Vec<Preference>, AppError> {
    let state = world.state();
    Ok(state.preferences.iter().filter(|preference| preference.user_id == user_id).cloned().collect())
}

pub(super) fn update_preferences_for_user(
    world: &Arc<World>,
    user_id: String,
    preferences: Vec<Preference>,
) -> Result<(), AppError> {
    let mut state = world.state();
    for preference in preferences {
        let preference = Preference { user_id: user_id.clone(), ..preference };
        state.preferences.retain(|old| !is_same_preference(old, &preference));
        state.preferences.push(preference);
    }
    Ok(())
}

pub(super) fn delete_preferences_for_user(
    world: &Arc<World>,
    user_id: String,
    preferences: Vec<Preference>,
) -> Result<(), AppError> {
    let mut state = world.state();
    for preference in preferences {
        let preference = Preference { user_id: user_id.clone(), ..preference };
        state.preferences.retain(|old| !is_same_preference(old, &preference));
    }
    Ok(())
}

pub(super) fn set_profile_image(world: &Arc<World>, user_id: String, _data: Vec<u8>) -> Result<(), AppError> {
    let now_ms = world.now_ms();
    let user = world.state().user(&user_id)?.clone();
    world.update_user(User { last_picture_update: now_ms, ..user })?;
    Ok(())
}

fn status_of(world: &World, user_id: &str) -> Result<UserStatus, AppError> {
    let state = world.state();
    state.user(user_id)?;
    let unknown = || UserStatus { user_id: user_id.to_owned(), status: "offline".to_owned(), ..Default::default() };
    Ok(state.statuses.get(user_id).cloned().unwrap_or_else(unknown))
}

fn is_same_preference(one: &Preference, other: &Preference) -> bool {
    (&one.user_id, &one.category, &one.name) == (&other.user_id, &other.category, &other.name)
}

//! Sessions and tokens.

use std::sync::Arc;

use crate::error::app_error;
use crate::model::*;
use crate::world::World;

pub(super) fn create_session(world: &Arc<World>, session: Session) -> Result<Option<Session>, AppError> {
    let mut state = world.state();
    state.user(&session.user_id)?;
    let (id, token) = (world.ids.next(), world.ids.next());
    let session = Session { id, token, create_at: world.now_ms(), ..session };
    state.sessions.insert(session.id.clone(), session.clone());
    Ok(Some(session))
}

pub(super) fn get_session(world: &Arc<World>, session_id: String) -> Result<Option<Session>, AppError> {
    let found = world.state().sessions.get(&session_id).cloned();
    Ok(Some(found.ok_or_else(|| app_error("GetSessionById", "app.session.get.app_error", 404))?))
}

pub(super) fn extend_session_expiry(world: &Arc<World>, session_id: String, new_expiry: i64) -> Result<(), AppError> {
    let mut state = world.state();
    let missing = || app_error("extendSessionExpiry", "app.session.get_sessions.app_error", 500);
    state.sessions.get_mut(&session_id).ok_or_else(missing)?.expires_at = new_expiry;
    Ok(())
}

pub(super) fn revoke_session(world: &Arc<World>, session_id: String) -> Result<(), AppError> {
    world.state().sessions.remove(&session_id);
    Ok(())
}

pub(super) fn create_user_access_token(
    world: &Arc<World>,
    token: UserAccessToken,
) -> Result<Option<UserAccessToken>, AppError> {
    Ok(Some(world.create_token(token)?))
}

pub(super) fn revoke_user_access_token(world: &Arc<World>, token_id: String) -> Result<(), AppError> {
    world.revoke_token(&token_id)
}

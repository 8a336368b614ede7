//! Permissions.

use std::sync::Arc;

use crate::model::*;
use crate::role;
use crate::state::Scope;
use crate::world::World;

pub(super) fn has_permission_to(world: &Arc<World>, user_id: String, permission: Permission) -> bool {
    world.state().may(&user_id, &permission.id, Scope::Server)
}

pub(super) fn has_permission_to_team(
    world: &Arc<World>,
    user_id: String,
    team_id: String,
    permission: Permission,
) -> bool {
    world.state().may(&user_id, &permission.id, Scope::Team(&team_id))
}

pub(super) fn has_permission_to_channel(
    world: &Arc<World>,
    user_id: String,
    channel_id: String,
    permission: Permission,
) -> bool {
    world.state().may(&user_id, &permission.id, Scope::Channel(&channel_id))
}

pub(super) fn roles_grant_permission(_world: &Arc<World>, role_names: Vec<String>, permission_id: String) -> bool {
    role::grants(&role_names.join(" "), &permission_id)
}

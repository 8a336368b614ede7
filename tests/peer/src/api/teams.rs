//! Teams and their members.

use std::sync::Arc;

use crate::model::*;
use crate::users::page;
use crate::world::World;

pub(super) fn get_teams(world: &Arc<World>) -> Result<Vec<Team>, AppError> {
    Ok(world.state().teams.values().cloned().collect())
}

pub(super) fn get_team(world: &Arc<World>, team_id: String) -> Result<Option<Team>, AppError> {
    Ok(Some(world.state().team(&team_id)?.clone()))
}

pub(super) fn get_team_by_name(world: &Arc<World>, name: String) -> Result<Option<Team>, AppError> {
    Ok(Some(world.state().team_by_name(&name)?))
}

pub(super) fn get_teams_for_user(world: &Arc<World>, user_id: String) -> Result<Vec<Team>, AppError> {
    let state = world.state();
    Ok(state.teams.values().filter(|team| state.team_member(&team.id, &user_id).is_some()).cloned().collect())
}

pub(super) fn create_team_member(
    world: &Arc<World>,
    team_id: String,
    user_id: String,
) -> Result<Option<TeamMember>, AppError> {
    Ok(Some(world.join_team(&team_id, &user_id, "")?))
}

pub(super) fn create_team_members(
    world: &Arc<World>,
    team_id: String,
    user_ids: Vec<String>,
    requestor_id: String,
) -> Result<Vec<TeamMember>, AppError> {
    let joined = user_ids.iter().map(|user_id| world.join_team(&team_id, user_id, &requestor_id));
    joined.collect::<Result<_, _>>()
}

pub(super) fn delete_team_member(
    world: &Arc<World>,
    team_id: String,
    user_id: String,
    requestor_id: String,
) -> Result<(), AppError> {
    world.leave_team(&team_id, &user_id, &requestor_id)
}

pub(super) fn get_team_member(
    world: &Arc<World>,
    team_id: String,
    user_id: String,
) -> Result<Option<TeamMember>, AppError> {
    Ok(Some(world.state().existing_team_member(&team_id, &user_id)?))
}

pub(super) fn get_team_members(
    world: &Arc<World>,
    team_id: String,
    number: i64,
    per_page: i64,
) -> Result<Vec<TeamMember>, AppError> {
    let state = world.state();
    let members = state.team_members.values().filter(|member| member.team_id == team_id && member.delete_at == 0);
    Ok(page(members.cloned().collect(), number, per_page))
}

pub(super) fn get_team_members_for_user(
    world: &Arc<World>,
    user_id: String,
    number: i64,
    per_page: i64,
) -> Result<Vec<TeamMember>, AppError> {
    let state = world.state();
    let members = state.team_members.values().filter(|member| member.user_id == user_id && member.delete_at == 0);
    Ok(page(members.cloned().collect(), number, per_page))
}

//! Channels and their members.

use std::sync::Arc;

use crate::model::*;
use crate::users::page;
use crate::world::World;

pub(super) fn create_channel(world: &Arc<World>, channel: Channel) -> Result<Option<Channel>, AppError> {
    Ok(Some(world.create_channel(channel)?))
}

pub(super) fn update_channel(world: &Arc<World>, channel: Channel) -> Result<Option<Channel>, AppError> {
    Ok(Some(world.update_channel(channel)?))
}

pub(super) fn delete_channel(world: &Arc<World>, channel_id: String) -> Result<(), AppError> {
    world.delete_channel(&channel_id)
}

pub(super) fn get_channel(world: &Arc<World>, channel_id: String) -> Result<Option<Channel>, AppError> {
    Ok(Some(world.state().channel(&channel_id)?.clone()))
}

pub(super) fn get_channel_by_name(
    world: &Arc<World>,
    team_id: String,
    name: String,
    include_deleted: bool,
) -> Result<Option<Channel>, AppError> {
    Ok(Some(world.state().channel_by_name(&team_id, &name, include_deleted)?))
}

pub(super) fn get_channel_by_name_for_team_name(
    world: &Arc<World>,
    team_name: String,
    channel_name: String,
    include_deleted: bool,
) -> Result<Option<Channel>, AppError> {
    let state = world.state();
    let team = state.team_by_name(&team_name)?;
    Ok(Some(state.channel_by_name(&team.id, &channel_name, include_deleted)?))
}

pub(super) fn get_channels_for_team_for_user(
    world: &Arc<World>,
    team_id: String,
    user_id: String,
    include_deleted: bool,
) -> Result<Vec<Channel>, AppError> {
    let state = world.state();
    Ok(state.channels_where(|channel| {
        (channel.team_id == team_id || channel.team_id.is_empty())
            && (include_deleted || channel.delete_at == 0)
            && state.channel_member(&channel.id, &user_id).is_some()
    }))
}

pub(super) fn get_public_channels_for_team(
    world: &Arc<World>,
    team_id: String,
    number: i64,
    per_page: i64,
) -> Result<Vec<Channel>, AppError> {
    let state = world.state();
    let public =
        state.channels_where(|channel| channel.team_id == team_id && channel.kind == "O" && channel.delete_at == 0);
    Ok(page(public, number, per_page))
}

pub(super) fn get_direct_channel(
    world: &Arc<World>,
    user_id: String,
    other_user_id: String,
) -> Result<Option<Channel>, AppError> {
    Ok(Some(world.conversation("D", &[user_id, other_user_id])?))
}

pub(super) fn get_group_channel(world: &Arc<World>, user_ids: Vec<String>) -> Result<Option<Channel>, AppError> {
    Ok(Some(world.conversation("G", &user_ids)?))
}

pub(super) fn add_channel_member(
    world: &Arc<World>,
    channel_id: String,
    user_id: String,
) -> Result<Option<ChannelMember>, AppError> {
    Ok(Some(world.join_channel(&channel_id, &user_id, "")?))
}

pub(super) fn add_user_to_channel(
    world: &Arc<World>,
    channel_id: String,
    user_id: String,
    as_user_id: String,
) -> Result<Option<ChannelMember>, AppError> {
    Ok(Some(world.join_channel(&channel_id, &user_id, &as_user_id)?))
}

pub(super) fn delete_channel_member(world: &Arc<World>, channel_id: String, user_id: String) -> Result<(), AppError> {
    world.leave_channel(&channel_id, &user_id, "")
}

pub(super) fn get_channel_member(
    world: &Arc<World>,
    channel_id: String,
    user_id: String,
) -> Result<Option<ChannelMember>, AppError> {
    Ok(Some(world.state().existing_channel_member(&channel_id, &user_id)?))
}

pub(super) fn get_channel_members(
    world: &Arc<World>,
    channel_id: String,
    number: i64,
    per_page: i64,
) -> Result<Vec<ChannelMember>, AppError> {
    let state = world.state();
    let members = state.channel_members.values().filter(|member| member.channel_id == channel_id);
    Ok(page(members.cloned().collect(), number, per_page))
}

pub(super) fn get_channel_members_by_ids(
    world: &Arc<World>,
    channel_id: String,
    user_ids: Vec<String>,
) -> Result<Vec<ChannelMember>, AppError> {
    let state = world.state();
    Ok(user_ids.iter().filter_map(|user_id| state.channel_member(&channel_id, user_id).cloned()).collect())
}

//! Bot accounts.

use std::sync::Arc;

use crate::model::*;
use crate::users::page;
use crate::world::World;

pub(super) fn ensure_bot_user(world: &Arc<World>, bot: Bot) -> Result<String, ErrorValue> {
    world.ensure_bot(bot).map_err(ErrorValue::new)
}

pub(super) fn create_bot(world: &Arc<World>, bot: Bot) -> Result<Option<Bot>, AppError> {
    Ok(Some(world.create_bot(bot)?))
}

pub(super) fn patch_bot(world: &Arc<World>, bot_user_id: String, patch: BotPatch) -> Result<Option<Bot>, AppError> {
    Ok(Some(world.patch_bot(&bot_user_id, patch)?))
}

pub(super) fn get_bot(world: &Arc<World>, bot_user_id: String, include_deleted: bool) -> Result<Option<Bot>, AppError> {
    Ok(Some(world.bot(&bot_user_id, include_deleted)?))
}

pub(super) fn get_bots(world: &Arc<World>, options: BotGetOptions) -> Result<Vec<Bot>, AppError> {
    let state = world.state();
    let bots = state.bots.values().filter(|bot| {
        (options.owner_id.is_empty() || bot.owner_id == options.owner_id)
            && (options.include_deleted || bot.delete_at == 0)
    });
    Ok(page(bots.cloned().collect(), options.page, options.per_page))
}

pub(super) fn update_bot_active(
    world: &Arc<World>,
    bot_user_id: String,
    active: bool,
) -> Result<Option<Bot>, AppError> {
    Ok(Some(world.set_bot_active(&bot_user_id, active)?))
}

pub(super) fn permanent_delete_bot(world: &Arc<World>, bot_user_id: String) -> Result<(), AppError> {
    world.delete_bot(&bot_user_id)
}

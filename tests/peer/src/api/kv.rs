//! The key-value store.

use std::sync::Arc;

use crate::kv::SetOptions;
use crate::model::*;
use crate::world::World;

pub(super) fn kv_get(world: &Arc<World>, key: String) -> Result<Vec<u8>, AppError> {
    Ok(world.kv.get(world.plugin_id(), &key, world.now_ms()).unwrap_or_default())
}

pub(super) fn kv_set(world: &Arc<World>, key: String, value: Vec<u8>) -> Result<(), AppError> {
    kv_set_by(world, &key, &value, &SetOptions::default())?;
    Ok(())
}

pub(super) fn kv_set_with_expiry(
    world: &Arc<World>,
    key: String,
    value: Vec<u8>,
    expire_in_seconds: i64,
) -> Result<(), AppError> {
    kv_set_by(world, &key, &value, &SetOptions { expire_in_seconds, ..SetOptions::default() })?;
    Ok(())
}

pub(super) fn kv_set_with_options(
    world: &Arc<World>,
    key: String,
    value: Vec<u8>,
    options: KvSetOptions,
) -> Result<bool, AppError> {
    let KvSetOptions { atomic, old_value, expire_in_seconds } = options;
    kv_set_by(world, &key, &value, &SetOptions { atomic, old_value, expire_in_seconds })
}

pub(super) fn kv_compare_and_set(
    world: &Arc<World>,
    key: String,
    old_value: Vec<u8>,
    new_value: Vec<u8>,
) -> Result<bool, AppError> {
    kv_set_by(world, &key, &new_value, &SetOptions { atomic: true, old_value, expire_in_seconds: 0 })
}

pub(super) fn kv_compare_and_delete(world: &Arc<World>, key: String, old_value: Vec<u8>) -> Result<bool, AppError> {
    let now_ms = world.now_ms();
    world.kv.compare_and_delete(world.plugin_id(), &key, &old_value, now_ms)
}

pub(super) fn kv_delete(world: &Arc<World>, key: String) -> Result<(), AppError> {
    world.kv.delete(world.plugin_id(), &key);
    Ok(())
}

pub(super) fn kv_delete_all(world: &Arc<World>) -> Result<(), AppError> {
    world.kv.delete_all(world.plugin_id());
    Ok(())
}

pub(super) fn kv_list(world: &Arc<World>, page: i64, per_page: i64) -> Result<Vec<String>, AppError> {
    Ok(world.kv.list(world.plugin_id(), page, per_page, world.now_ms()))
}

fn kv_set_by(world: &World, key: &str, value: &[u8], options: &SetOptions) -> Result<bool, AppError> {
    world.kv.set(world.plugin_id(), key, value, options, world.now_ms())
}

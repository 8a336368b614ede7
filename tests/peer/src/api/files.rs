//! Files.

use std::sync::Arc;

use crate::files::NOBODY;
use crate::model::*;
use crate::world::World;

pub(super) fn upload_file(
    world: &Arc<World>,
    data: Vec<u8>,
    channel_id: String,
    filename: String,
) -> Result<Option<FileInfo>, AppError> {
    Ok(Some(world.upload_file(data, &channel_id, filename, NOBODY)?))
}

pub(super) fn get_file_info(world: &Arc<World>, file_id: String) -> Result<Option<FileInfo>, AppError> {
    Ok(Some(world.file(&file_id)?.0))
}

pub(super) fn get_file(world: &Arc<World>, file_id: String) -> Result<Vec<u8>, AppError> {
    Ok(world.file(&file_id)?.1)
}

pub(super) fn copy_file_infos(
    world: &Arc<World>,
    user_id: String,
    file_ids: Vec<String>,
) -> Result<Vec<String>, AppError> {
    let copied = file_ids.iter().map(|file_id| {
        let (info, data) = world.file(file_id)?;
        world.upload_file(data, &info.channel_id, info.name, &user_id).map(|copy| copy.id)
    });
    copied.collect::<Result<_, _>>()
}

//! Slash commands and dialogs.

use std::sync::Arc;

use crate::model::*;
use crate::world::World;

pub(super) fn register_command(world: &Arc<World>, command: Command) -> Result<(), ErrorValue> {
    world.register_command(command).map_err(ErrorValue::new)
}

pub(super) fn unregister_command(world: &Arc<World>, team_id: String, trigger: String) -> Result<(), ErrorValue> {
    world.unregister_command(&team_id, &trigger);
    Ok(())
}

pub(super) async fn execute_slash_command(
    world: &Arc<World>,
    args: CommandArgs,
) -> Result<Option<CommandResponse>, ErrorValue> {
    let (_, trigger_id) = world.new_trigger_id(&args.user_id);
    let args = CommandArgs { trigger_id, site_url: world.site_url.clone(), ..args };
    let response = world.run_command(args).await.map_err(ErrorValue::from)?;
    Ok(Some(response))
}

pub(super) fn list_plugin_commands(world: &Arc<World>, team_id: String) -> Result<Vec<Command>, ErrorValue> {
    let commands = world.commands();
    let usable = commands.iter().filter(|command| command.team_id.is_empty() || command.team_id == team_id);
    Ok(usable.cloned().collect())
}

pub(super) fn open_interactive_dialog(world: &Arc<World>, dialog: OpenDialogRequest) -> Result<(), AppError> {
    world.open_dialog(dialog)
}

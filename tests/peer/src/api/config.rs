//! The configuration and the server itself.

use std::sync::Arc;

use serde_json::Value;

use crate::error::app_error;
use crate::id::id_of;
use crate::model::*;
use crate::world::World;

pub(super) fn load_plugin_configuration(world: &Arc<World>) -> Vec<u8> {
    let configuration = world.manifest.configuration(&world.settings());
    Value::from(configuration).to_string().into_bytes()
}

pub(super) fn get_plugin_config(world: &Arc<World>) -> JsonMap {
    JsonMap(world.manifest.sanitized(&world.settings()))
}

pub(super) async fn save_plugin_config(world: &Arc<World>, config: JsonMap) -> Result<(), AppError> {
    *world.settings() = config.0;
    world.configuration_changed().await;
    Ok(())
}

pub(super) fn get_config(world: &Arc<World>) -> Config {
    let service_settings = ServiceSettings {
        site_url: Some(world.site_url.clone()),
        outgoing_integration_requests_timeout: Some(30),
        ..ServiceSettings::default()
    };
    Config { service_settings, ..Config::default() }
}

pub(super) fn get_bundle_path(world: &Arc<World>) -> Result<String, ErrorValue> {
    Ok(world.bundle.to_string_lossy().into_owned())
}

pub(super) fn get_license(_world: &Arc<World>) -> Option<License> {
    None
}

pub(super) fn is_enterprise_ready(_world: &Arc<World>) -> bool {
    false
}

pub(super) fn get_server_version(world: &Arc<World>) -> String {
    world.version.clone()
}

pub(super) fn get_diagnostic_id(world: &Arc<World>) -> String {
    id_of('d', &world.site_url)
}

pub(super) fn get_telemetry_id(world: &Arc<World>) -> String {
    id_of('d', &world.site_url)
}

pub(super) fn get_plugin_id(world: &Arc<World>) -> String {
    world.plugin_id().to_owned()
}

pub(super) fn get_plugin_status(world: &Arc<World>, id: String) -> Result<Option<PluginStatus>, AppError> {
    let manifest = &world.manifest;
    if id != manifest.id {
        return Err(app_error("GetPluginStatus", "app.plugin.not_installed.app_error", 404));
    }
    Ok(Some(PluginStatus {
        plugin_id: id,
        state: world.supervision.state() as i64,
        name: manifest.name.clone(),
        version: manifest.version.clone(),
        ..PluginStatus::default()
    }))
}

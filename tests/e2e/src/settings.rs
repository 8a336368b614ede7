//! The plugin's settings in the server's configuration.

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::person::Person;
use crate::world::PLUGIN_ID;

/// Changes the plugin's settings.
///
/// The server replaces the settings of all plugins by those of a patch, so all of them are sent back. Secrets arrive
/// masked, and the server takes a masked value for the one that it has.
pub(crate) async fn save(admin: &Person, change: impl FnOnce(&mut Map<String, Value>)) {
    let mut config = admin.get("/config").await;
    let plugins = &mut config["PluginSettings"]["Plugins"];
    let mut settings = plugins[PLUGIN_ID].as_object().cloned().unwrap_or_default();
    change(&mut settings);
    plugins[PLUGIN_ID] = settings.into();
    let patch = json!({"PluginSettings": {"Plugins": plugins}});
    admin.call(Method::PUT, "/api/v4/config/patch", patch).await.ok();
}

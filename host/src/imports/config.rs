//! `config`.

use std::sync::Arc;

use mattermost::model::JsonMap;
use serde_json::Value;

use super::Answer;
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::config::{Host, ServerInfo};
use crate::runtime::bindings::mattermost::plugin::types::ApiError;
use crate::wire::api_error;
use crate::{host, settings};

impl Host for State {
    async fn settings(&mut self) -> wasmtime::Result<String> {
        Ok(self.host.settings().as_ref().to_owned())
    }

    async fn set(&mut self, key: String, value: String) -> Answer<()> {
        let host = Arc::clone(&self.host);
        Ok(save_setting(&host, &key, &value).await)
    }

    async fn server(&mut self) -> wasmtime::Result<ServerInfo> {
        let server = self.host.server().await;
        Ok(ServerInfo {
            version: server.version,
            site_url: server.site_url,
            locale: server.locale,
            plugin_id: self.host.manifest().id.clone(),
            plugin_version: self.host.manifest().version.clone(),
            node_id: self.host.node_id().to_owned(),
        })
    }
}

async fn save_setting(host: &host::Host, key: &str, value: &str) -> Result<(), ApiError> {
    if !host.manifest().settings_schema.settings.iter().any(|setting| setting.key == key) {
        return Err(ApiError::Invalid(format!("the manifest has no setting {key}")));
    }
    let value: Value =
        serde_json::from_str(value).map_err(|error| ApiError::Invalid(format!("the value is no JSON: {error}")))?;
    let api = host.api().ok_or(ApiError::Unavailable)?;
    // What the server has, without what the host adds: a secret from a file must not end up in the database.
    let document = api.load_plugin_configuration().await.map_err(api_error)?;
    let settings = settings::with(&document, key, value)
        .map_err(|error| ApiError::Other(format!("the server's settings cannot be read: {error}")))?;
    api.save_plugin_config(JsonMap(settings)).await.map_err(api_error)?;
    // The server tells of the change too, maybe later than the component looks. The grants are left to that.
    host.load_settings().await.map_err(api_error).map(drop)
}

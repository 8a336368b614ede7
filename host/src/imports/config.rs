//! `config`.

use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::config::{Host, ServerInfo};

impl Host for State {
    async fn settings(&mut self) -> wasmtime::Result<String> {
        Ok(self.host.settings().as_ref().to_owned())
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

//! `permissions`. No answer means no permission.

use mattermost::model::Permission;

use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::permissions::Host;

impl Host for State {
    async fn on_server(&mut self, user_id: String, permission: String) -> wasmtime::Result<bool> {
        let Some(api) = self.host.api() else { return Ok(false) };
        Ok(api.has_permission_to(user_id, named(permission)).await.unwrap_or(false))
    }

    async fn in_team(&mut self, user_id: String, team_id: String, permission: String) -> wasmtime::Result<bool> {
        let Some(api) = self.host.api() else { return Ok(false) };
        Ok(api.has_permission_to_team(user_id, team_id, named(permission)).await.unwrap_or(false))
    }

    async fn in_channel(&mut self, user_id: String, channel_id: String, permission: String) -> wasmtime::Result<bool> {
        let Some(api) = self.host.api() else { return Ok(false) };
        Ok(api.has_permission_to_channel(user_id, channel_id, named(permission)).await.unwrap_or(false))
    }
}

/// The server looks at the id only.
fn named(id: String) -> Permission {
    Permission { id, ..Permission::default() }
}

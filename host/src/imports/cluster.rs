//! `cluster`.

use mattermost::model::{PluginClusterEvent, PluginClusterEventSendOptions};

use super::{Answer, answer, api};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::cluster::Host;

impl Host for State {
    async fn publish(&mut self, id: String, data: Vec<u8>, reliable: bool) -> Answer<()> {
        let event = PluginClusterEvent { id, data };
        let send_type = if reliable { "reliable" } else { "best_effort" };
        let options = PluginClusterEventSendOptions { send_type: send_type.into(), target_id: String::new() };
        answer(api!(self, |api| api.publish_plugin_cluster_event(event, options).await), |()| ())
    }
}

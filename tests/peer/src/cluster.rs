//! Several servers that share one database.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::model::PluginClusterEvent;
use crate::world::World;

/// The nodes of a cluster; a server alone is a cluster of one.
#[derive(Default)]
pub(crate) struct Cluster {
    nodes: Mutex<Vec<Weak<World>>>,
}

impl Cluster {
    pub(crate) fn join(&self, node: &Arc<World>) {
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(node));
    }

    /// The nodes that still exist, in the order they joined.
    pub(crate) fn nodes(&self) -> Vec<Arc<World>> {
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(Weak::upgrade).collect()
    }
}

impl World {
    /// Tells every node's plugin that the configuration changed, and waits for all of them.
    pub(crate) async fn configuration_changed(&self) {
        for node in self.cluster.nodes() {
            node.tell_configuration_changed().await;
        }
    }

    /// Brings the event to the plugins of all other nodes.
    pub(crate) fn publish_cluster_event(&self, event: &PluginClusterEvent) {
        self.state().cluster_events.push(event.clone());
        for node in self.cluster.nodes().iter().filter(|node| !std::ptr::eq(Arc::as_ptr(node), self)) {
            node.receive_cluster_event(event.clone());
        }
    }

    pub(crate) fn receive_cluster_event(self: &Arc<Self>, event: PluginClusterEvent) {
        self.tell("OnPluginClusterEvent", |hooks, context| async move {
            hooks.on_plugin_cluster_event(context, event).await
        });
    }
}

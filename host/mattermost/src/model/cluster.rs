//! Words between the plugin's processes on the nodes of a cluster.

use gob::Gob;

/// A word from one node to the others.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct PluginClusterEvent {
    /// Not empty.
    pub id: String,
    pub data: Vec<u8>,
}

/// How a word travels.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct PluginClusterEventSendOptions {
    /// `reliable` or `best_effort`.
    pub send_type: String,
    /// A node; empty for all others.
    pub target_id: String,
}

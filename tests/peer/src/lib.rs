//! The other side of the plugin RPC: starts a plugin as a Mattermost server would

//! Channels.

use mattermost::model::Channel;

use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<Channel> for wit::Channel {
    fn from(channel: Channel) -> Self {
        let kind = match channel.kind.as_str() {
            "O" => wit::ChannelKind::Open,
            "P" => wit::ChannelKind::Private,
            "D" => wit::ChannelKind::Direct,
            "G" => wit::ChannelKind::Group,
            _ => wit::ChannelKind::Other,
        };
        Self {
            id: channel.id,
            team_id: channel.team_id,
            kind,
            name: channel.name,
            display_name: channel.display_name,
            header: channel.header,
            purpose: channel.purpose,
            delete_at: channel.delete_at,
        }
    }
}

//! Websocket events in Mattermost's JSON shapes.

use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::sync::broadcast;

/// What a client would hear over its websocket, without the connection's sequence number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// `posted`, `post_edited`, `post_deleted`, `ephemeral_message`, `open_dialog`, `reaction_added`, …
    pub event: String,
    /// The event's fields; posts and dialogs are JSON texts within the JSON, as on a real server.
    pub data: Map<String, Value>,
    /// Who hears it.
    pub broadcast: Broadcast,
}

/// The audience of an [`Event`]: empty fields do not restrict it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Broadcast {
    /// Users who do not hear it.
    pub omit_users: Option<Map<String, Value>>,
    /// Only this user.
    pub user_id: String,
    /// Only members of this channel.
    pub channel_id: String,
    /// Only members of this team.
    pub team_id: String,
    /// Only this connection.
    pub connection_id: String,
    /// Every connection but this.
    pub omit_connection_id: String,
}

impl Event {
    pub(crate) fn new(event: impl Into<String>, broadcast: Broadcast) -> Self {
        Self { event: event.into(), data: Map::new(), broadcast }
    }

    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.data.insert(key.to_owned(), value.into());
        self
    }

    /// Adds a value as a JSON text.
    pub(crate) fn with_json(self, key: &str, value: &impl Serialize) -> Self {
        let text = serde_json::to_string(value).unwrap_or_default();
        self.with(key, text)
    }

    /// The event as it stands in a websocket frame; `seq` counts the frames of the connection.
    pub fn to_frame(&self, seq: i64) -> Value {
        json!({"event": self.event, "data": self.data, "broadcast": self.broadcast, "seq": seq})
    }
}

impl Broadcast {
    pub(crate) fn user(user_id: &str) -> Self {
        Self { user_id: user_id.to_owned(), ..Self::default() }
    }

    pub(crate) fn channel(channel_id: &str) -> Self {
        Self { channel_id: channel_id.to_owned(), ..Self::default() }
    }

    pub(crate) fn team(team_id: &str) -> Self {
        Self { team_id: team_id.to_owned(), ..Self::default() }
    }
}

/// Events that a slow listener may fall behind before it misses some.
const EVENTS_BEHIND_MAX: usize = 1024;

/// Where events are published; clones share the listeners.
#[derive(Clone)]
pub(crate) struct Events(broadcast::Sender<Event>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::Sender::new(EVENTS_BEHIND_MAX))
    }
}

impl Events {
    pub(crate) fn publish(&self, event: Event) {
        // An error only means that nobody listens.
        let _nobody = self.0.send(event);
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}

//! `GET /channels`: where the bot may post, as far as the caller can see.

use serde_json::{Value, json};

use super::Client;
use super::client::Caller;
use crate::access::Action;
use crate::bot;
use crate::http::Request;
use crate::http::reply::{Refusal, Response};
use crate::http::route::Parameters;
use crate::ports::{Channel, ChannelKind, ChatError, Deps, Level};

/// Channels of the caller's teams that both the bot and the caller are in; of a key, the one for its cards.
pub(super) fn run(deps: &Deps<'_>, request: &Request, _: &Parameters<'_>) -> Result<Response, Refusal> {
    let client = Client::reading(deps, request, Action::Ask)?;
    let channels = channels(deps, &client).map_err(|error| {
        let fields = [("request_id", request.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "Channels could not be listed", &fields);
        Refusal::Mattermost
    })?;
    let channels: Vec<_> = channels.iter().map(channel).collect();
    Ok(Response::json(200, &json!({"count": channels.len(), "channels": channels})))
}

fn channels(deps: &Deps<'_>, client: &Client) -> Result<Vec<Channel>, ChatError> {
    match &client.caller {
        Caller::Person | Caller::Tool => shared(deps, client.user_id()),
        Caller::Key(key) => key.channel_id.iter().map(|channel_id| deps.chat.channel(channel_id)).collect(),
    }
}

fn shared(deps: &Deps<'_>, user_id: &str) -> Result<Vec<Channel>, ChatError> {
    let bot = bot::id(deps)?;
    let mut shared = Vec::new();
    for team in deps.chat.teams_of(user_id)? {
        let own = deps.chat.channels_of(&team.id, user_id)?;
        let of_bot = match deps.chat.channels_of(&team.id, &bot) {
            Err(ChatError::NotFound) => Vec::new(),
            channels => channels?,
        };
        let has_bot = |channel: &Channel| of_bot.iter().any(|other| other.id == channel.id);
        let is_of_team = |channel: &Channel| channel.team_id == team.id && !channel.is_archived;
        shared.extend(own.into_iter().filter(|channel| is_of_team(channel) && has_bot(channel)));
    }
    Ok(shared)
}

fn channel(channel: &Channel) -> Value {
    let kind = match channel.kind {
        ChannelKind::Open => "open",
        ChannelKind::Private => "private",
        ChannelKind::Direct | ChannelKind::Group | ChannelKind::Other => "other",
    };
    json!({
        "id": channel.id, "team_id": channel.team_id, "name": channel.name, "display_name": channel.display_name,
        "type": kind,
    })
}

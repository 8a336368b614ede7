//! A message for a service: stored once, whichever nodes hear of it, and sent by a job (requirement 8.2).

use serde_json::{Value, json};

use crate::bot;
use crate::event::{self, Content, Delivery, Event, Question, Service, Source};
use crate::organisation;
use crate::ports::{Channel, ChatError, Deps, Message, Person, Post};
use crate::rate::{self, RateError};
use crate::say;
use crate::settings::{Agent, CommandEndpoint, Settings};

/// Asks the agent, in its channel; false in any other.
pub(super) fn agent(deps: &Deps<'_>, settings: &Settings, post: &Post, agent: &Agent) -> Result<bool, String> {
    send(deps, settings, post, Service::Agent, &|channel, person| {
        if channel.name != agent.channel {
            return Ok(None);
        }
        let organisation = organisation::of_team(deps, &channel.team_id);
        let organisation = organisation.map_err(|error| ChatError::Other(error.to_string()))?;
        Ok(Some(json!({
            // Whatever is sent about a team carries the same id, and no other team's does.
            "organizationId": organisation.map_or_else(|| format!("team:{}", channel.team_id), |id| id.to_string()),
            "teamId": channel.team_id,
            "channelId": channel.id,
            "rootId": post.thread(),
            "postId": post.id,
            "user": {"id": person.id, "username": person.username},
            "text": post.text,
        })))
    })
}

/// Hands a message over that begins with the endpoint's word, in its channels; false in any other.
pub(super) fn endpoint(
    deps: &Deps<'_>,
    settings: &Settings,
    post: &Post,
    endpoint: &CommandEndpoint,
    word: &str,
) -> Result<bool, String> {
    send(deps, settings, post, Service::CommandEndpoint, &|channel, person| {
        let names = &endpoint.channels;
        if !names.is_empty() && !names.contains(&channel.name) && !names.contains(&channel.id) {
            return Ok(None);
        }
        let teams = deps.chat.teams_of(&person.id)?;
        let team = teams.into_iter().find(|team| team.id == channel.team_id).map(|team| team.name);
        // The token is made of the secret: it is added when the message is sent, and stored nowhere.
        Ok(Some(json!({
            "team_id": channel.team_id,
            "team_domain": team.unwrap_or_default(),
            "channel_id": channel.id,
            "channel_name": channel.name,
            "timestamp": post.created_at.0,
            "user_id": person.id,
            "user_name": person.username,
            "post_id": post.id,
            "text": post.text,
            "trigger_word": word,
        })))
    })
}

/// What a service gets of a message in this channel by this person; nothing for the messages of some channels.
type Body<'a> = dyn Fn(&Channel, &Person) -> Result<Option<Value>, ChatError> + 'a;

/// Stores the message for a service if `body` is what it gets; what two people say to each other goes to nobody.
fn send(deps: &Deps<'_>, settings: &Settings, post: &Post, service: Service, body: &Body<'_>) -> Result<bool, String> {
    let channel = deps.chat.channel(&post.channel_id).map_err(|error| error.to_string())?;
    if channel.team_id.is_empty() {
        return Ok(false);
    }
    let person = deps.chat.person(&post.author_id).map_err(|error| error.to_string())?;
    if person.is_bot || person.is_deactivated {
        return Ok(false);
    }
    let Some(body) = body(&channel, &person).map_err(|error| error.to_string())? else { return Ok(false) };
    match rate::admit(deps, &settings.limits, rate::Kind::Read, &person.id) {
        Ok(()) => {}
        Err(RateError::TooMany { retry_after_seconds }) => {
            return slow_down(deps, post, retry_after_seconds).map(|()| true).map_err(|error| error.to_string());
        }
        Err(error) => return Err(error.to_string()),
    }
    let event = Event {
        id: post.id.clone(),
        source: Source::Question(service),
        received_at: deps.clock.now(),
        content: Some(Content::Question(Question {
            service,
            body,
            user_id: person.id,
            root_id: post.thread().to_owned(),
        })),
        subject: format!("thread/{}", post.thread()),
        deliveries: vec![Delivery::to(&channel.id)],
        touch: None,
        request_id: post.id.clone(),
    };
    event::accept(deps, &event).map(|_| true).map_err(|error| error.to_string())
}

fn slow_down(deps: &Deps<'_>, post: &Post, seconds: u32) -> Result<(), ChatError> {
    let message = Message {
        created_at: deps.clock.now(),
        author_id: bot::id(deps)?,
        channel_id: post.channel_id.clone(),
        root_id: post.thread().to_owned(),
        text: say!(
            deps.for_person(&post.author_id).language,
            "That is too often: your message was not sent. Write it again in {count} second.||That is too often: your message was not sent. Write it again in {count} seconds.",
            count = seconds
        ),
        ..Message::default()
    };
    deps.chat.send_ephemeral(&post.author_id, &message).map(drop)
}

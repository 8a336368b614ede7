//! Mails, events and log lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::event::{Broadcast, Event};
use crate::log::{Level, LogLine, Source};
use crate::model::*;
use crate::state::Mail;
use crate::world::World;

pub(super) fn send_mail(world: &Arc<World>, to: String, subject: String, html_body: String) -> Result<(), AppError> {
    world.state().mails.push(Mail { to, subject, body: html_body });
    Ok(())
}

pub(super) fn publish_websocket_event(
    world: &Arc<World>,
    event: String,
    payload: JsonMap,
    broadcast: WebsocketBroadcast,
) {
    let omitted: BTreeMap<_, _> = broadcast.omit_users;
    let omit_users = omitted.into_iter().map(|(user_id, omit)| (user_id, Value::from(omit))).collect();
    let audience = Broadcast {
        omit_users: Some(omit_users),
        user_id: broadcast.user_id,
        channel_id: broadcast.channel_id,
        team_id: broadcast.team_id,
        connection_id: broadcast.connection_id,
        omit_connection_id: broadcast.omit_connection_id,
    };
    let name = format!("custom_{}_{event}", world.plugin_id());
    world.events.publish(Event { data: payload.0, ..Event::new(name, audience) });
}

pub(super) fn publish_plugin_cluster_event(
    world: &Arc<World>,
    event: PluginClusterEvent,
    _options: PluginClusterEventSendOptions,
) -> Result<(), ErrorValue> {
    world.publish_cluster_event(&event);
    Ok(())
}

pub(super) fn log_debug(world: &Arc<World>, message: String, pairs: Vec<Json>) {
    log(world, Level::Debug, message, &pairs);
}

pub(super) fn log_info(world: &Arc<World>, message: String, pairs: Vec<Json>) {
    log(world, Level::Info, message, &pairs);
}

pub(super) fn log_warn(world: &Arc<World>, message: String, pairs: Vec<Json>) {
    log(world, Level::Warn, message, &pairs);
}

pub(super) fn log_error(world: &Arc<World>, message: String, pairs: Vec<Json>) {
    log(world, Level::Error, message, &pairs);
}

fn log(world: &World, level: Level, message: String, pairs: &[Json]) {
    let texts: Vec<String> = pairs.iter().map(|pair| text_of(&pair.0)).collect();
    let fields = texts.chunks(2).map(|pair| (pair[0].clone(), pair.get(1).cloned().unwrap_or_default()));
    world.log.write(LogLine { level, source: Source::Api, message, fields: fields.collect() });
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

//! The ways out: what the logic needs of the world, as traits. `component.rs` has the real ones, tests have doubles.

mod cache;
mod chat;
mod clock;
mod config;
mod dialog;
mod extensions;
mod http_client;
mod jobs;
mod kv;
mod log;
mod message;
mod monitor;
mod secrets;

pub use cache::{Cache, Turn};
pub use chat::{Bot, Channel, ChannelKind, ChannelMember, Chat, ChatError, File, Person, SessionKind, Team};
pub use clock::{Clock, Timestamp};
pub use config::{Config, Server};
pub use dialog::{Choice, Dialog, Element, ElementKind};
pub use extensions::{ExtensionError, ExtensionLimits, Extensions};
pub use http_client::{HttpClient, HttpError, HttpMethod, HttpRequest, HttpResponse};
pub use jobs::Jobs;
pub use kv::{Kv, KvError};
pub use log::{Level, Log};
pub use message::{Button, ButtonStyle, Card, CardField, Message, Post};
pub use monitor::{JobReport, Monitor, Report};
pub use secrets::Secrets;

use crate::language::Language;

/// Everything one hook call may use, and in which language it answers.
#[derive(Clone, Copy)]
pub struct Deps<'a> {
    /// Mattermost.
    pub chat: &'a dyn Chat,
    /// Settings and facts about the server.
    pub config: &'a dyn Config,
    /// Memory of this process.
    pub cache: &'a dyn Cache,
    /// The state that all nodes share.
    pub kv: &'a dyn Kv,
    /// Programs that are not part of this plugin.
    pub extensions: &'a dyn Extensions,
    /// Requests to the origins that the admin named.
    pub http: &'a dyn HttpClient,
    /// The timers of this process.
    pub jobs: &'a dyn Jobs,
    /// Time.
    pub clock: &'a dyn Clock,
    /// The server's log.
    pub log: &'a dyn Log,
    /// Numbers for operators.
    pub monitor: &'a dyn Monitor,
    /// An unpredictable number, for the jitter of retries; not for secrets.
    pub random: &'a dyn Fn() -> u64,
    /// Unpredictable bytes.
    pub secret: &'a dyn Secrets,
    /// Of who reads the answer; see [`Deps::for_person`] and [`Deps::for_all`].
    pub language: Language,
}

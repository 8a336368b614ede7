//! Mattermost's plugin hooks, API calls and models in Go's shapes

mod answer;
mod api;
mod call;
mod fields;
mod hooks;
mod http;
pub mod log;
pub mod model;
mod table;

pub use answer::NoError;
pub use api::{Api, ApiMethod, PluginHttpAnswer, ServerApi, serve_api};
pub use call::{CallError, Refused};
pub use hooks::{Hook, HookClient, Hooks, serve_hooks};
pub use http::{BodyError, Header, HttpRequest, HttpResponse, RequestBody, WrittenResponse};

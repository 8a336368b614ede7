//! Mattermost's plugin hooks, API calls and models in Go's shapes, for plugins and for servers.
//!
//! A plugin implements [`Hooks`] and asks its server through an [`Api`]:
//!
//! ```
//! use mattermost::model::{AppError, CommandArgs, CommandResponse, Context, ErrorValue};
//! use mattermost::{Api, Hook, Hooks, Refused};
//!
//! struct Greeter;
//!
//! impl Hooks for Greeter {
//!     fn implemented(&self) -> Vec<Hook> {
//!         vec![Hook::ExecuteCommand]
//!     }
//!
//!     async fn on_activate(&self, api: Api) -> Result<(), ErrorValue> {
//!         let version = api.get_server_version().await.map_err(|error| ErrorValue::new(error.to_string()))?;
//!         if version.starts_with("5.") { Err(ErrorValue::new("too old")) } else { Ok(()) }
//!     }
//!
//!     async fn execute_command(
//!         &self,
//!         _context: Context,
//!         args: CommandArgs,
//!     ) -> Result<Option<CommandResponse>, Refused<AppError>> {
//!         let text = format!("You said {}", args.command);
//!         Ok(Some(CommandResponse { text, ..CommandResponse::default() }))
//!     }
//! }
//! ```
//!
//! [`serve_hooks`] runs it on the connection that `goplugin` has dispensed. A server, or a test that plays one, calls
//! hooks through a [`HookClient`] and answers API calls by implementing [`ServerApi`]. Both traits answer "can't find
//! method" to what is not implemented, which callers see as [`CallError::NoSuchMethod`]: it is how to find out what an
//! older server lacks.
//!
//! Shapes are those of Mattermost 11.6; 9.11 and what lies between understand them and are understood, as gob matches
//! fields by name.
//!
//! # What is left out
//!
//! - Hooks: `ConfigurationWillBeSaved` and `OnSAMLLogin`, whose arguments are most of the server's settings and of a SAML
//!   library.
//! - API: `SaveConfig` and `GetUnsanitizedConfig` ([`Api::get_config`] reads a few settings), all of shared channels,
//!   remote clusters, property fields, groups and their memberships, `GetCloudLimits`, `RequestTrialLicense`,
//!   `RegisterCollectionAndTopic`, `LogAuditRecWithLevel`; the calls that stream, `UploadData` ([`Api::upload_file`]
//!   takes whole files), `InstallPlugin` and `PluginHTTPStream` ([`Api::plugin_http`] takes whole bodies).
//! - The database driver: its stream is opened, as the server expects, and closed.

mod api;
mod call;
mod hooks;
mod http;
pub mod log;
pub mod model;

mod answer;
mod fields;
mod table;

pub use answer::NoError;
pub use api::{Api, ApiMethod, PluginHttpAnswer, ServerApi, serve_api};
pub use call::{CallError, Refused};
pub use hooks::{Hook, HookClient, Hooks, serve_hooks};
pub use http::{BodyError, Header, HttpRequest, HttpResponse, RequestBody, WrittenResponse};

//! A running plugin process and its hooks.

use crate::http::Written;
use crate::model::{AppError, CommandArgs, CommandResponse, Context, Post};

/// What `MessageWillBePosted` and `MessageWillBeUpdated` decide.
pub(crate) enum Verdict {
    Accepted(Box<Post>),
    Rejected(String),
}

/// A request as `ServeHTTP` hands it over.
#[derive(Clone, Debug, Default)]
pub(crate) struct PluginRequest {
    pub(crate) method: String,
    /// Below the plugin's address, with query.
    pub(crate) url: String,
    /// The whole path; empty from within the server, as `host` and `remote_addr`.
    pub(crate) request_uri: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) host: String,
    pub(crate) remote_addr: String,
    pub(crate) body: Vec<u8>,
}

/// The connection to the plugin is gone, or it did not understand.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Lost(pub(crate) String);

/// The server's side of one process.
pub(crate) struct Plugin {
    hooks: Vec<String>,
}

impl Plugin {
    pub(crate) fn implements(&self, hook: &str) -> bool {
        self.hooks.iter().any(|known| known == hook)
    }

    pub(crate) async fn ping(&self) -> Result<(), Lost> {
        Ok(())
    }

    pub(crate) async fn execute_command(
        &self,
        _: Context,
        _: CommandArgs,
    ) -> Result<Option<CommandResponse>, AppError> {
        Ok(None)
    }

    pub(crate) async fn message_will_be_posted(&self, _: Context, post: Post) -> Verdict {
        Verdict::Accepted(Box::new(post))
    }

    pub(crate) async fn message_will_be_updated(&self, _: Context, new: Post, _: Post) -> Verdict {
        Verdict::Accepted(Box::new(new))
    }

    pub(crate) async fn message_has_been_posted(&self, _: Context, _: Post) {}

    pub(crate) async fn message_has_been_updated(&self, _: Context, _: Post, _: Post) {}

    pub(crate) async fn message_has_been_deleted(&self, _: Context, _: Post) {}

    pub(crate) async fn serve_http(&self, _: Context, _: PluginRequest) -> Result<Written, Lost> {
        Err(Lost("connection is shut down".to_owned()))
    }
}

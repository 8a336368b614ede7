//! The server as a test, the playground or a bench sees it.

mod admin;
mod people;
mod sight;

use std::sync::Arc;

use crate::builder::Builder;
use crate::model::AppError;
use crate::world::World;

/// An in-memory Mattermost server with one plugin; clones are the same server.
///
/// Users, teams and channels are named by id or name.
#[derive(Clone)]
pub struct Server {
    pub(crate) world: Arc<World>,
    _process: Arc<Abandon>,
}

/// Ends the plugin's process with the last clone of its server.
struct Abandon(Arc<World>);

impl Drop for Abandon {
    fn drop(&mut self) {
        self.0.supervision.abandon();
    }
}

impl Server {
    /// Starts to describe a server.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(world: Arc<World>) -> Self {
        world.cluster.join(&world);
        Self { _process: Arc::new(Abandon(Arc::clone(&world))), world }
    }

    fn user_id(&self, who: &str) -> Result<String, AppError> {
        self.world.state().user(who).map(|user| user.id.clone())
    }

    fn team_id(&self, which: &str) -> Result<String, AppError> {
        self.world.state().team(which).map(|team| team.id.clone())
    }

    fn channel_id(&self, which: &str) -> Result<String, AppError> {
        self.world.state().channel(which).map(|channel| channel.id.clone())
    }
}

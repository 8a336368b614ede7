//! Teams.

use mattermost::model::Team;

use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<Team> for wit::Team {
    fn from(team: Team) -> Self {
        Self { id: team.id, name: team.name, display_name: team.display_name, delete_at: team.delete_at }
    }
}

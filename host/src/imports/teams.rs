//! `teams`.

use super::{Answer, api, found, list};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::teams::{Host, Team};

impl Host for State {
    async fn get(&mut self, id: String) -> Answer<Team> {
        found(api!(self, |api| api.get_team(id).await))
    }

    async fn by_name(&mut self, name: String) -> Answer<Team> {
        found(api!(self, |api| api.get_team_by_name(name).await))
    }

    async fn of_user(&mut self, user_id: String) -> Answer<Vec<Team>> {
        list(api!(self, |api| api.get_teams_for_user(user_id).await))
    }
}

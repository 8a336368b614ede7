//! `sessions`.

use super::{Answer, api, found};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::sessions::{Host, Session};

impl Host for State {
    async fn get(&mut self, session_id: String) -> Answer<Session> {
        found(api!(self, |api| api.get_session(session_id).await))
    }
}

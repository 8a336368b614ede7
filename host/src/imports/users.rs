//! `users`.

use super::{Answer, api, found, list};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::users::{Host, User};

impl Host for State {
    async fn get(&mut self, id: String) -> Answer<User> {
        found(api!(self, |api| api.get_user(id).await))
    }

    async fn by_username(&mut self, username: String) -> Answer<User> {
        found(api!(self, |api| api.get_user_by_username(username).await))
    }

    async fn by_email(&mut self, email: String) -> Answer<User> {
        found(api!(self, |api| api.get_user_by_email(email).await))
    }

    async fn by_ids(&mut self, ids: Vec<String>) -> Answer<Vec<User>> {
        list(api!(self, |api| api.get_users_by_ids(ids).await))
    }
}

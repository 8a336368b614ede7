//! `commands`.

use super::{Answer, answer, api};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::commands::{Host, Registration};

impl Host for State {
    async fn register(&mut self, registration: Registration) -> Answer<()> {
        let command = match registration.try_into() {
            Ok(command) => command,
            Err(error) => return Ok(Err(error)),
        };
        answer(api!(self, |api| api.register_command(command).await), |()| ())
    }
}

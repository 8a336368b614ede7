//! `dialogs`.

use super::{Answer, answer, api};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::dialogs::{Dialog, Host};

impl Host for State {
    async fn open(&mut self, dialog: Dialog) -> Answer<()> {
        answer(api!(self, |api| api.open_interactive_dialog(dialog.into()).await), |()| ())
    }
}

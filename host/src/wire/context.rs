//! Who and what caused a hook call.

use mattermost::model::Context;

use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<Context> for wit::Context {
    fn from(context: Context) -> Self {
        Self {
            request_id: context.request_id,
            session_id: context.session_id,
            ip_address: context.ip_address,
            accept_language: context.accept_language,
            user_agent: context.user_agent,
        }
    }
}

//! Who may subscribe what, and which subscriptions somebody sees.

use crate::access::{Action, Standing};
use crate::audit::{self, Entry, Who};
use crate::command::Call;
use crate::command::caller::{Caller, is_private_talk};
use crate::command::parse::Input;
use crate::ids::read_code;
use crate::language;
use crate::ports::{ChatError, Deps, Level};
use crate::say;
use crate::settings::SubscribePolicy;
use crate::store::StoreError;
use crate::subscription::{self, Subscription};
use crate::text::Markdown;

/// Whether the caller may subscribe a channel: as `SubscribePolicy` says; in direct and group messages, whoever may read.
///
/// # Errors
/// What to do about it.
pub(in crate::command) fn may_subscribe(deps: &Deps<'_>, caller: &Caller, channel_id: &str) -> Result<(), String> {
    let settings = &caller.current.settings;
    let user_id = &caller.person.id;
    let standing = Standing::of(deps, settings, &caller.person)?.in_channel(deps, user_id, channel_id);
    let is_for_system_admins = settings.people.subscribe_policy == SubscribePolicy::SystemAdmin;
    let is_own = !is_for_system_admins && is_private_talk(deps, user_id, channel_id);
    standing.may(deps.language, settings, if is_own { Action::Read } else { Action::Subscribe })
}

/// The subscription that the caller names, if it is one of a channel they are in; system administrators see all of them.
///
/// # Errors
/// The answer when there is none.
pub(in crate::command) fn visible(
    deps: &Deps<'_>,
    call: &Call,
    caller: &Caller,
    input: &Input,
) -> Result<Subscription, String> {
    let settings = &caller.current.settings;
    let standing = Standing::of(deps, settings, &caller.person)?;
    standing.may(deps.language, settings, Action::Read)?;
    let id =
        input.get("id").ok_or_else(|| say!(deps.language, "Which subscription? `/odoo subscriptions` shows them."))?;
    let unknown = || {
        say!(
            deps.language,
            "There is no subscription “{id}”. `/odoo subscriptions` shows them.",
            id = Markdown::foreign(id)
        )
    };
    let code = read_code(id).ok_or_else(unknown)?;
    let found = subscription::find(deps, &code).map_err(|error| no_store(deps, call, &error))?;
    let is_visible = |found: &Subscription| {
        standing.may(deps.language, settings, Action::Administer).is_ok()
            || deps.chat.may_in_channel(&call.user_id, &found.channel_id, "read_channel")
    };
    found.filter(is_visible).ok_or_else(unknown)
}

pub(in crate::command) fn record(deps: &Deps<'_>, call: &Call, action: &str, id: &str) {
    let who = Who::person(&call.user_id);
    let object = format!("sub/{id}");
    audit::record(deps, &Entry { who, action, object: &object, request_id: &call.request_id, ..Entry::default() });
}

/// The answer when subscriptions could not be read or written.
pub(in crate::command) fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "Subscriptions could not be read or written", &fields);
    language::no_store(deps, &call.request_id)
}

/// The answer when Mattermost does not tell of the channel.
pub(super) fn no_channel(deps: &Deps<'_>, call: &Call, error: &ChatError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "The channel of a subscription could not be looked up", &fields);
    say!(
        deps.language,
        "Mattermost did not tell this plugin about this channel. Try again.\nRequest `{request}`",
        request = call.request_id
    )
}

//! The one time that a secret is shown.

use crate::command::Call;
use crate::hook::Key;
use crate::notify;
use crate::ports::{ChatError, Deps, Level};
use crate::say;

/// Sends the secret of a hook to who asked for it, with all that a sender needs.
///
/// # Errors
/// What Mattermost says.
pub(super) fn send(deps: &Deps<'_>, call: &Call, name: &str, key: &Key, first: &str) -> Result<(), ChatError> {
    let address = address(deps, name);
    let secret = key.expose();
    let text = say!(
        deps.language,
        "{first} This is the only time that its secret is shown:\n```\n{secret}\n```\nIts address: `{address}`\n\nTry it:\n```sh\n{example}\n```\nFor the action *Send Webhook Notification* of Odoo itself, which cannot sign, there is a doorbell that says which record to look at. Its address is a secret as well: `{doorbell}`\nWhat an event may say: `/odoo hook types`.",
        first,
        secret,
        address,
        example = curl(&address, secret),
        doorbell = address.replacen("/hooks/v1/", "/doorbell/v1/", 1) + "/" + &key.capability()
    );
    notify::tell(deps, &call.user_id, &text).map(drop).inspect_err(|error| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "The secret of a hook could not be handed over", &fields);
    })
}

fn address(deps: &Deps<'_>, name: &str) -> String {
    let server = deps.config.server();
    format!("{}/plugins/{}/hooks/v1/{name}", server.site_url, server.plugin_id)
}

/// Ready to be pasted into a shell.
fn curl(address: &str, secret: &str) -> String {
    format!(
        "secret='{secret}' body='{{\"text\":\"Hello from the shell\"}}' time=$(date +%s) id=hello-$(date +%s)\n\
         signature=$(printf '%s' \"$time.$id.$body\" | openssl dgst -sha256 -hmac \"$secret\" | sed 's/.*= //')\n\
         curl -sS '{address}' -H 'Content-Type: application/json' -H \"X-Odoo-Timestamp: $time\" \
         -H \"X-Odoo-Event-Id: $id\" -H \"X-Odoo-Signature: v1=$signature\" --data-raw \"$body\""
    )
}

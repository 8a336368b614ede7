//! A message that is a command: run once, as its author, answered in its thread (requirement 8.1).

use serde::{Deserialize, Serialize};

use crate::command::{Call, run_message};
use crate::ports::{Deps, Post, Timestamp};
use crate::preview::has_previews;
use crate::settings::Settings;
use crate::store::{Store, Stored};

/// No node tells of a message again after so long.
const CLAIM_SECONDS: u32 = 24 * 3600;

/// A message that was run, or of which somebody died running it: `msg/<post>`.
#[derive(Debug, Serialize, Deserialize)]
struct Claim {
    at: Timestamp,
}

impl Stored for Claim {
    const VERSION: u32 = 1;
}

/// Runs what follows the word that said that it is one; the error is for the log.
pub(super) fn run(deps: &Deps<'_>, settings: &Settings, post: &Post, text: &str) -> Result<(), String> {
    let person = deps.chat.person(&post.author_id).map_err(|error| error.to_string())?;
    if person.is_bot || person.is_deactivated {
        return Ok(());
    }
    let channel = deps.chat.channel(&post.channel_id).map_err(|error| error.to_string())?;
    // Where messages get no cards, the answers of this plugin are for their askers as well.
    let may_share = !settings.is_paused && has_previews(deps, &post.channel_id)?;
    let claim = Claim { at: deps.clock.now() };
    let claimed = Store::new(deps.kv).create(&format!("msg/{}", post.id), &claim, Some(CLAIM_SECONDS));
    if !claimed.map_err(|error| error.to_string())? {
        return Ok(());
    }
    let call = Call {
        user_id: person.id,
        channel_id: channel.id,
        root_id: post.thread().to_owned(),
        team_id: channel.team_id,
        trigger_id: String::new(),
        text: format!("/odoo {text}"),
        request_id: post.id.clone(),
        may_share,
    };
    run_message(deps, &call).map_err(|error| error.to_string())
}

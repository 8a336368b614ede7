//! Where messages get cards: in channels that did not switch them off, and never where a guest reads along in private.

use serde::{Deserialize, Serialize};

use crate::ports::{ChannelKind, ChatError, Deps, Timestamp};
use crate::store::{Change, Store, StoreError, Stored};

/// A channel without cards, under `pv/off/<channel>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Off {
    by: String,
    at: Timestamp,
}

impl Stored for Off {
    const VERSION: u32 = 1;
}

/// Whether a channel has cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It has.
    On,
    /// Somebody switched them off.
    Off,
}

impl Switch {
    /// As it is for a channel.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn of(deps: &Deps<'_>, channel_id: &str) -> Result<Self, StoreError> {
        let off = Store::new(deps.kv).get::<Off>(&place(channel_id))?;
        Ok(if off.is_some() { Self::Off } else { Self::On })
    }
}

/// Switches the cards of a channel; false if they were so already.
///
/// # Errors
/// See [`StoreError`].
pub fn switch(deps: &Deps<'_>, channel_id: &str, user_id: &str, to: Switch) -> Result<bool, StoreError> {
    let (store, key) = (Store::new(deps.kv), place(channel_id));
    if to == Switch::On {
        let was_off = Switch::of(deps, channel_id)? == Switch::Off;
        return store.delete_if(&key, |_: &Off| true).map(|()| was_off);
    }
    let off = Off { by: user_id.to_owned(), at: deps.clock.now() };
    store.update(&key, None, |old: Option<&Off>| match old {
        Some(_) => Change::Keep(false),
        None => Change::Put(off.clone(), true),
    })
}

/// Whether messages of this channel get cards.
///
/// # Errors
/// For the log.
pub(crate) fn has_previews(deps: &Deps<'_>, channel_id: &str) -> Result<bool, String> {
    if Switch::of(deps, channel_id).map_err(|error| error.to_string())? == Switch::Off {
        return Ok(false);
    }
    let may = may_show(deps, channel_id);
    may.map_err(|error| error.to_string())
}

fn may_show(deps: &Deps<'_>, channel_id: &str) -> Result<bool, ChatError> {
    let channel = deps.chat.channel(channel_id)?;
    match channel.kind {
        _ if channel.is_archived => Ok(false),
        ChannelKind::Open | ChannelKind::Private => Ok(true),
        ChannelKind::Direct | ChannelKind::Group => {
            let members = deps.chat.first_members(channel_id)?;
            Ok(members.iter().all(|member| !member.is_guest))
        }
        ChannelKind::Other => Ok(false),
    }
}

fn place(channel_id: &str) -> String {
    format!("pv/off/{channel_id}")
}

//! How fast messages come into a channel, so that a burst does not bury what people write: counted by each node in its own memory,
//! which costs no call of the store. The queues are worked on by one node each, so that a cluster is faster by its nodes at most.

use std::time::Duration;

use crate::ports::{Deps, Timestamp};

/// Into one channel, by one node.
const POSTS_PER_SECOND: i64 = 20;
const WINDOW: Duration = Duration::from_secs(1);

/// Lets a message into a channel, or says when to come again. `channel` is any name of it that is always the same.
pub(super) fn admit(deps: &Deps<'_>, channel: u32) -> Result<(), Timestamp> {
    let count = deps.cache.add(&format!("pace/{channel:x}"), 1, 1);
    if count <= POSTS_PER_SECOND { Ok(()) } else { Err(deps.clock.now().after(WINDOW)) }
}

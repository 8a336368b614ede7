use odoo_plugin::ports::{ChannelMember, Chat, ChatError};
use odoo_plugin::subscription::{Barrier, Subscription, may_deliver};

use super::wish;
use crate::world::{BOT, World};

#[test]
fn the_bot_tells_events_where_it_is_a_member() {
    let world = World::new();
    assert_eq!(may_deliver(&world.deps(), &wish()), Err(Barrier::Silent));
    world.join_channel("town", BOT).unwrap();
    assert_eq!(may_deliver(&world.deps(), &wish()), Ok(()));
}

#[test]
fn a_subscription_survives_whoever_made_it() {
    let world = World::new();
    world.join_channel("town", BOT).unwrap();
    world.change("ben", |ben| ben.is_deactivated = true);
    assert_eq!(may_deliver(&world.deps(), &wish()), Ok(()));
    assert_eq!(may_deliver(&world.deps(), &Subscription { created_by: "nobody".into(), ..wish() }), Ok(()));
}

#[test]
fn nothing_is_told_in_a_channel_that_is_archived_or_gone() {
    let world = World::new();
    world.join_channel("town", BOT).unwrap();
    world.archive("town");
    assert_eq!(may_deliver(&world.deps(), &wish()), Err(Barrier::Archived));
    let gone = Subscription { channel_id: "nowhere".into(), ..wish() };
    assert_eq!(may_deliver(&world.deps(), &gone), Err(Barrier::Gone));
}

#[test]
fn direct_messages_are_told_unless_a_guest_reads_along() {
    let world = World::new();
    let channel_id = world.direct_channel("ben", BOT).unwrap().id;
    let subscription = Subscription { channel_id: channel_id.clone(), team_id: String::new(), ..wish() };
    assert_eq!(may_deliver(&world.deps(), &subscription), Ok(()));
    world.join(&channel_id, "ben", ChannelMember { is_admin: false, is_guest: true });
    assert_eq!(may_deliver(&world.deps(), &subscription), Err(Barrier::Guest));
}

#[test]
fn where_mattermost_does_not_answer_it_is_tried_later() {
    let world = World::new().without_bot();
    assert_eq!(may_deliver(&world.deps(), &wish()), Err(Barrier::Unknown(ChatError::Forbidden)));
}

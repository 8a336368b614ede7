use odoo_plugin::ports::{ChannelMember, Chat};
use serde_json::json;

use super::{ADMIN, all, only, world};
use crate::world::{BOT, World};

#[test]
fn administrators_of_a_channel_subscribe_it_and_the_bot_joins() {
    let world = world();
    let answer = world.command("/odoo subscribe lead");
    let id = only(&world).id;
    assert_eq!(
        answer,
        format!(
            "This channel follows leads from now on: new records, stage changes and assignments. Subscription `{id}`: `/odoo preview {id}` tells what it would have matched, `/odoo unsubscribe {id}` ends it."
        )
    );
    assert!(world.channel_member("town", BOT).is_ok());
    let audited = world.audited.borrow().join("\n");
    assert!(audited.contains("subscription.create") && audited.contains(&format!("sub/{id}")), "{audited}");
}

#[test]
fn others_subscribe_as_the_policy_says() {
    let world = World::live().setting("allowservicereads", json!(true));
    assert_eq!(
        world.command("/odoo subscribe lead"),
        "Subscriptions are made by administrators of the channel. Ask one of them."
    );
    world.save("subscribepolicy", json!("member"));
    assert_eq!(
        world.command("/odoo subscribe lead"),
        "Subscriptions are made by members of the channel who connected their Odoo account, with `/odoo connect`."
    );
    world.command("/odoo connect");
    world.submit("ben", "town", json!({"login": "paula", "key": "PAULA_API_KEY"}));
    let answer = world.command("/odoo subscribe lead");
    assert!(answer.starts_with("This channel follows leads"), "{answer}");
    world.join("town", "ben", ADMIN);
    world.save("subscribepolicy", json!("system-admin"));
    assert_eq!(
        world.command("/odoo subscribe task"),
        "Subscriptions are made by system administrators. Ask one of them."
    );
    world.change("ben", |ben| ben.is_system_admin = true);
    world.command("/odoo subscribe task");
    assert_eq!(all(&world).len(), 2);
}

#[test]
fn who_may_not_search_does_not_subscribe() {
    let world = world().setting("allowservicereads", json!(false));
    let answer = world.command("/odoo subscribe lead");
    assert!(answer.starts_with("Searching Odoo is open to people who connected"), "{answer}");
}

#[test]
fn who_may_not_see_leads_in_odoo_does_not_send_them_to_others() {
    let world = world();
    world.command("/odoo connect");
    world.submit("ben", "town", json!({"login": "rita", "key": "RITA_API_KEY"}));
    assert_eq!(
        world.command("/odoo subscribe lead"),
        "The personal Odoo account with which this was to be done is not allowed to do it."
    );
    assert!(all(&world).is_empty());
    world.command("/odoo subscribe partner");
    assert_eq!(only(&world).model, "res.partner");
}

#[test]
fn everybody_subscribes_their_direct_messages_with_the_bot() {
    let world = World::live().setting("allowservicereads", json!(true));
    let with_bot = world.direct_channel("ben", BOT).unwrap().id;
    let answer = world.command_as("ben", &with_bot, "/odoo subscribe task");
    assert!(answer.starts_with("This channel follows tasks"), "{answer}");
    let subscription = only(&world);
    assert_eq!((subscription.channel_id.as_str(), subscription.team_id.as_str()), (with_bot.as_str(), ""));
    let with_cara = world.direct_channel("ben", "cara").unwrap().id;
    assert_eq!(
        world.command_as("ben", &with_cara, "/odoo subscribe task"),
        "The bot does not take part here. Write this in your direct messages with it."
    );
    world.save("subscribepolicy", json!("system-admin"));
    assert_eq!(
        world.command_as("ben", &with_bot, "/odoo subscribe lead"),
        "Subscriptions are made by system administrators. Ask one of them."
    );
}

#[test]
fn messages_with_a_guest_are_not_subscribed() {
    let world = world();
    for user_id in ["ben", BOT] {
        world.join("gm-1", user_id, ChannelMember { is_admin: false, is_guest: false });
    }
    world.join("gm-1", "cara", ChannelMember { is_admin: false, is_guest: true });
    assert_eq!(
        world.command_as("ben", "gm-1", "/odoo subscribe task"),
        "Nothing can be told here: a guest reads along in these messages."
    );
}

#[test]
fn a_channel_without_the_bot_is_told_so() {
    let world = world();
    world.archive("town");
    assert_eq!(world.command("/odoo subscribe task"), "Nothing can be told here: the channel is archived.");
    assert!(all(&world).is_empty());
}

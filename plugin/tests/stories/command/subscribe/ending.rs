use super::{ADMIN, all, made, world};

#[test]
fn who_may_subscribe_a_channel_ends_what_it_follows() {
    let world = world();
    let id = made(&world, "lead").id;
    world.change("ben", |ben| ben.is_deactivated = true);
    world.join("town", "cara", ADMIN);
    assert_eq!(
        world.command_as("cara", "deals", &format!("/odoo unsubscribe {}", id.to_lowercase())),
        format!("The subscription `{id}` of leads is ended.")
    );
    assert!(all(&world).is_empty());
    let audited = world.audited.borrow().join("\n");
    assert!(audited.contains("subscription.delete"), "{audited}");
}

#[test]
fn other_members_do_not_end_it() {
    let world = world();
    let id = made(&world, "lead").id;
    assert_eq!(
        world.command_as("cara", "town", &format!("/odoo unsubscribe {id}")),
        "Subscriptions are made by administrators of the channel. Ask one of them."
    );
    assert_eq!(all(&world).len(), 1);
}

#[test]
fn what_somebody_does_not_see_is_not_there() {
    let world = world();
    let id = made(&world, "lead").id;
    for typed in [id.as_str(), "AAAAAA", "x"] {
        assert_eq!(
            world.command_as("dora", "deals", &format!("/odoo unsubscribe {typed}")),
            format!("There is no subscription “{typed}”. `/odoo subscriptions` shows them.")
        );
    }
    assert_eq!(world.command("/odoo unsubscribe"), "Which subscription? `/odoo subscriptions` shows them.");
    assert_eq!(all(&world).len(), 1);
}

#[test]
fn system_administrators_end_it_also_where_nobody_writes_any_more() {
    let world = world();
    let id = made(&world, "lead").id;
    world.archive("town");
    assert_eq!(
        world.command_as("anna", "deals", &format!("/odoo unsubscribe {id}")),
        format!("The subscription `{id}` of leads is ended.")
    );
}

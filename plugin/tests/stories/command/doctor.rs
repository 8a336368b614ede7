//! What does not work in deliveries, why, and what to do about it.

use std::time::Duration;

use odoo_plugin::finding;
use odoo_plugin::hook::Wish;
use odoo_plugin::ports::{ChannelMember, ChatError};
use odoo_plugin::settings::Settings;
use odoo_plugin::subscription;
use serde_json::json;

use crate::event::{about, accept, event, work, work_for};
use crate::hook::{made, send, wish};
use crate::watch::{create, follow, look};
use crate::world::{BOT, Refusal, World};

const MEMBER: ChannelMember = ChannelMember { is_admin: false, is_guest: false };

/// Ben looks after the integration.
fn world() -> World {
    World::live().setting("odooadmins", json!("@ben")).setting("allowservicereads", json!(true))
}

fn town_takes_nothing(world: &World) {
    let error = ChatError::Other("database is locked".into());
    world.refusal.replace(Some(Refusal { error, is_posted: false }));
}

#[test]
fn where_everything_works_each_check_says_so() {
    let world = world();
    assert_eq!(
        world.command("/odoo doctor delivery"),
        "- ✓ Nothing waits to be shown.
- ✓ No delivery failed.
- ✓ No event is given up.
- ✓ Hooks, subscriptions, mentions and rules reach whom they are meant for.
"
    );
}

#[test]
fn what_waits_and_what_failed_is_told_with_its_next_try() {
    let world = world();
    town_takes_nothing(&world);
    let accepted = accept(&world, &event("7"));
    accept(&world, &about("7", "8"));
    work(&world);
    assert_eq!(
        world.command("/odoo doctor delivery"),
        format!(
            "- ✓ 2 events wait to be shown. The oldest: just now.
- ✗ the hook `ci`, town: failed 1 time, next try 2026-11-21 10:30: database is locked. It is tried again. `/odoo trace {key}` tells how far it is.
- ✓ No event is given up.
- ✓ Hooks, subscriptions, mentions and rules reach whom they are meant for.
",
            key = accepted.key
        )
    );
}

#[test]
fn of_many_that_failed_ten_are_told() {
    let world = world();
    town_takes_nothing(&world);
    for number in 0..13 {
        accept(&world, &event(&number.to_string()));
    }
    work(&world);
    let answer = world.command("/odoo doctor delivery");
    assert_eq!(answer.matches("failed 1 time").count(), 10, "{answer}");
    assert!(answer.contains("- ✗ and 3 more\n"), "{answer}");
}

#[test]
fn what_waits_for_long_without_a_failure_is_wrong() {
    let world = world();
    accept(&world, &event("7"));
    world.pass(Duration::from_secs(600));
    let first = |world: &World| world.command("/odoo doctor delivery").lines().next().unwrap_or_default().to_owned();
    let waits = "- ✗ 1 event waits to be shown. The oldest: 10 minutes ago.";
    assert_eq!(first(&world), format!("{waits} `/odoo status --verbose` tells whether the jobs run that show them."));
    world.save("paused", json!(true));
    assert_eq!(
        first(&world),
        format!(
            "{waits} **Paused**: the plugin writes and posts nothing until an administrator switches `Paused` off."
        )
    );
}

#[test]
fn what_is_given_up_is_told_by_hook_and_reason_with_what_to_do() {
    let world = world();
    let key = made(&world, Wish { channels: wish().channels[..1].to_vec(), ..wish() });
    for id in ["1", "2"] {
        send(&world, &key, id, &json!({"text": "hi", "channel": "deals"}));
    }
    world.refusal.replace(Some(Refusal { error: ChatError::Forbidden, is_posted: false }));
    let third = send(&world, &key, "3", &json!({"text": "hi"})).1["id"].clone();
    work(&world);
    let second = odoo_plugin::event::key(&odoo_plugin::event::Source::Hook("ci".into()), "2");
    assert_eq!(
        world.command("/odoo doctor delivery"),
        format!(
            "- ✓ Nothing waits to be shown.
- ✓ No delivery failed.
- ✗ the hook `ci`, town: 1 event is not tried any more: the channel is gone, or the bot may not post there. Add the bot to the channel, then `/odoo outbox retry {third}`.
- ✗ the hook `ci`, no channel: 2 events are not tried any more: that is none of the channels of the hook. Its sender names a channel of the hook, or gets another hook. `/odoo outbox retry {second}` shows it in the default channel.
- ✗ Hook `ci` and ~town: the bot may not post in the channel. Add the bot to the channel, or make another hook.
",
            third = third.as_str().unwrap()
        )
    );
    world.refusal.replace(None);
    world.join("town", BOT, MEMBER);
    for id in ["1", "2", "3"] {
        world.command(&format!("/odoo outbox retry {id}"));
    }
    work_for(&world, Duration::from_secs(10));
    assert!(!world.command("/odoo doctor delivery").contains('✗'), "mended");
}

#[test]
fn whom_nothing_reaches_is_told_with_what_to_do() {
    let world = world();
    follow(&world, "town");
    let id = subscription::all(&world.deps()).unwrap().remove(0).id;
    world.archive("town");
    let settings = Settings::current(&world.deps()).settings;
    let wrong = "The rule “late” does not work: there is no such model. It stands in the setting `Reminders`.";
    finding::replace(&world.deps(), &settings, "reminders", vec![wrong.into()]).unwrap();
    work(&world);
    let answer = world.command("/odoo doctor delivery");
    let escaped = wrong.replace('`', "\\`");
    let ways: Vec<_> = answer.lines().skip(3).collect();
    assert_eq!(
        ways,
        [
            format!(
                "- ✗ Subscription `{id}` (tasks): the channel is archived. Mend that, or end it with `/odoo unsubscribe {id}`."
            ),
            format!(
                "- ✗ {escaped} Mend it in [System Console → Plugins → Odoo](https://chat.example.com/admin_console/plugins/plugin_odoo)."
            ),
        ]
    );
}

#[test]
fn a_record_tells_what_its_trace_tells_and_what_of_it_waits_or_failed() {
    let world = world();
    follow(&world, "town");
    look(&world);
    let id = create(&world, "Paint");
    look(&world);
    let named = format!("task#{id}");
    let trace = world.command(&format!("/odoo trace {named}"));
    assert_eq!(
        world.command(&format!("/odoo doctor delivery {named}")),
        format!("{}\n\nNothing else of it waits or failed.", trace.trim_end())
    );
    town_takes_nothing(&world);
    let earlier = accept(&world, &about(&format!("project.task/{id}"), "7"));
    work(&world);
    let answer = world.command(&format!("/odoo doctor delivery {named}"));
    assert!(answer.starts_with(trace.trim_end()), "{answer}");
    assert!(
        answer.ends_with(&format!(
            "\n\n**Event `{}`**: processing\n- “7” of the hook `ci`, stored 2026-11-21 10:30\n- town: failed 1 time, next try 2026-11-21 10:30: database is locked\n",
            earlier.key
        )),
        "{answer}"
    );
}

#[test]
fn only_those_who_look_after_the_integration_are_told() {
    let world = World::new();
    let refused = world.command("/odoo outbox list");
    assert_eq!(world.command("/odoo doctor delivery"), refused);
    let world = self::world();
    assert_eq!(
        world.command("/odoo doctor delivery nothing"),
        "“nothing” is no record that channels can follow. Write `lead#17`, or its link."
    );
}

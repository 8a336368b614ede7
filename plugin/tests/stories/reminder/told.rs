//! Who is told what, and when.

use std::time::Duration;

use odoo_plugin::ports::Clock;
use serde_json::json;

use super::{is_in_odoo, late_rule, rule, shown, tick, wait_for, work_for, world};

#[test]
fn nothing_is_told_before_its_time_and_everything_once_at_it() {
    let world = world(&rule());
    world.desk().write("project.task", 8, &json!({"date_deadline": "2026-11-21 20:00:00"}));
    wait_for(&world, "2026-11-21 13:59:00");
    tick(&world).unwrap();
    assert_eq!(shown(&world, "dm-ben-bot"), [""; 0]);
    work_for(&world, 300);
    assert_eq!(
        shown(&world, "dm-ben-bot"),
        ["**Reminder: tasks**
Due
- [Black Chairs for managers](https://erp.example.com/mail/view?model=project.task&res_id=8) – due 2026-11-21 (today)"]
    );
}

#[test]
fn everybody_reads_their_own_language() {
    let world = world(&rule());
    world.change("ben", |person| person.locale = "de".into());
    world.desk().write("project.task", 8, &json!({"date_deadline": "2026-11-21 20:00:00"}));
    world.desk().write("project.task", 33, &json!({"date_deadline": "2026-11-21 20:00:00"}));
    wait_for(&world, "2026-11-21 14:00:00");
    tick(&world).unwrap();
    let direct = shown(&world, "dm-ben-bot").join("");
    assert!(direct.starts_with("**Erinnerung: tasks**\nFällig\n") && direct.contains("(heute)"), "{direct}");
    let shared = shown(&world, "town").join("");
    assert!(shared.starts_with("**Reminder: tasks**\nDue\n") && shared.contains("(today)"), "{shared}");
}

#[test]
fn a_restart_at_the_slot_leaves_one_message() {
    let world = world(&rule());
    world.desk().write("project.task", 8, &json!({"date_deadline": "2026-11-21 20:00:00"}));
    wait_for(&world, "2026-11-21 14:00:00");
    tick(&world).unwrap();
    world.restart();
    work_for(&world, 3);
    assert_eq!(shown(&world, "dm-ben-bot").len(), 1);
}

#[test]
fn what_belongs_to_nobody_here_is_told_in_the_channel() {
    let world = world(&rule());
    world.desk().write("project.task", 33, &json!({"date_deadline": "2026-11-21 20:00:00"}));
    world.desk().write("project.task", 4, &json!({"date_deadline": "2026-11-21 21:00:00"}));
    wait_for(&world, "2026-11-21 14:00:00");
    tick(&world).unwrap();
    assert_eq!(
        shown(&world, "town"),
        ["**Reminder: tasks**
Due
- [Modifications asked by the customer](https://erp.example.com/mail/view?model=project.task&res_id=4) – due 2026-11-21 (today), nobody's
- [Check Lift](https://erp.example.com/mail/view?model=project.task&res_id=33) – due 2026-11-21 (today), Mitchell Admin"]
    );
    assert_eq!(shown(&world, "dm-ben-bot"), [""; 0]);
}

#[test]
fn without_a_channel_the_administrators_are_told() {
    let mut rule = rule();
    rule.as_object_mut().unwrap().remove("channel");
    let world = world(&rule);
    world.desk().write("project.task", 33, &json!({"date_deadline": "2026-11-21 20:00:00"}));
    wait_for(&world, "2026-11-21 14:00:00");
    tick(&world).unwrap();
    assert_eq!(shown(&world, "dm-anna-bot").len(), 1);
}

#[test]
fn what_is_late_is_told_by_how_late_it_is_and_copied_when_it_is_bad() {
    let mut rule = late_rule();
    rule["copy_from"] = json!("critical");
    let world = world(&rule);
    is_in_odoo(&world, "cara", "admin");
    world.desk().write("project.task", 5, &json!({"date_deadline": "2026-10-01 12:00:00"}));
    wait_for(&world, "2026-11-21 15:00:00");
    work_for(&world, 120);
    assert_eq!(
        shown(&world, "dm-bot-cara"),
        ["**Reminder: tasks**
Late: critical
- [Energy Certificate](https://erp.example.com/mail/view?model=project.task&res_id=5) – due 2026-10-01 (51 days late)
Late: high
- [Check Lift](https://erp.example.com/mail/view?model=project.task&res_id=33) – due 2026-11-11 (10 days late)
Late
- [Room 1: Decoration](https://erp.example.com/mail/view?model=project.task&res_id=6) – due 2026-11-20 (1 day late)"]
    );
    assert_eq!(
        shown(&world, "town"),
        ["**Reminder: tasks**
Late: critical
- [Energy Certificate](https://erp.example.com/mail/view?model=project.task&res_id=5) – due 2026-10-01 (51 days late), Mitchell Admin"]
    );
    let colors: Vec<_> = world.posts.borrow().iter().flat_map(|post| &post.cards).map(|card| card.color).collect();
    assert_eq!(colors, ["#8f1d21", "#d24b4e", "#ffbc1f", "#ffbc1f", "#8f1d21"]);
    world.pass(Duration::from_secs(22 * 3600));
    work_for(&world, 120);
    assert_eq!((shown(&world, "dm-bot-cara").len(), shown(&world, "town").len()), (2, 2));
}

#[test]
fn a_channel_reads_what_is_due_within_the_days_before() {
    let mut rule = rule();
    rule["to"] = json!("~acme/town");
    rule["days_before"] = json!(3);
    rule.as_object_mut().unwrap().remove("channel");
    let world = world(&rule);
    wait_for(&world, "2026-11-21 14:00:00");
    tick(&world).unwrap();
    assert_eq!(
        shown(&world, "town"),
        ["**Reminder: tasks**
Due
- [Noise Reduction](https://erp.example.com/mail/view?model=project.task&res_id=3) – due 2026-11-23
- [Energy Certificate](https://erp.example.com/mail/view?model=project.task&res_id=5) – due 2026-11-23"]
    );
}

#[test]
fn in_two_days_of_five_zones_in_which_the_clocks_change_each_day_has_its_reminder_once() {
    let changes = [
        ("Europe/Prague", "02:30", "2027-03-27 22:00:00"),
        ("Europe/Prague", "02:30", "2027-10-30 21:00:00"),
        ("America/New_York", "02:30", "2027-03-14 04:00:00"),
        ("America/Santiago", "00:00", "2027-09-04 08:00:00"),
        ("Australia/Lord_Howe", "01:45", "2027-04-03 10:00:00"),
        ("Pacific/Auckland", "02:30", "2027-04-03 10:00:00"),
    ];
    for (zone, at, start) in changes {
        let mut rule = rule();
        (rule["zone"], rule["at"], rule["to"]) = (json!(zone), json!([at]), json!("~acme/town"));
        rule["days_before"] = json!(365);
        rule.as_object_mut().unwrap().remove("channel");
        let world = world(&rule);
        world.desk().write("project.task", 8, &json!({"date_deadline": "2027-12-01 12:00:00"}));
        wait_for(&world, start);
        let until = world.now().after(Duration::from_secs(48 * 3600));
        while world.now() < until {
            world.pass(Duration::from_secs(10 * 60));
            tick(&world).unwrap();
        }
        assert_eq!(shown(&world, "town").len(), 2, "{zone} {at}");
    }
}

#[test]
fn names_of_records_neither_mention_nor_format() {
    let world = world(&rule());
    let values = json!({"name": "@channel **now** ](http://evil.example)", "date_deadline": "2026-11-21 20:00:00"});
    world.desk().write("project.task", 8, &values);
    wait_for(&world, "2026-11-21 14:00:00");
    tick(&world).unwrap();
    let told = shown(&world, "dm-ben-bot").remove(0);
    assert!(told.contains("[@\u{2060}channel \\*\\*now\\*\\* \\](http:\u{2060}//evil.example)]("), "{told}");
}

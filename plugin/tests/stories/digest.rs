//! The digest: once for each person and day, and only if something waits.

use std::time::Duration;

use odoo_plugin::ports::Message;
use odoo_stand_in::Fault;
use serde_json::json;

use crate::event::work_after;
use crate::reminder::{is_in_odoo, read, wait_for};
use crate::world::{Memory, World};

/// `ben` is Marc Demo in Odoo; his clock is that of New York, where it is 04:30.
fn world() -> World {
    let world = World::live();
    is_in_odoo(&world, "ben", "demo");
    world.change("ben", |person| person.time_zone = "America/New_York".into());
    world
}

/// He wants a digest at nine.
fn wanted() -> World {
    let world = world();
    world.command("/odoo settings digest 09:00");
    wait_for(&world, "2026-11-21 14:00:00");
    world
}

fn tick(world: &World) -> Result<(), String> {
    work_after(world, "digest")
}

fn work_for(world: &World, minutes: u32) {
    for _ in 0..minutes {
        world.pass(Duration::from_secs(60));
        tick(world).unwrap();
    }
}

fn digests(world: &World) -> Vec<Message> {
    let posts = world.posts.borrow();
    posts.iter().filter(|post| post.channel_id == "dm-ben-bot" && post.text.starts_with("**Your ")).cloned().collect()
}

#[test]
fn a_restart_at_nine_in_another_zone_leaves_one_message() {
    let world = wanted();
    world.pass(Duration::from_millis(1));
    tick(&world).unwrap();
    world.restart();
    work_for(&world, 200);
    let [digest] = digests(&world).try_into().unwrap();
    assert_eq!(
        read(&digest),
        "**Your day, 2026-11-21**
Activities
[Call: Followup on the proposal](https://erp.example.com/mail/view?model=crm.lead&res_id=19) – Customizable Desk, due 2026-11-19 (2 days late) · [Open](https://erp.example.com/mail/view?model=crm.lead&res_id=19)
[To-Do: Check furniture](https://erp.example.com/mail/view?model=project.task&res_id=9) – Meeting Room Furnitures, due 2026-11-19 (2 days late) · [Open](https://erp.example.com/mail/view?model=project.task&res_id=9)
[Email: Send our service pricelist](https://erp.example.com/mail/view?model=crm.lead&res_id=17) – Balmer Inc: Potential Distributor, due 2026-11-20 (1 day late) · [Open](https://erp.example.com/mail/view?model=crm.lead&res_id=17)
[Email: Send Catalog by Email](https://erp.example.com/mail/view?model=crm.lead&res_id=26) – Open Space Design, due 2026-11-21 (today) · [Open](https://erp.example.com/mail/view?model=crm.lead&res_id=26)
Tasks that are due
- [Black Chairs for managers](https://erp.example.com/mail/view?model=project.task&res_id=8) – Office Design, due 2026-11-18 19:00 (late)"
    );
}

#[test]
fn it_is_in_the_language_of_whoever_reads_it() {
    let world = world();
    world.change("ben", |person| person.locale = "cs".into());
    let told = world.command("/odoo settings digest 09:00");
    assert!(told.starts_with("Souhrn dostáváte každý den v 09:00 (America/New_York)"), "{told}");
    wait_for(&world, "2026-11-21 14:00:00");
    tick(&world).unwrap();
    let digest = world.last_post();
    assert_eq!(digest.text, "**Váš den, 2026-11-21**");
    let activity = &digest.cards[1];
    assert!(
        activity.text.contains(" – Customizable Desk, termín 2026-11-19 (2 dny po termínu) · [Otevřít]("),
        "{}",
        activity.text
    );
    assert_eq!(activity.buttons.iter().map(|button| button.name.as_str()).collect::<Vec<_>>(), ["Hotovo", "Zítra"]);
}

#[test]
fn documents_that_wait_for_somebody_are_in_it() {
    let rule = |approver: &str| {
        json!([{"name": "orders", "model": "purchase.order", "domain": [["state", "=", "to approve"]],
            "tiers": [{"approver": approver}]}])
    };
    for (approver, counts) in [("@ben", true), ("@cara", false)] {
        let world = world().setting("approvalrules", json!(rule(approver).to_string()));
        world.desk().grant("bridge", "Purchase/User");
        world.command("/odoo settings digest 09:00");
        wait_for(&world, "2026-11-21 14:00:00");
        tick(&world).unwrap();
        let [digest] = digests(&world).try_into().unwrap();
        let section =
            "Documents that wait for you\n- [P00003](https://erp.example.com/mail/view?model=purchase.order&res_id=3)";
        assert_eq!(read(&digest).contains(section), counts, "{}", read(&digest));
    }
}

#[test]
fn before_its_time_there_is_none() {
    let world = world();
    world.command("/odoo settings digest 09:00");
    wait_for(&world, "2026-11-21 13:59:00");
    tick(&world).unwrap();
    assert!(digests(&world).is_empty());
}

#[test]
fn killed_at_any_step_and_with_two_nodes_there_is_one() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = wanted();
            world.effects.kill_at(step, is_after);
            let is_over = matches!(world.survive(tick), Ok(Ok(())));
            world.effects.calm();
            let mut other = Memory::new();
            world.on_node(&mut other, |world| work_for(world, 2));
            work_for(&world, 3);
            assert_eq!(digests(&world).len(), 1, "step {step}, {is_after}");
            if is_over {
                break;
            }
        }
    }
}

#[test]
fn an_odoo_that_is_away_delays_it_within_three_hours() {
    let world = wanted();
    world.desk().set_fault(Fault::NoAnswer);
    for _ in 0..10 {
        world.pass(Duration::from_secs(600));
        assert!(tick(&world).is_err());
    }
    world.desk().clear_fault();
    world.pass(Duration::from_secs(60));
    work_for(&world, 2);
    assert_eq!(digests(&world).len(), 1);
}

#[test]
fn the_server_that_comes_back_too_late_leaves_it_for_the_next_day() {
    let world = wanted();
    wait_for(&world, "2026-11-21 17:00:00");
    work_for(&world, 2);
    assert!(digests(&world).is_empty());
    wait_for(&world, "2026-11-22 14:00:00");
    work_for(&world, 2);
    assert_eq!(digests(&world).len(), 1);
}

#[test]
fn when_nothing_waits_nothing_is_sent() {
    let world = wanted();
    for id in world.desk().search("mail.activity", &json!([["user_id", "=", 6]])) {
        world.desk().delete("mail.activity", id);
    }
    world.desk().write("project.task", 8, &json!({"state": "1_done"}));
    let asked = world.asked.borrow().len();
    work_for(&world, 5);
    assert!(digests(&world).is_empty());
    // Once is enough to know it.
    assert!(world.asked.borrow().len() - asked < 12, "{}", world.asked.borrow().len() - asked);
}

#[test]
fn a_weekly_one_comes_on_mondays_and_looks_a_week_ahead() {
    let world = world();
    world.desk().write("project.task", 32, &json!({"date_deadline": "2026-11-27 12:00:00"}));
    let said = world.command("/odoo settings digest weekly 09:00");
    assert!(said.starts_with("You get a digest on Mondays at 09:00 (America/New_York)"), "{said}");
    for day in ["2026-11-22", "2026-11-23", "2026-11-24"] {
        wait_for(&world, &format!("{day} 14:00:00"));
        work_for(&world, 2);
    }
    let [digest] = digests(&world).try_into().unwrap();
    let text = read(&digest);
    assert!(text.starts_with("**Your week from 2026-11-23**"), "{text}");
    assert!(text.contains("[Entry Hall]"), "{text}");
}

#[test]
fn tickets_and_approvals_are_told_too() {
    let world = World::live().setting("ticketprojects", json!("1")).setting("allowselfconfirm", json!(false));
    is_in_odoo(&world, "ben", "demo");
    is_in_odoo(&world, "cara", "paula");
    world.change("ben", |person| person.time_zone = "America/New_York".into());
    world.command("/odoo settings digest 09:00");
    world.command_as("cara", "town", "/odoo propose lead name=\"Ten desks\" partner_id=14");
    let proposal = world.last_post().text.split('`').nth(1).unwrap().to_owned();
    wait_for(&world, "2026-11-21 14:00:00");
    work_for(&world, 1);
    let text = read(&digests(&world)[0]);
    assert!(text.contains(&format!("Approvals that wait for you\n- [{proposal}: ")), "{text}");
    assert!(text.contains("Your open tickets\n- [Black Chairs for managers]"), "{text}");
    assert!(!text.contains("Tasks that are due"), "{text}");
}

#[test]
fn done_and_tomorrow_propose_that_as_whoever_presses() {
    let world = wanted();
    work_for(&world, 1);
    let digest = digests(&world)[0].clone();
    assert_eq!(world.press_on("ben", &digest.id, "Done").status, 200);
    let proposed = read(&world.last_post());
    assert!(proposed.contains("Done: Call: Followup on the proposal"), "{proposed}");
    world.press_on("ben", &digest.id, "Tomorrow");
    let proposed = read(&world.last_post());
    assert!(proposed.contains("Reschedule Call: Followup on the proposal"), "{proposed}");
    assert_eq!(world.last_post().channel_id, "dm-ben-bot");
    assert_eq!(world.press_on("cara", &digest.id, "Done").status, 403);
}

#[test]
fn who_changes_the_time_after_todays_digest_has_no_second_one() {
    let world = wanted();
    work_for(&world, 1);
    world.command("/odoo settings digest 10:00");
    wait_for(&world, "2026-11-21 15:00:00");
    work_for(&world, 2);
    assert_eq!(digests(&world).len(), 1);
}

#[test]
fn it_is_set_told_and_ended_by_its_reader() {
    let world = world();
    let none = "You get no digest. `/odoo settings digest 08:30` sends you one every day, `/odoo settings digest weekly` one on Mondays.";
    assert_eq!(world.command("/odoo settings digest"), none);
    let daily = "You get a digest every day at 08:30 (America/New_York), in a direct message, if something waits for you. `/odoo settings digest off` ends that.";
    assert_eq!(world.command("/odoo settings digest 8:30"), daily);
    assert_eq!(world.command("/odoo settings digest"), daily);
    assert_eq!(
        world.command("/odoo settings digest weekly"),
        "You get a digest on Mondays at 08:30 (America/New_York), in a direct message, if something waits for you. `/odoo settings digest off` ends that."
    );
    assert_eq!(
        world.command("/odoo settings digest @noon"),
        "“@\u{2060}noon” is no time. Write `08:30`, `weekly`, `weekly 08:30` or `off`."
    );
    assert_eq!(world.command("/odoo settings digest off"), none);
    wait_for(&world, "2026-11-21 14:00:00");
    work_for(&world, 2);
    assert!(digests(&world).is_empty());
}

#[test]
fn who_is_not_connected_any_more_or_left_gets_none() {
    for leave in [true, false] {
        let world = wanted();
        if leave {
            world.change("ben", |person| person.is_deactivated = true);
        } else {
            world.command("/odoo disconnect");
        }
        work_for(&world, 3);
        assert!(digests(&world).is_empty());
    }
    let world = World::live();
    assert!(world.command("/odoo settings digest 09:00").contains("/odoo connect"));
}

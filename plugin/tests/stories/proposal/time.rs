//! What happens while nobody presses.

use std::time::Duration;

use odoo_plugin::proposal::State;
use serde_json::json;

use super::built::{card, lead, listed, names, stored, world, writes};
use crate::world::World;

fn tend_after(world: &World, hours: u64) {
    world.pass(Duration::from_secs(hours * 3600));
    world.job("expire").unwrap();
    world.job("expire").unwrap();
}

/// Posts of the bot beside cards, with their channels.
fn messages(world: &World) -> Vec<(String, String)> {
    let posts = world.posts.borrow();
    let others = posts.iter().filter(|post| post.props.is_null());
    others.map(|post| (post.channel_id.clone(), post.text.replace('\u{2060}', "⁀"))).collect()
}

#[test]
fn nobody_decided_in_time() {
    let world = world();
    let proposal = lead(&world);
    tend_after(&world, 72);
    let link = format!("https://chat.example.com/_redirect/pl/{}", stored(&world, &proposal.id).origin.post_id);
    assert_eq!(stored(&world, &proposal.id).state, State::Expired);
    assert!(
        messages(&world).contains(&(
            "dm-ben-bot".into(),
            format!(
                "Your proposal `{}` has expired: nobody decided in time. Nothing of it is in Odoo. [Open it]({link})",
                proposal.code
            )
        )),
        "{:?}",
        messages(&world)
    );
    assert_eq!(messages(&world).iter().filter(|(_, text)| text.contains("has expired")).count(), 1);
    assert_eq!((names(&world, &proposal), listed(&world), writes(&world)), (vec![], vec![], vec![]));
}

#[test]
fn people_are_reminded_once_after_some_working_hours_and_then_it_escalates() {
    let policy = json!({"lead": {"approve": "other", "by": ["@cara"], "remind_hours": 4, "escalate_to": "@anna"}});
    // 2026-11-21 is a Saturday.
    let world = world().setting("approvalpolicy", json!(policy.to_string()));
    let proposal = lead(&world);
    tend_after(&world, 24);
    assert_eq!(messages(&world), []);
    tend_after(&world, 28);
    let link = format!("https://chat.example.com/_redirect/pl/{}", stored(&world, &proposal.id).origin.post_id);
    let reminder = (
        "dm-bot-cara".to_owned(),
        format!("Proposal `{}` waits for your decision: A lead [Open it]({link})", proposal.code),
    );
    assert_eq!(messages(&world), std::slice::from_ref(&reminder));
    assert_eq!(
        super::built::press(&world, "anna", &proposal, "Approve"),
        "You are not one of those who decide on this proposal: @cara."
    );
    tend_after(&world, 8);
    let escalation = format!(
        "Proposal `{}` was not decided in time by those who should; you may decide now: A lead [Open it]({link})",
        proposal.code
    );
    assert_eq!(messages(&world), [reminder, ("dm-anna-bot".into(), escalation)]);
    assert_eq!(super::built::press(&world, "anna", &proposal, "Approve"), "");
}

#[test]
fn where_nobody_is_named_the_thread_of_the_card_is_told() {
    let world = world();
    let proposal = lead(&world);
    tend_after(&world, 56);
    assert_eq!(
        messages(&world),
        [("town".into(), format!("Proposal `{}` still waits for a decision.", proposal.code))]
    );
    let reply = world.last_post();
    assert_eq!(reply.root_id, stored(&world, &proposal.id).origin.post_id);
}

#[test]
fn a_card_that_was_lost_or_is_behind_is_mended() {
    let world = world();
    let proposal = lead(&world);
    let post_id = stored(&world, &proposal.id).origin.post_id;
    world.posts.borrow_mut().iter_mut().filter(|post| post.id == post_id).for_each(|post| post.text = "old".into());
    tend_after(&world, 1);
    assert_eq!(card(&world, &proposal).text, format!("Proposal `{}` waits for approval.", proposal.code));
    world.remove(&post_id);
    tend_after(&world, 1);
    assert!(card(&world, &proposal).text.ends_with("this one takes its place."));
}

#[test]
fn decided_proposals_go_with_the_audit() {
    let world = world();
    let proposal = lead(&world);
    super::built::press(&world, "ben", &proposal, "Approve");
    world.pass(Duration::from_secs(89 * 86_400));
    assert!(!world.command("/odoo proposals mine --state done").starts_with("You have no such"));
    world.pass(Duration::from_secs(2 * 86_400));
    assert!(world.command("/odoo proposals mine --state done").starts_with("You have no such"));
    assert_eq!(
        world.command(&format!("/odoo proposal {}", proposal.code)),
        format!("There is no proposal “{}” here. `/odoo proposals` lists yours.", proposal.code)
    );
}

#[test]
fn administrators_list_all_of_them_in_every_state() {
    let world = world();
    let (done, open) = (lead(&world), lead(&world));
    super::built::press(&world, "ben", &done, "Approve");
    let all = |filter: &str| {
        let shown = world.command_as("anna", "town", &format!("/odoo proposals all {filter}"));
        [&done, &open].map(|proposal| shown.contains(&proposal.code))
    };
    assert_eq!([all(""), all("--state done"), all("--state pending")], [[true, true], [true, false], [false, true]]);
    assert!(!world.command("/odoo proposals all").contains(&done.code), "not for everybody");
    world.pass(Duration::from_secs(400 * 86_400));
    for _ in 0..2 {
        world.job("expire").unwrap();
    }
    world.job("compact").unwrap();
    let kept = String::from_utf8(world.kv.borrow()["ix/p-all/0"].0.clone()).unwrap();
    assert!(!kept.contains(&done.id), "{kept}");
}

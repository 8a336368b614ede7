use odoo_plugin::subscription::Mode;
use serde_json::json;

use super::{link, world};
use crate::event::work_after;
use crate::watch::{create, first, follow, follow_model, look, message, shown, write};
use crate::world::World;

/// A task of project 9.
const TASK: i64 = 68;

/// Both teams follow tasks: `town` belongs to project 9, `garden` to project 3.
fn following() -> World {
    let world = world();
    link(&world, "town", "project:9");
    link(&world, "garden", "project:3");
    follow(&world, "town");
    follow(&world, "garden");
    look(&world);
    world
}

fn told(world: &World) -> [usize; 2] {
    ["town", "garden"].map(|channel_id| shown(world, channel_id).len())
}

#[test]
fn a_channel_is_told_what_happens_inside() {
    let world = following();
    write(&world, TASK, &json!({"priority": "1"}));
    look(&world);
    let [of_town, of_garden] = ["town", "garden"].map(|channel_id| shown(&world, channel_id));
    assert!(of_town[0].contains("#\u{2060}68"), "{of_town:?}");
    assert_eq!(of_garden, [""; 0]);
    create(&world, "Chairs");
    look(&world);
    assert_eq!(shown(&world, "town"), of_town);
    assert!(shown(&world, "garden")[0].contains("Chairs"));
}

#[test]
fn a_comment_is_told_where_its_record_is() {
    let world = following();
    let before = told(&world);
    world.pass(std::time::Duration::from_secs(1));
    message(&world, TASK, "<p>Called.</p>", true);
    look(&world);
    let after = told(&world);
    assert!(after[0] > before[0], "{after:?}");
    assert_eq!(after[1], before[1]);
}

#[test]
fn a_team_that_is_unlinked_is_told_everything() {
    let world = following();
    world.command_as("ben", "garden", "/odoo org unlink project:3");
    write(&world, TASK, &json!({"priority": "1"}));
    look(&world);
    let [town, garden] = told(&world);
    assert!(town > 0 && garden > 0);
}

#[test]
fn what_moves_to_another_organisation_is_told_there() {
    let world = following();
    write(&world, TASK, &json!({"project_id": 3}));
    look(&world);
    let [town, garden] = told(&world);
    assert_eq!(town, 0);
    assert!(garden > 0);
}

#[test]
fn what_is_gone_is_told_where_it_has_a_card() {
    let world = following();
    let id = create(&world, "Paint");
    look(&world);
    world.desk().delete("project.task", id);
    world.pass(std::time::Duration::from_secs(24 * 3600));
    work_after(&world, "gone").unwrap();
    look(&world);
    assert!(first(&world, "garden").cards[0].text.starts_with("No longer readable in Odoo"));
    assert_eq!(shown(&world, "town"), [""; 0]);
}

#[test]
fn those_who_follow_in_direct_messages_have_no_fence() {
    let world = following();
    follow_model(&world, "project.task", "dm-ben-bot", Mode::Lines, 1_000);
    write(&world, TASK, &json!({"priority": "1"}));
    look(&world);
    assert!(!shown(&world, "dm-ben-bot").is_empty());
}

#[test]
fn trace_says_why_nothing_is_told() {
    let world = following();
    let answer = world.command("/odoo trace task#68");
    let why: Vec<_> = answer.lines().filter(|line| line.contains("outside the organisation")).collect();
    assert_eq!(why.len(), 1, "{answer}");
    assert!(why[0].contains("in garden: not told, outside the organisation of the team"), "{answer}");
}

#[test]
fn a_subscription_names_what_is_inside() {
    let world = world();
    link(&world, "town", "project:9");
    assert_eq!(
        world.command("/odoo subscribe task --project 3"),
        "`--project`: Odoo has no project “3”, or the account may not see it. Take one of “Fit-out Mesa Norte” (9)."
    );
}

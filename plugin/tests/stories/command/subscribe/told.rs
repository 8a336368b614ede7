use serde_json::json;

use super::{made, world};
use crate::watch::{create, look, shown, write};

#[test]
fn what_a_channel_follows_is_told_there_and_nothing_else() {
    let world = world();
    made(&world, "task --project renovations --events stage");
    look(&world);
    let task = create(&world, "Paint the hall");
    look(&world);
    assert_eq!(shown(&world, "town"), [""; 0], "new tasks are not followed");
    write(&world, task, &json!({"stage_id": 2}));
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1, "the stage is");
    write(&world, task, &json!({"project_id": 1, "stage_id": 3}));
    look(&world);
    assert_eq!(shown(&world, "town").len(), 1, "another project is not");
}

#[test]
fn what_was_ended_is_told_no_more() {
    let world = world();
    let id = made(&world, "task --events change").id;
    look(&world);
    let task = create(&world, "Paint the hall");
    look(&world);
    world.command(&format!("/odoo unsubscribe {id}"));
    write(&world, task, &json!({"stage_id": 2}));
    look(&world);
    assert_eq!(shown(&world, "town"), [""; 0]);
}

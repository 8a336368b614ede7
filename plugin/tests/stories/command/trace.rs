//! Why a record is told somewhere, or not.

use odoo_plugin::ports::ChannelMember;
use serde_json::json;

use crate::watch::{create, look, write};
use crate::world::World;

fn world() -> World {
    let world = World::live().admin().setting("allowservicereads", json!(true));
    world.join("town", "ben", ChannelMember { is_admin: true, is_guest: false });
    world
}

fn codes(world: &World) -> Vec<String> {
    let all = odoo_plugin::subscription::all(&world.deps()).unwrap();
    all.into_iter().map(|subscription| subscription.id).collect()
}

#[test]
fn a_record_tells_where_it_is_told_and_why_not_elsewhere() {
    let world = world();
    world.command("/odoo subscribe task --events stage,comment");
    world.command("/odoo subscribe task --stage done");
    let codes = codes(&world);
    look(&world);
    let answer = world.command("/odoo trace task#5");
    let expected = format!(
        "No change of it was seen since somebody follows such records.\n- `{}` in town: told: stage changes and comments\n- `{}` in town: not told, not in stage “Done”\n",
        codes[0], codes[1]
    );
    assert!(answer.starts_with("**task #\u{2060}5: Energy Certificate**\nLast written in Odoo "), "{answer}");
    assert!(answer.contains(&expected), "{answer}");
}

#[test]
fn a_record_that_changed_tells_what_became_of_it() {
    let world = world();
    world.command("/odoo subscribe task --events create,change");
    look(&world);
    let id = create(&world, "Paint");
    look(&world);
    let link = format!("https://erp.example.com/mail/view?model=project.task&res_id={id}");
    for named in [format!("task/{id}"), link] {
        let answer = world.command(&format!("/odoo trace {named}"));
        assert!(answer.contains("\nThat was seen. **Event `"), "{answer}");
        assert!(answer.contains("- town: [shown](https://chat.example.com/_redirect/pl/post1)"), "{answer}");
    }
    write(&world, id, &json!({"priority": "1"}));
    let answer = world.command(&format!("/odoo trace task#{id}"));
    assert!(answer.contains("That was not seen yet, or changed nothing that is followed."), "{answer}");
}

#[test]
fn a_record_that_is_not_there_and_one_that_nobody_follows_are_told() {
    let world = world();
    let answer = world.command("/odoo trace lead#99999");
    assert_eq!(answer, "Odoo shows the plugin's own user no lead 99999. What it cannot read is told nowhere.");
    assert!(world.command("/odoo trace partner#14").ends_with("Nobody follows partners."));
}

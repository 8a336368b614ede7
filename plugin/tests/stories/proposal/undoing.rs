//! Back to how it was.

use odoo_plugin::proposal::{Model, State};
use serde_json::json;

use super::built::{build, card, create, lead, leads, names, partner, phone, press, stored, strict, world};
use crate::world::World;

/// Undoes a proposal as `ben` does, and approves that.
fn undo(world: &World, proposal: &odoo_plugin::proposal::Proposal) -> odoo_plugin::proposal::Proposal {
    let told = press(world, "ben", proposal, "Undo");
    assert!(told.ends_with("would undo it."), "{told}");
    let undo = stored(world, stored(world, &proposal.id).undone_by.as_ref().unwrap());
    assert_eq!(press(world, "ben", &undo, "Approve"), "");
    undo
}

#[test]
fn a_changed_field_gets_its_old_value_and_the_undo_can_be_undone() {
    let world = world();
    let proposal = partner(&world);
    press(&world, "ben", &proposal, "Approve");
    let back = undo(&world, &proposal);
    let of = |field: &str| world.desk().record("res.partner", 14, &[field]).unwrap()[field].clone();
    assert_eq!(of("phone"), "+58 212 681 0538");
    assert_eq!(
        super::read(&card(&world, &back)).lines().take(3).collect::<Vec<_>>(),
        [
            format!("Proposal `{}` is in Odoo.", back.code).as_str(),
            format!("Undo {}: A partner", proposal.code).as_str(),
            ":warning: The note that was left stays.",
        ]
    );
    undo(&world, &back);
    assert_eq!(of("phone"), "+34 600");
}

#[test]
fn a_new_record_is_archived() {
    let world = world();
    let proposal = lead(&world);
    press(&world, "ben", &proposal, "Approve");
    undo(&world, &proposal);
    assert_eq!(world.desk().record("crm.lead", leads(&world)[0], &["active"]).unwrap()["active"], false);
}

#[test]
fn an_undo_is_decided_on_under_the_same_policy() {
    let world = strict();
    let proposal = lead(&world);
    press(&world, "cara", &proposal, "Approve");
    press(&world, "ben", &proposal, "Undo");
    let undo = stored(&world, stored(&world, &proposal.id).undone_by.as_ref().unwrap());
    assert_eq!(press(&world, "ben", &undo, "Approve"), "This is your own proposal: somebody else has to approve it.");
    assert_eq!(
        world.command(&format!("/odoo undo {}", proposal.code)),
        format!("Proposal `{}` undoes this one already.", undo.code)
    );
}

#[test]
fn what_moved_on_is_refused_by_its_name() {
    let world = world();
    let proposal = build(&world, "partner", vec![phone(&world, "+34 600")]);
    press(&world, "ben", &proposal, "Approve");
    world.desk().write("res.partner", 14, &json!({"phone": "+34 999"}));
    assert_eq!(
        press(&world, "ben", &proposal, "Undo"),
        "Phone of res.partner 14 was changed in Odoo since; this cannot be undone any more."
    );
    let proposal = lead(&world);
    press(&world, "ben", &proposal, "Approve");
    world.desk().write("crm.lead", leads(&world)[0], &json!({"expected_revenue": 7.0}));
    assert_eq!(
        press(&world, "ben", &proposal, "Undo"),
        format!(
            "Expected Revenue of crm.lead {} was changed in Odoo since; this cannot be undone any more.",
            leads(&world)[0]
        )
    );
}

#[test]
fn what_moves_on_while_the_undo_waits_is_not_overwritten() {
    let world = world();
    let proposal = build(&world, "partner", vec![phone(&world, "+34 600")]);
    press(&world, "ben", &proposal, "Approve");
    press(&world, "ben", &proposal, "Undo");
    let undo = stored(&world, stored(&world, &proposal.id).undone_by.as_ref().unwrap());
    world.pass(std::time::Duration::from_secs(5));
    world.desk().write("res.partner", 14, &json!({"phone": "+34 999"}));
    let told = press(&world, "ben", &undo, "Approve");
    assert!(told.contains("res.partner 14 was changed in Odoo since."), "{told}");
    assert_eq!(stored(&world, &undo.id).state, State::Failed);
    assert_eq!(world.desk().record("res.partner", 14, &["phone"]).unwrap()["phone"], "+34 999");
}

#[test]
fn notes_and_invitations_stay() {
    let world = world();
    let note = odoo_plugin::proposal::Operation {
        op: "add_note".into(),
        model: Model::Lead,
        effect: odoo_plugin::proposal::Effect::Note { id: 63, text: "Called".into(), with_files: false },
        context: serde_json::Map::new(),
        preconditions: Vec::new(),
    };
    let proposal = build(&world, "note", vec![note]);
    press(&world, "ben", &proposal, "Approve");
    assert_eq!(names(&world, &proposal), ["Then…"]);
    assert_eq!(
        world.command(&format!("/odoo undo {}", proposal.code)),
        "There is nothing to undo: notes, files and messages that were sent stay."
    );
    let values = json!({"name": "Visit", "start": "2026-12-01 10:00:00", "stop": "2026-12-01 11:00:00", "partner_ids": [[6, 0, [60, 14]]]});
    let proposal = build(&world, "event", vec![create("create_calendar_event", Model::Event, &[values])]);
    press(&world, "ben", &proposal, "Approve");
    assert_eq!(stored(&world, &proposal.id).state, State::Done);
    assert_eq!(
        world.command(&format!("/odoo undo {}", proposal.code)),
        "Invitations were sent for this meeting: cancel it in Odoo, where the guests are told."
    );
}

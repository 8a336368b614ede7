use serde_json::json;

use super::{make, read, refusal, world};
use crate::world::World;

/// The plugin's account may make projects.
fn managing() -> World {
    world().setting("odoologin", json!("paula")).setting("odooapikey", json!("PAULA_API_KEY"))
}

#[test]
fn a_project_gets_the_stages_of_another_one() {
    for stages_from in [json!(3), json!("renovations")] {
        let world = managing();
        let proposal = make(
            &world,
            "project",
            json!({
                "name": "Fit-out Sol", "partner_id": 14, "user_id": "Marc Demo", "date_start": "2026-12-01",
                "stages_from": stages_from,
            }),
        )
        .unwrap();
        assert_eq!(
            json!(proposal.operations),
            json!([{
                "op": "create_project", "model": "project.project",
                "effect": {"method": "create", "values": [{
                    "name": "Fit-out Sol", "partner_id": 14, "user_id": 6, "date_start": "2026-12-01",
                    "type_ids": [[6, 0, [1, 29, 2, 3, 4]]],
                }]},
            }])
        );
        assert_eq!(
            read(&world.last_post()),
            format!(
                "Proposal `{}` waits for approval.
New project Fit-out Sol
Name: Fit-out Sol
Customer: Azure Interior (14)
Project manager: Marc Demo (6)
Start: 2026-12-01
Stages: New, Foreign, In Progress, Done, Canceled
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
                proposal.code
            )
        );
    }
}

#[test]
fn a_project_without_stages_and_one_with_a_similar_name_are_warnings() {
    let world = managing();
    let warnings = |draft| make(&world, "project", draft).unwrap().warnings;
    assert_eq!(
        warnings(json!({"name": "Office Designs"})),
        [
            "Projects with similar names: Office Design (1).",
            "The new project will have no stages. Name a project to copy them from in `stages_from`.",
        ]
    );
    assert_eq!(
        warnings(json!({"name": "Fair", "stages_from": 10})),
        ["The project Half dates has no stages to copy: the new one will have none either."]
    );
}

#[test]
fn who_may_not_make_projects_hears_it_before_anything_is_kept() {
    let world = world();
    assert_eq!(
        refusal(&world, "project", json!({"name": "Fair"})),
        (
            "".into(),
            "no_access",
            "The Odoo account that would write this may not make projects: in Odoo that takes the right Project / Administrator.".into()
        )
    );
    assert!(world.kv.borrow().is_empty());
}

#[test]
fn wrong_values_are_told_by_field() {
    let world = managing();
    let field = |draft| {
        let (field, code, _) = refusal(&world, "project", draft);
        format!("{field}: {code}")
    };
    assert_eq!(field(json!({})), "name: required");
    assert_eq!(field(json!({"name": "A", "date_start": "soon"})), "date_start: malformed");
    assert_eq!(field(json!({"name": "A", "date_start": "tomorrow 10:00"})), "date_start: malformed");
    assert_eq!(field(json!({"name": "A", "user_id": "portal"})), "user_id: not_found");
    assert_eq!(field(json!({"name": "A", "user_id": 7})), "user_id: no_access");
    assert_eq!(field(json!({"name": "A", "stages_from": 999})), "stages_from: not_found");
}

use serde_json::json;

use super::{make, read, refusal, world};

#[test]
fn a_note_is_shown_whole_and_written_as_it_is_shown() {
    let world = world();
    let proposal =
        make(&world, "note", json!({"record": "crm.lead,63", "text": "Called.\n\nWants <b>12</b> desks"})).unwrap();
    assert_eq!(
        json!(proposal.operations),
        json!([{
            "op": "add_note", "model": "crm.lead",
            "effect": {"method": "note", "id": 63, "text": "Called.\n\nWants <b>12</b> desks"},
        }])
    );
    assert_eq!(
        read(&world.last_post()),
        format!(
            "Proposal `{}` waits for approval.
Note on Fit-out of 12 desks
Record: Fit-out of 12 desks (63)
Note: Called. ↵  ↵ Wants ‹b›12‹/b› desks
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
            proposal.code
        )
    );
}

#[test]
fn a_note_needs_a_record_that_is_there() {
    let world = world();
    assert_eq!(
        refusal(&world, "note", json!({"record": "crm.lead,9999", "text": "Called"})),
        ("record".into(), "not_found", "Odoo has no lead “9999”, or the account may not see it.".into())
    );
    assert_eq!(
        refusal(&world, "note", json!({"record": "res.users,2", "text": "Called"})),
        (
            "record".into(),
            "malformed",
            "“res.users,2” is no record. Write it as `lead 63`, or paste its link from Odoo.".into()
        )
    );
    assert_eq!(
        refusal(&world, "note", json!({"record": "crm.lead,63", "text": " \n\u{200b}"})),
        ("text".into(), "required", "`text` is missing.".into())
    );
    assert!(world.kv.borrow().is_empty());
}

use serde_json::json;

use super::{effects, make, read, refusal, world};

#[test]
fn a_lead_is_an_opportunity_with_its_customer_and_its_currency() {
    let world = world();
    let proposal = make(
        &world,
        "lead",
        json!({
            "name": "Shelves for the shop", "partner_id": "Azure Interior", "email_from": "ada@example.com",
            "phone": "+34 600 1", "description": "Three walls\n2 m high", "expected_revenue": "1200.5",
            "case_id": "C-7",
        }),
    )
    .unwrap();
    assert_eq!(
        json!(proposal.operations),
        json!([{
            "op": "create_lead", "model": "crm.lead",
            "effect": {"method": "create", "values": [{
                "name": "Shelves for the shop", "type": "opportunity", "partner_id": 14,
                "email_from": "ada@example.com", "phone": "+34 600 1", "expected_revenue": 1200.5,
                "description": "Three walls<br/>2 m high",
            }]},
        }])
    );
    assert_eq!(
        read(&world.last_post()),
        format!(
            "Proposal `{}` waits for approval.
New lead Shelves for the shop
:warning: Open leads that may be about the same: Customizable Desk (19), 5 VP Chairs (22).
Name: Shelves for the shop
Customer: Azure Interior (14)
E-mail: ada@⁀example.com
Phone: +34 600 1
Expected revenue: 1200.50 USD
Description: Three walls ↵ 2 m high
Proposed by: @⁀ben
Case: C-7
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
            proposal.code
        )
    );
}

#[test]
fn no_revenue_and_a_revenue_of_zero_are_two_things() {
    let world = world();
    let zero = make(&world, "lead", json!({"name": "Zero", "expected_revenue": 0})).unwrap();
    assert_eq!(effects(&zero)[0]["values"][0]["expected_revenue"], json!(0.0));
    assert_eq!(zero.shown[1].new, "0.00 USD");
    let none = make(&world, "lead", json!({"name": "None", "expected_revenue": ""})).unwrap();
    assert_eq!(effects(&none), [json!({"method": "create", "values": [{"name": "None", "type": "opportunity"}]})]);
}

#[test]
fn open_leads_of_the_same_name_customer_or_address_are_a_warning() {
    let world = world();
    let warnings = |draft| make(&world, "lead", draft).unwrap().warnings;
    assert_eq!(
        warnings(json!({"name": "Web enquiry (2)"})),
        ["Open leads that may be about the same: Web enquiry (64)."]
    );
    assert_eq!(
        warnings(json!({"name": "Chairs", "email_from": "Luis@Sol.example.com"})),
        ["Open leads that may be about the same: Web enquiry (64)."]
    );
    for partner in [json!(14), json!("azure interior")] {
        assert_eq!(
            warnings(json!({"name": "Lamps", "partner_id": partner})),
            ["Open leads that may be about the same: Customizable Desk (19), 5 VP Chairs (22)."]
        );
    }
    // The lead of Mesa Norte is won.
    assert_eq!(warnings(json!({"name": "Lamps", "partner_id": 71})), [""; 0]);
}

#[test]
fn wrong_values_are_told_by_field() {
    let world = world();
    let field = |draft| {
        let (field, code, _) = refusal(&world, "lead", draft);
        format!("{field}: {code}")
    };
    assert_eq!(field(json!({})), "name: required");
    assert_eq!(field(json!({"name": "A", "expected_revenue": -1})), "expected_revenue: malformed");
    assert_eq!(field(json!({"name": "A", "expected_revenue": 1e300})), "expected_revenue: malformed");
    assert_eq!(field(json!({"name": "A", "email_from": "a, b"})), "email_from: malformed");
    assert_eq!(field(json!({"name": "A", "partner_id": "nobody at all"})), "partner_id: not_found");
    assert_eq!(
        field(json!({"name": "A", "partner_id": "https://erp.example.com/odoo/crm/63"})),
        "partner_id: malformed"
    );
    assert_eq!(
        field(json!({"name": "A", "partner_id": "https://evil.example/odoo/contacts/14"})),
        "partner_id: malformed"
    );
}

use odoo_plugin::proposal::ProposeError;
use serde_json::json;

use super::{make, read, refusal, world};

#[test]
fn a_new_partner_is_a_company_unless_somebody_says_otherwise() {
    let world = world();
    let proposal = make(
        &world,
        "partner",
        json!({
            "name": "Talleres Sol", "email": "hola@talleres-sol.example", "phone": "600 111 222",
            "website": "talleres-sol.example", "street": "Calle Sol 3", "city": "Madrid", "country_code": "es",
            "vat": "ESB12345674", "comment": "Met at the fair.\nAsks for <b>desks</b>",
        }),
    )
    .unwrap();
    assert_eq!(
        json!(proposal.operations),
        json!([{
            "op": "upsert_partner", "model": "res.partner",
            "effect": {"method": "create", "values": [{
                "name": "Talleres Sol", "is_company": true, "email": "hola@talleres-sol.example",
                "phone": "600 111 222", "website": "talleres-sol.example", "street": "Calle Sol 3", "city": "Madrid",
                "country_id": 68, "vat": "ESB12345674",
                "comment": "Met at the fair.<br/>Asks for &lt;b&gt;desks&lt;/b&gt;",
            }]},
        }])
    );
    assert_eq!(
        read(&world.last_post()),
        format!(
            "Proposal `{}` waits for approval.
New partner Talleres Sol
Name: Talleres Sol
E-mail: hola@⁀talleres-sol.example
Phone: 600 111 222
Website: talleres-sol.example
Street: Calle Sol 3
City: Madrid
Tax number: ESB12345674
Kind: company
Country: Spain
Comment: Met at the fair. ↵ Asks for ‹b›desks‹/b›
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
            proposal.code
        )
    );
    let person = make(&world, "partner", json!({"name": "Luis", "is_company": "no"})).unwrap();
    assert_eq!(
        json!(person.operations[0].effect),
        json!({"method": "create", "values": [{"name": "Luis", "is_company": false}]})
    );
}

#[test]
fn a_partner_that_odoo_knows_is_changed_where_it_differs() {
    let world = world();
    let proposal = make(
        &world,
        "partner",
        json!({
            "name": "Mesa Norte SL", "email": "HOLA@mesanorte.example.com", "phone": "+34 910 000 003",
            "website": "https://mesanorte.example.com/", "country_code": "FR", "comment": "Wants a visit",
        }),
    )
    .unwrap();
    assert_eq!(
        json!(proposal.operations),
        json!([
            {
                "op": "upsert_partner", "model": "res.partner",
                "effect": {"method": "write", "id": 71, "values": {"phone": "+34 910 000 003", "country_id": 75}},
                "preconditions": [{
                    "model": "res.partner", "id": 71, "write_date": "2026-11-21 07:51:36",
                    "old": {"phone": "+34 910 000 002", "country_id": [68, "Spain"]},
                }],
            },
            {
                "op": "add_note", "model": "res.partner",
                "effect": {"method": "note", "id": 71, "text": "Wants a visit"},
            },
        ])
    );
    assert_eq!(
        read(&world.last_post()),
        format!(
            "Proposal `{}` waits for approval.
Change partner Mesa Norte SL
Partner: Mesa Norte SL (71), known by its e-mail address
Phone: +34 910 000 002 → +34 910 000 003
Country: Spain → France
Note: Wants a visit
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
            proposal.code
        )
    );
}

#[test]
fn a_partner_is_known_by_its_id_its_tax_number_its_address_and_its_website() {
    let world = world();
    let known = |draft| make(&world, "partner", draft).unwrap().shown[0].new.clone();
    assert_eq!(known(json!({"partner_id": 14, "city": "Madrid"})), "Azure Interior (14)");
    assert_eq!(known(json!({"partner_id": "azure interior", "city": "Madrid"})), "Azure Interior (14)");
    assert_eq!(
        known(json!({"partner_id": "https://erp.example.com/odoo/contacts/14", "city": "Madrid"})),
        "Azure Interior (14)"
    );
    assert_eq!(
        known(json!({"name": "Azure Interior", "vat": "us 123.456-77", "city": "Madrid"})),
        "Azure Interior (14), known by its tax number"
    );
    assert_eq!(
        known(json!({"name": "Azure Interior", "email": "Vauxoo@YourCompany.example.com", "city": "Madrid"})),
        "Azure Interior (14), known by its e-mail address"
    );
    assert_eq!(
        known(json!({"name": "Azure Interior", "website": "azure-interior.com/about", "city": "Madrid"})),
        "Azure Interior (14), known by its website"
    );
}

#[test]
fn of_several_partners_the_proposer_chooses_one_or_none() {
    let world = world();
    let draft = json!({"name": "Azure", "email": "vauxoo@yourcompany.example.com", "website": "deco-addict.com"});
    let Err(ProposeError::Several { field, text, candidates }) = make(&world, "partner", draft.clone()) else {
        panic!("something was proposed")
    };
    assert_eq!(
        (field.as_str(), text.as_str()),
        ("partner_id", "Several records fit `partner_id`: choose one partner, or `new` for a new one.")
    );
    let candidates: Vec<_> = candidates.iter().map(|one| (one.id, one.name.as_str(), one.detail.as_str())).collect();
    assert_eq!(
        candidates,
        [
            (10, "Deco Addict", "info@agrolait.com, Pleasant Hill"),
            (14, "Azure Interior", "vauxoo@yourcompany.example.com, Fremont"),
        ]
    );
    assert!(world.kv.borrow().is_empty());
    let with = |partner_id: serde_json::Value| {
        let mut draft = draft.clone();
        draft["partner_id"] = partner_id;
        make(&world, "partner", draft).unwrap().summary
    };
    assert_eq!(with(json!(14)), "Change partner Azure Interior");
    assert_eq!(with(json!("new")), "New partner Azure");
}

#[test]
fn a_contact_carries_the_tax_number_of_its_company_and_is_not_it() {
    let world = world();
    let proposal =
        make(&world, "partner", json!({"name": "Azure Interior", "vat": "US12345677", "city": "Madrid"})).unwrap();
    assert_eq!(proposal.summary, "Change partner Azure Interior");
}

#[test]
fn similar_names_are_a_warning() {
    let world = world();
    let proposal = make(&world, "partner", json!({"name": "Azure Interiors SL"})).unwrap();
    assert_eq!(proposal.warnings, ["Partners with similar names: Azure Interior (14)."]);
    assert!(read(&world.last_post()).contains(":warning: Partners with similar names: Azure Interior (14)."));
}

#[test]
fn a_comment_is_filled_in_where_there_is_none() {
    let world = world();
    let proposal = make(&world, "partner", json!({"partner_id": 14, "comment": "Pays late"})).unwrap();
    assert_eq!(
        json!(proposal.operations[0].effect),
        json!({"method": "write", "id": 14, "values": {"comment": "Pays late"}})
    );
}

#[test]
fn what_is_so_already_is_not_proposed() {
    let world = world();
    assert_eq!(
        refusal(
            &world,
            "partner",
            json!({"name": "Azure Interior", "partner_id": 14, "website": "www.azure-interior.com", "is_company": true})
        ),
        ("".into(), "nothing_to_do", "There is nothing to change: Azure Interior is like that already.".into())
    );
}

#[test]
fn wrong_values_are_told_by_field() {
    let world = world();
    let field = |draft| {
        let (field, code, _) = refusal(&world, "partner", draft);
        format!("{field}: {code}")
    };
    assert_eq!(field(json!({})), "name: required");
    assert_eq!(field(json!({"name": "\u{202e}"})), "name: required");
    assert_eq!(field(json!({"name": "A", "email": "@channel"})), "email: malformed");
    assert_eq!(field(json!({"name": "A", "website": "javascript:alert(1)"})), "website: malformed");
    assert_eq!(field(json!({"name": "A", "phone": "none"})), "phone: malformed");
    assert_eq!(field(json!({"name": "A", "country_code": "Spain"})), "country_code: malformed");
    assert_eq!(field(json!({"name": "A", "password": "x"})), "password: unknown_field");
    assert_eq!(field(json!({"name": "A", "partner_id": 9999})), "partner_id: not_found");
    assert!(world.asked.borrow().iter().all(|asked| asked["params"]["args"][4] != "create"));
    assert_eq!(
        refusal(&world, "partner", json!({"name": "A", "country_code": "zz"})),
        ("country_code".into(), "unknown", "Odoo knows no country with this code.".into())
    );
}

#[test]
fn everything_is_looked_up_at_the_same_time() {
    let world = world();
    make(&world, "partner", json!({"name": "Azure", "email": "a@b.example", "country_code": "ES"})).unwrap();
    let before = world.elapsed();
    make(&world, "partner", json!({"name": "Deco", "email": "c@d.example", "country_code": "FR"})).unwrap();
    assert_eq!(world.elapsed() - before, crate::world::LATENCY);
}

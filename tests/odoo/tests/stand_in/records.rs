//! What a test can put into the database, and what calls do to it.

use odoo_stand_in::StandIn;
use serde_json::json;

use crate::wire::{error_name, execute, result};

#[tokio::test]
async fn a_record_of_the_test_is_found_beside_the_demo_data() {
    let odoo = StandIn::demo().with("res.partner", &json!({"name": "100% Azul_Norte", "parent_id": 14})).start().await;
    let found = execute(
        &odoo,
        "res.partner",
        "search_read",
        json!([[["name", "ilike", "azu"]]]),
        json!({"fields": ["display_name"], "order": "name"}),
    );
    assert_eq!(
        result(&found.await),
        json!([
            {"id": 75, "display_name": "Azure Interior, 100% Azul_Norte"},
            {"id": 14, "display_name": "Azure Interior"},
        ])
    );
}

#[tokio::test]
async fn percent_and_underscore_are_wildcards_unless_escaped() {
    let odoo = StandIn::demo()
        .with("res.partner", &json!({"name": "100% Azul_Norte"}))
        .with("res.partner", &json!({"name": "1000 AzulXNorte"}))
        .start()
        .await;
    for (text, expected) in [("0%azul", 2), ("0\\% azul", 1), ("azul_norte", 2), ("azul\\_norte", 1)] {
        let count = execute(&odoo, "res.partner", "search_count", json!([[["name", "ilike", text]]]), json!({}));
        assert_eq!(result(&count.await), json!(expected), "{text}");
    }
}

#[tokio::test]
async fn a_batch_that_fails_leaves_nothing_behind() {
    let odoo = StandIn::demo().start().await;
    let tags = json!([[{"name": "one"}, {"name": "one"}]]);
    let refused = execute(&odoo, "project.tags", "create", tags, json!({})).await;
    assert_eq!(error_name(&refused), "odoo.exceptions.ValidationError");
    let count = execute(&odoo, "project.tags", "search_count", json!([[["name", "=", "one"]]]), json!({})).await;
    assert_eq!(result(&count), json!(0));
}

#[tokio::test]
async fn what_a_call_wrote_can_be_read_by_the_test() {
    let odoo = StandIn::demo().start().await;
    let values = json!({"phone": "+34 600 000 000", "street": false, "category_id": [[4, 7]]});
    let written = execute(&odoo, "res.partner", "write", json!([[14], values]), json!({})).await;
    assert_eq!(result(&written), json!(true));
    assert_eq!(
        odoo.record("res.partner", 14, &["phone", "street", "category_id", "write_uid"]),
        Some(json!({
            "id": 14,
            "phone": "+34 600 000 000",
            "street": false,
            "category_id": [7, 5],
            "write_uid": [8, "Bridge"],
        }))
    );
}

#[tokio::test]
async fn a_many2one_is_its_bare_id_where_no_load_is_wanted() {
    let odoo = StandIn::demo().start().await;
    let read = |load: serde_json::Value| {
        execute(&odoo, "res.partner", "read", json!([[14], ["country_id"]]), json!({"load": load}))
    };
    assert_eq!(result(&read(json!(null)).await), json!([{"id": 14, "country_id": 233}]));
    let labelled = json!([{"id": 14, "country_id": [233, "United States"]}]);
    assert_eq!(result(&read(json!("_classic_read")).await), labelled);
}

#[tokio::test]
async fn a_deleted_record_is_gone_from_the_lists_that_held_it() {
    let odoo = StandIn::demo().start().await;
    let deleted = execute(&odoo, "res.partner", "unlink", json!([[26]]), json!({})).await;
    assert_eq!(result(&deleted), json!(true));
    assert_eq!(odoo.record("res.partner", 26, &["name"]), None);
    assert_eq!(odoo.record("res.partner", 14, &["child_ids"]), Some(json!({"id": 14, "child_ids": [33, 27]})));
}

#[tokio::test]
async fn activity_states_follow_the_clock_of_the_test() {
    let odoo = StandIn::demo().start().await;
    let state = || odoo.record("mail.activity", 20, &["state"]).unwrap()["state"].clone();
    assert_eq!(state(), "today");
    odoo.set_now("2026-11-22T09:00:00".parse().unwrap());
    assert_eq!(state(), "overdue");
}

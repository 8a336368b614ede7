//! What a test can see of the calls.

use odoo_stand_in::{Call, StandIn};
use serde_json::{Map, json};

use crate::wire::{execute, rpc};

#[tokio::test]
async fn a_call_of_a_model_is_noted_with_its_own_arguments() {
    let odoo = StandIn::demo().start().await;
    execute(&odoo, "res.partner", "search_read", json!([[["name", "=", "x"]]]), json!({"limit": 5})).await;
    let expected = Call {
        service: "object".to_owned(),
        method: "search_read".to_owned(),
        model: Some("res.partner".to_owned()),
        args: vec![json!([["name", "=", "x"]])],
        kwargs: Map::from_iter([("limit".to_owned(), json!(5))]),
    };
    assert_eq!(odoo.calls(), [expected]);
}

#[tokio::test]
async fn calls_are_named_in_the_order_of_their_arrival() {
    let odoo = StandIn::demo().start().await;
    rpc(&odoo, "common", "version", json!([])).await;
    execute(&odoo, "res.users", "context_get", json!([]), json!({})).await;
    let names: Vec<String> = odoo.calls().iter().map(Call::name).collect();
    assert_eq!(names, ["common/version", "res.users/context_get"]);
}

#[tokio::test]
async fn forgotten_calls_are_gone() {
    let odoo = StandIn::demo().start().await;
    rpc(&odoo, "common", "version", json!([])).await;
    odoo.forget_calls();
    assert_eq!(odoo.calls(), []);
}

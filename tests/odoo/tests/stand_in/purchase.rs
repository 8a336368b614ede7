//! Purchase orders. **No recording exists**: Purchase was not installed on the recorded server. States, buttons and what they return
//! are those of `addons/purchase/models/purchase_order.py` in public copies of 17 and 19, told in our own words.

use odoo_stand_in::{Desk, StandIn};
use serde_json::{Value as Json, json};

use crate::offline::{execute_as, refusal, returned};

const SMALL: i64 = 1;
const LARGE: i64 = 2;
const WAITING: i64 = 3;

/// The bridge buys, the administrator manages that.
fn desk() -> Desk {
    let odoo = StandIn::demo().offline();
    odoo.grant("bridge", "Purchase/User");
    odoo
}

fn press(odoo: &Desk, login: &str, id: i64, button: &str) -> Json {
    execute_as(odoo, login, "purchase.order", button, json!([[id]]), json!({}))
}

fn state(odoo: &Desk, id: i64) -> Json {
    odoo.record("purchase.order", id, &["state"]).unwrap()["state"].clone()
}

#[test]
fn a_small_order_is_bought_at_once_and_a_large_one_waits_for_a_manager() {
    let odoo = desk();
    for id in [SMALL, LARGE] {
        assert_eq!(returned(&press(&odoo, "bridge", id, "button_confirm")), json!(true));
    }
    assert_eq!((state(&odoo, SMALL), state(&odoo, LARGE)), (json!("purchase"), json!("to approve")));
}

#[test]
fn who_may_not_approve_gets_the_same_answer_and_nothing_changes() {
    let odoo = desk();
    assert_eq!(returned(&press(&odoo, "bridge", WAITING, "button_approve")), json!({}));
    assert_eq!(state(&odoo, WAITING), "to approve");
    assert_eq!(returned(&press(&odoo, "admin", WAITING, "button_approve")), json!({}));
    assert_eq!(state(&odoo, WAITING), "purchase");
}

#[test]
fn a_cancelled_order_answers_nothing() {
    let odoo = desk();
    let answer = press(&odoo, "bridge", SMALL, "button_cancel");
    assert!(answer.get("result").is_none() && answer.get("error").is_none(), "{answer}");
    assert_eq!(state(&odoo, SMALL), "cancel");
}

#[test]
fn who_does_not_buy_sees_no_orders() {
    let odoo = StandIn::demo().offline();
    let answer = execute_as(&odoo, "bridge", "purchase.order", "read", json!([[SMALL], ["state"]]), json!({}));
    assert_eq!(refusal(&answer), "odoo.exceptions.AccessError");
}

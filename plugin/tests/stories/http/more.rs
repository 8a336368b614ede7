use odoo_plugin::http::Response;
use odoo_plugin::ports::HttpError;
use serde_json::{Value, json};

use crate::world::{World, login, partner_fields, partners};

fn parts(response: &Response) -> (u16, Value) {
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

/// Ben sees ten partners of many.
fn listed() -> World {
    let world = World::new().admin().odoo([login(), partner_fields(), partners(11)]);
    world.command("/odoo find partner partner");
    world
}

#[test]
fn a_press_makes_the_same_message_longer() {
    let world = listed();
    let first = world.shown.borrow()[0].clone();
    world.pass(std::time::Duration::from_secs(60));
    world.answers([partners(21)]);
    assert_eq!(parts(&world.press("ben")), (200, json!({})));
    let second = world.shown.borrow()[1].clone();
    assert_eq!(second.text.matches("res_id=").count(), 20);
    assert_eq!(second.buttons[0].context["rows"], json!(30));
    assert_eq!((second.id.as_str(), second.created_at), ("ephemeral", first.created_at));
}

#[test]
fn the_button_goes_when_there_is_nothing_more() {
    let world = listed();
    world.answers([partners(15)]);
    world.press("ben");
    let shown = world.shown.borrow();
    assert_eq!(shown[1].text.matches("res_id=").count(), 15);
    assert!(shown[1].buttons.iter().all(|button| button.id != "more"));
}

#[test]
fn fifty_rows_are_the_end() {
    let world = listed();
    for rows in [20, 30, 40, 50] {
        world.answers([partners(rows + 1)]);
        assert_eq!(parts(&world.press("ben")), (200, json!({})));
    }
    let shown = world.shown.borrow();
    assert_eq!(shown[4].text.matches("res_id=").count(), 50);
    assert!(shown[4].buttons.iter().all(|button| button.id != "more"));
}

#[test]
fn somebody_elses_button_does_nothing() {
    let world = listed();
    assert_eq!(
        parts(&world.press("eve")),
        (403, json!({"detail": "This button belongs to somebody else.", "code": "forbidden", "request_id": "req"}))
    );
    assert_eq!(world.methods().len(), 3);
}

#[test]
fn a_forged_button_gets_no_further_than_typing() {
    let world = World::new();
    let press = |context: Value| {
        let body = json!({"post_id": "p", "channel_id": "c", "context": context}).to_string();
        parts(&world.request("POST", "/actions/v1/more", Some("ben"), body.as_bytes()))
    };
    let context = |command: &str| json!({"user_id": "ben", "command": command, "rows": 4_000_000, "root_id": "", "created_at": 0});
    let text = |text: &str| (200, json!({"ephemeral_text": text, "skip_slack_parsing": true}));
    assert_eq!(
        press(context("/odoo find partner azure")),
        text(
            "Searching Odoo is open to people who connected their Odoo account. Connect yours with `/odoo connect`. An administrator can open it to everybody with the switch `AllowServiceReads` in the plugin's settings."
        )
    );
    assert_eq!(press(context("/odoo status")), text("This button does not work any more."));
    assert_eq!(press(context("/odoo find partner \"")), text("There is a quote without its end.\nSee `/odoo help`."));
}

#[test]
fn rows_that_were_forged_are_cut_to_the_screen() {
    let world = World::new().admin().odoo([login(), partner_fields(), partners(51)]);
    let context = json!({"user_id": "ben", "command": "/odoo find partner partner", "rows": 4_000_000, "root_id": "", "created_at": 0});
    let body = json!({"post_id": "p", "channel_id": "town", "context": context}).to_string();
    assert_eq!(parts(&world.request("POST", "/actions/v1/more", Some("ben"), body.as_bytes())), (200, json!({})));
    assert_eq!(world.last_call().1["limit"], json!(51));
}

#[test]
fn an_odoo_that_went_down_is_told_to_the_presser() {
    let world = listed();
    world.answers([Err(HttpError::Timeout)]);
    assert_eq!(
        parts(&world.press("ben")),
        (
            200,
            json!({
                "ephemeral_text": "Odoo did not answer in time. Try again in a minute. It answered last 2026-11-21 09:30 UTC (just now).\nOdoo is not available: no answer in time.\nRequest `req`",
                "skip_slack_parsing": true,
            })
        )
    );
}

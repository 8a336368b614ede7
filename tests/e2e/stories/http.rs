//! The plugin's own routes.

use e2e::{Method, PLUGIN_ID, World};
use serde_json::{Value, json};

pub async fn requests_without_a_session_are_refused(world: &World) {
    let answer = world.site.anonymous(Method::POST, &format!("/plugins/{PLUGIN_ID}/actions/v1/more")).await;
    assert_eq!((answer.status, &answer.body["code"]), (401, &json!("signed_out")));
    assert_eq!(answer.body["detail"], "Sign in to Mattermost first.");
}

pub async fn an_unknown_token_is_no_session(world: &World) {
    let path = format!("/plugins/{PLUGIN_ID}/actions/v1/more");
    let answer = e2e::Answer::of(world.site.request(Method::POST, &path, Some("nobody"))).await;
    assert_eq!((answer.status, &answer.body["code"]), (401, &json!("signed_out")));
}

pub async fn unknown_paths_are_not_found(world: &World) {
    let answer = world.member.call(Method::GET, &format!("/plugins/{PLUGIN_ID}/nothing"), Value::Null).await;
    assert_eq!((answer.status, &answer.body["code"]), (404, &json!("not_found")));
}

pub async fn monitors_see_that_the_plugin_is_well(world: &World) {
    let answer = world.site.anonymous(Method::GET, &format!("/plugins/{PLUGIN_ID}/healthz")).await;
    assert_eq!((answer.status, answer.body), (200, json!({"status": "ok"})));
}

//! Requests to `/plugins/…`.

use peer::Request;
use serde_json::{Value, json};

use super::started;

#[tokio::test]
async fn a_request_with_session_names_its_user_and_loses_its_token() {
    let server = started().await;
    let request = Request::new("POST", "/plugins/echo/a/b?x=1&access_token=t")
        .header("authorization", "Bearer t")
        .header("mattermost-user-id", "forged")
        .header("cookie", "MMAUTHTOKEN=t; theme=dark")
        .body("hello")
        .user("ben");

    let response = server.http(request).await;

    let expected = json!({
        "method": "POST", "url": "/a/b?x=1", "uri": "/plugins/echo/a/b?x=1&access_token=t", "session": true,
        "header": {"Cookie": ["theme=dark"], "Mattermost-User-Id": [server.user("ben").unwrap().id]},
        "body": "hello",
    });
    assert_eq!((response.status, response.header("content-type")), (200, Some("application/json")));
    assert_eq!(serde_json::from_slice::<Value>(&response.body).unwrap(), expected);
}

#[tokio::test]
async fn a_request_without_session_arrives_without_user_and_with_its_own_token() {
    let server = started().await;
    let request = Request::new("GET", "/plugins/echo").header("Authorization", "Bearer mine").header("Referer", "x");

    let seen: Value = serde_json::from_slice(&server.http(request).await.body).unwrap();

    assert_eq!(seen["header"], json!({"Authorization": ["Bearer mine"]}));
    assert_eq!((&seen["session"], &seen["url"]), (&json!(false), &json!("")));
}

#[tokio::test]
async fn bodies_of_megabytes_pass_both_ways() {
    let server = started().await;

    let size = server.http(Request::new("PUT", "/plugins/echo/size").body(vec![7; 5 << 20])).await;
    let big = server.http(Request::new("GET", "/plugins/echo/big")).await;

    assert_eq!(size.text(), (5 << 20).to_string());
    assert_eq!(big.body, vec![b'x'; 300_000]);
}

#[tokio::test]
async fn only_the_running_plugin_answers() {
    let server = started().await;

    let other = server.http(Request::new("GET", "/plugins/other/x")).await;
    server.deactivate().await;
    let stopped = server.http(Request::new("GET", "/plugins/echo/x")).await;

    assert_eq!((other.status, stopped.status), (404, 404));
}

//! Suggestions while typing.

use peer::Server;

use super::started;

async fn offered(server: &Server, user: &str, text: &str) -> Vec<String> {
    let suggestions = server.autocomplete(user, "acme", text).await;
    suggestions.into_iter().map(|suggestion| suggestion.complete).collect()
}

#[tokio::test]
async fn words_are_offered_by_role() {
    let server = started().await;

    assert_eq!(offered(&server, "ben", "/ec").await, ["echo"]);
    assert_eq!(offered(&server, "ben", "/echo ").await, ["echo say", "echo paint"]);
    // A word without role is for admins only, although its text says otherwise in some guides.
    assert_eq!(offered(&server, "anna", "/echo ").await, ["echo say", "echo paint", "echo purge", "echo roleless"]);
    assert_eq!(offered(&server, "ben", "/Echo P").await, ["Echo paint"]);
    assert_eq!(offered(&server, "ben", "/echo purge ").await, [""; 0]);
}

#[tokio::test]
async fn a_suggestion_carries_hint_and_help() {
    let server = started().await;

    let text = server.autocomplete("ben", "acme", "/echo say so").await.remove(0);

    let shown = (text.complete.as_str(), text.suggestion.as_str(), text.hint.as_str(), text.description.as_str());
    assert_eq!(shown, ("echo say so", "", "[text]", "help"));
}

#[tokio::test]
async fn lists_are_static_or_asked_from_the_plugin() {
    let server = started().await;

    assert_eq!(offered(&server, "ben", "/echo paint ").await, ["echo paint red", "echo paint green"]);
    assert_eq!(offered(&server, "ben", "/echo paint RE").await, ["echo paint red"]);
    assert_eq!(offered(&server, "ben", "/echo paint red ").await, ["echo paint red apple", "echo paint red pear"]);
    assert_eq!(offered(&server, "ben", "/echo paint red p").await, ["echo paint red pear"]);
}

#[tokio::test]
async fn flags_are_completed_then_their_value() {
    let server = started().await;

    assert_eq!(offered(&server, "ben", "/echo paint red pear ").await, ["echo paint red pear --count "]);
    assert_eq!(offered(&server, "ben", "/echo paint red pear --co").await, ["echo paint red pear --count "]);
    assert_eq!(offered(&server, "ben", "/echo paint red pear --count 3").await, ["echo paint red pear --count 3"]);
}

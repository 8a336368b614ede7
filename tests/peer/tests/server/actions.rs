//! Buttons and menus.

use peer::Server;
use peer::model::Post;

use super::{say, started};

async fn with_buttons(server: &Server) -> Post {
    let id = say(server, "/echo buttons hello").await;
    server.post_by_id(&id).unwrap()
}

async fn press(server: &Server, post: &Post, name: &str, option: &str) -> Result<String, peer::model::AppError> {
    let action_id = server.action_id(post, name).unwrap();
    server.press("ben", &post.id, &action_id, option).await
}

#[tokio::test]
async fn an_update_without_props_keeps_the_buttons() {
    let server = started().await;
    let post = with_buttons(&server).await;

    press(&server, &post, "Update", "").await.unwrap();

    let updated = server.post_by_id(&post.id).unwrap();
    assert_eq!(updated.message, "pressed by ben");
    assert_eq!(updated.props, post.props);
}

#[tokio::test]
async fn an_update_with_props_replaces_them() {
    let server = started().await;
    let post = with_buttons(&server).await;

    press(&server, &post, "Clear", "").await.unwrap();

    let updated = server.post_by_id(&post.id).unwrap();
    assert_eq!((updated.message.as_str(), updated.props.is_empty()), ("done", true));
}

#[tokio::test]
async fn a_private_answer_goes_into_the_thread_of_who_pressed() {
    let server = started().await;
    let post = with_buttons(&server).await;

    press(&server, &post, "Whisper", "").await.unwrap();

    let heard = server.ephemeral("ben").pop().unwrap();
    assert_eq!((heard.message.as_str(), heard.root_id), ("psst", post.id));
}

#[tokio::test]
async fn a_menu_sends_what_was_chosen() {
    let server = started().await;
    let post = with_buttons(&server).await;

    press(&server, &post, "Choose", "one").await.unwrap();

    assert_eq!(server.ephemeral("ben").pop().unwrap().message, "one");
}

#[tokio::test]
async fn an_answer_that_is_not_json_is_an_error_whatever_its_status() {
    let server = started().await;
    let post = with_buttons(&server).await;

    let error = press(&server, &post, "Nonsense", "").await.unwrap_err();

    assert_eq!(error.id, "api.post.do_action.action_integration.app_error");
}

#[tokio::test]
async fn an_ephemeral_post_has_buttons_that_cannot_update_it() {
    let server = started().await;
    let id = say(&server, "/echo private hello").await;
    let post = server.ephemeral("ben").into_iter().find(|post| post.id == id).unwrap();

    press(&server, &post, "Whisper", "").await.unwrap();
    let error = press(&server, &post, "Update", "").await.unwrap_err();

    assert_eq!(server.ephemeral("ben").pop().unwrap().message, "psst");
    assert_eq!(error.id, "app.post.get.app_error");
}

#[tokio::test]
async fn an_unknown_button_is_not_found() {
    let server = started().await;
    let post = with_buttons(&server).await;

    let error = server.press("ben", &post.id, "nosuch", "").await.unwrap_err();

    assert_eq!((error.status_code, error.message.as_str()), (404, "Invalid action id."));
}

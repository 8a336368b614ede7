//! What every Mattermost server does. These stories hold the playground to the real one.

use e2e::{Method, World};
use serde_json::{Value, json};

pub async fn messages_are_told_edited_and_deleted(world: &World) {
    let mut ears = world.ears_of(&world.other).await;
    let id = world.member.say(&world.channel_id, "Good morning").await;
    let path = format!("/api/v4/posts/{id}");
    let edit = json!({"id": id, "message": "Good evening"});
    world.member.call(Method::PUT, &format!("{path}/patch"), edit).await.ok();
    world.member.call(Method::DELETE, &path, Value::Null).await.ok();

    let texts = [ears.post_of("posted").await, ears.post_of("post_edited").await, ears.post_of("post_deleted").await];
    let texts = texts.each_ref().map(|post| (post["id"].as_str().unwrap(), post["message"].as_str().unwrap()));
    let id = id.as_str();
    assert_eq!(texts, [(id, "Good morning"), (id, "Good evening"), (id, "Good evening")]);
    assert_eq!(world.member.call(Method::GET, &path, Value::Null).await.status, 404);
}

pub async fn posts_come_in_pages_newest_first(world: &World) {
    let mut said = Vec::new();
    for number in 0..3 {
        said.push(world.member.say(&world.channel_id, &format!("Message {number}")).await);
    }
    let channel = &world.channel_id;
    let newest = world.member.get(&format!("/channels/{channel}/posts?per_page=2")).await;
    let older = world.member.get(&format!("/channels/{channel}/posts?per_page=2&page=1")).await;
    assert_eq!(newest["order"], json!([said[2], said[1]]));
    assert_eq!((&newest["prev_post_id"], &newest["next_post_id"]), (&json!(said[0]), &json!("")));
    assert_eq!((&older["order"][0], &older["next_post_id"]), (&json!(said[0]), &json!(said[1])));
    assert_eq!(older["posts"][&said[0]]["message"], "Message 0");
}

pub async fn refusals_have_a_status_and_an_id(world: &World) {
    let refused = |answer: e2e::Answer| (answer.status, answer.body["id"].as_str().unwrap_or_default().to_owned());
    let get = |path: &'static str| world.member.call(Method::GET, path, Value::Null);
    let without_token = world.site.anonymous(Method::GET, "/api/v4/users/me").await;
    assert_eq!(refused(without_token), (401, "api.context.session_expired.app_error".to_owned()));
    assert_eq!(refused(get("/api/v4/plugins").await), (403, "api.context.permissions.app_error".to_owned()));
    assert_eq!(refused(get("/api/v4/nothing").await), (404, "api.context.404.app_error".to_owned()));
    let missing = get("/api/v4/posts/aaaaaaaaaaaaaaaaaaaaaaaaaa").await;
    assert_eq!(refused(missing), (404, "app.post.get.app_error".to_owned()));
    let unknown = world.member.command(&world.channel_id, "/nothing").await;
    assert_eq!(refused(unknown), (404, "api.command.execute_command.not_found.app_error".to_owned()));
}

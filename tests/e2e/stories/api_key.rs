//! Keys with which tools search and propose.

use e2e::{Answer, Method, PLUGIN_ID, World};
use serde_json::{Value, json};

pub async fn a_key_searches_and_proposes_decides_nothing_and_ends_when_it_is_revoked(world: &World) {
    let name = format!("e2e-{}", world.member.username);
    let mut ears = world.ears_of(&world.admin).await;
    let new = format!("/odoo apikey new {name} --scopes read,propose --channel town-square");
    let made = world.answer_to(&world.admin, &new).await;
    assert_eq!(made, format!("The key `{name}` is made. The bot sent it to you in a direct message, once."));
    let told = ears.post_saying("odk_").await;
    let key = told["message"].as_str().unwrap().lines().find(|line| line.starts_with("odk_")).unwrap();

    let azure = json!({"query": "Azure Interior", "is_company": true});
    let found = with_key(world, key, "odoo/search/partners", &azure).await.ok();
    let lead = json!({"name": format!("By key of {}", world.member.username)});
    let proposed = with_key(world, key, "odoo/propose/lead", &lead).await.ok();
    let execute = format!("odoo/execute/{}", proposed["proposal_id"].as_str().unwrap());
    let executed = with_key(world, key, &execute, &json!({"confirmed": true})).await;
    world.answer_to(&world.admin, &format!("/odoo cancel {}", proposed["code"].as_str().unwrap())).await;
    let revoked = world.answer_to(&world.admin, &format!("/odoo apikey revoke {name}")).await;
    let afterwards = with_key(world, key, "odoo/search/partners", &azure).await;

    assert_eq!(found["partners"][0]["name"], "Azure Interior");
    assert_eq!(proposed["state"], "pending");
    assert_eq!((executed.status, &executed.body["code"]), (403, &json!("person_required")));
    assert!(revoked.contains(&name), "{revoked}");
    assert_eq!((afterwards.status, &afterwards.body["code"]), (401, &json!("unauthenticated")));
}

async fn with_key(world: &World, key: &str, path: &str, body: &Value) -> Answer {
    let path = format!("/plugins/{PLUGIN_ID}/api/v1/{path}");
    let request = world.site.request(Method::POST, &path, None).header("X-API-Key", key);
    Answer::of(request.json(body)).await
}

//! A change is proposed, a colleague approves it on its card, and exactly that is written once.

use e2e::{Method, Odoo, PLUGIN_ID, Person, World, action_named, attachments};
use serde_json::{Value, json};

pub async fn a_colleague_approves_and_the_lead_is_in_odoo_once(world: &World) {
    let name = format!("Kiosk of {}", world.member.username);
    let mut ears = everybody_proposes(world).await;
    propose(world, &format!("lead name=\"{name}\" expected_revenue=\"0\" --ref E2E-1")).await;
    let card = ears.post_saying("waits for approval").await;
    assert!(card.to_string().contains(&name), "{card}");

    let approve = action_named(&card, "Approve");
    world.other.press(&card, approve).await.ok();
    let done = ears.post_saying("is in Odoo.").await;
    assert_eq!(done["id"], card["id"]);
    assert!(!names(&done).contains(&"Approve"), "{done}");

    // Somebody's screen is behind: the button is pressed once more, and there is still one lead.
    world.other.press(&card, approve).await;
    let odoo = Odoo::connect(&world.odoo).await;
    let lead = odoo.id_of("crm.lead", &name).await;
    odoo.archive("crm.lead", lead).await;
}

pub async fn a_rejected_proposal_has_no_buttons_and_writes_nothing(world: &World) {
    let name = format!("Rejected of {}", world.member.username);
    let mut ears = everybody_proposes(world).await;
    propose(world, &format!("partner name=\"{name}\"")).await;
    let card = ears.post_saying("waits for approval").await;
    let code = code_of(&card);

    world.answer_to(&world.other, &format!("/odoo reject {code} not now")).await;
    let rejected = ears.post_saying("was rejected").await;
    assert_eq!((&rejected["id"], names(&rejected)), (&card["id"], Vec::new()));
    assert!(rejected.to_string().contains("not now"), "{rejected}");
    assert_eq!(Odoo::connect(&world.odoo).await.count("res.partner", &name).await, 0);
}

pub async fn a_forged_button_is_refused(world: &World) {
    let name = format!("Forged of {}", world.member.username);
    let mut ears = everybody_proposes(world).await;
    propose(world, &format!("partner name=\"{name}\"")).await;
    let card = ears.post_saying("waits for approval").await;

    let forged = json!({"post_id": card["id"], "channel_id": world.channel_id, "context": {"t": "forged"}});
    let path = format!("/plugins/{PLUGIN_ID}/actions/v1/proposal");
    let answer = world.other.call(Method::POST, &path, forged).await;
    assert!(answer.body["ephemeral_text"].as_str().is_some_and(|text| !text.is_empty()), "{answer:?}");
    assert_eq!(Odoo::connect(&world.odoo).await.count("res.partner", &name).await, 0);
    world.answer_to(&world.member, &format!("/odoo cancel {}", code_of(&card))).await;
}

pub async fn frozen_means_that_nothing_is_written(world: &World) {
    let name = format!("Frozen of {}", world.member.username);
    let mut ears = everybody_proposes(world).await;
    propose(world, &format!("partner name=\"{name}\"")).await;
    let card = ears.post_saying("waits for approval").await;

    world.answer_to(&world.admin, "/odoo admin freeze end-to-end tests").await;
    let answer = world.answer_to(&world.other, &format!("/odoo confirm {}", code_of(&card))).await;
    let count = Odoo::connect(&world.odoo).await.count("res.partner", &name).await;
    world.answer_to(&world.admin, "/odoo admin unfreeze").await;
    world.answer_to(&world.member, &format!("/odoo cancel {}", code_of(&card))).await;

    assert_eq!(count, 0);
    assert!(answer.contains("frozen") || answer.contains("freeze"), "{answer}");
}

pub async fn an_activity_is_planned_put_off_and_done(world: &World) {
    let odoo = Odoo::connect(&world.odoo).await;
    let name = format!("Visit of {}", world.member.username);
    let lead = odoo.create("crm.lead", json!({"name": name, "type": "opportunity"})).await;
    let mut ears = everybody_proposes(world).await;
    let mut propose = async |what: String, shows: &str| {
        propose(world, &what).await;
        let card = ears.post_saying("waits for approval").await;
        assert!(card.to_string().contains(shows), "{card}");
        world.other.press(&card, action_named(&card, "Approve")).await.ok();
        ears.post_saying("is in Odoo.").await;
    };
    propose(format!("activity res_model=lead res_id={lead} summary=\"Measure\" date_deadline=2031-03-10"), "Measure")
        .await;
    let [activity] = odoo.activities_of("crm.lead", lead).await.try_into().expect("one activity");
    propose(format!("reschedule activity_id={activity} date_deadline=2031-03-12"), "2031-03-10 → 2031-03-12").await;
    propose(format!("finish activity_id={activity} feedback=\"Three rooms\""), "Three rooms").await;
    assert_eq!(odoo.activities_of("crm.lead", lead).await, [0_i64; 0]);
    odoo.archive("crm.lead", lead).await;
}

pub async fn the_api_finds_and_says_that_odoo_is_there(world: &World) {
    let api = format!("/plugins/{PLUGIN_ID}/api/v1/odoo");
    let status = world.member.call(Method::GET, &format!("{api}/status"), Value::Null).await;
    assert_eq!((status.status, &status.body["connected"]), (200, &json!(true)));
    let found = search(&world.member, &api, json!({"query": "Azure Interior", "is_company": true})).await;
    assert_eq!(found["partners"][0]["name"], "Azure Interior");
    let missing = world.member.call(Method::GET, &format!("{api}/partners/999999999"), Value::Null).await;
    assert_eq!((missing.status, &missing.body["code"]), (404, &json!("not_found")));
}

async fn search(person: &Person, api: &str, query: Value) -> Value {
    person.call(Method::POST, &format!("{api}/search/partners"), query).await.ok()
}

/// Member and other may propose, as often as all stories together do; returns what the other one hears from now on.
pub(crate) async fn everybody_proposes(world: &World) -> e2e::Ears {
    let people = format!("@{}, @{}", world.member.username, world.other.username);
    let settings = [("proposers".to_owned(), json!(people)), ("writesperminute".to_owned(), json!(200))];
    world.configure(settings.into_iter().collect()).await;
    world.ears_of(&world.other).await
}

pub(crate) async fn propose(world: &World, what: &str) {
    world.answer_to(&world.member, &format!("/odoo propose {what}")).await;
}

fn names(post: &Value) -> Vec<&str> {
    let actions = attachments(post).iter().filter_map(|attachment| attachment["actions"].as_array()).flatten();
    actions.filter_map(|action| action["name"].as_str()).collect()
}

pub(crate) fn code_of(card: &Value) -> String {
    let message = card["message"].as_str().expect("a message");
    message.split('`').nth(1).expect("a code in the message").to_owned()
}

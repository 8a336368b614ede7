//! What changes in Odoo appears in the channels that follow it.

use e2e::{Odoo, World, attachments};
use serde_json::{Map, json};

pub async fn a_lead_made_in_odoo_gets_a_card_and_its_next_stage_stands_below(world: &World) {
    let odoo = Odoo::connect(&world.odoo).await;
    let name = format!("Pavilion of {}", world.member.username);
    world.configure(Map::from_iter([("pollseconds".to_owned(), json!(5))])).await;
    let mut ears = world.ears_of(&world.member).await;
    let answer = world.answer_to(&world.admin, "/odoo subscribe lead --events create,stage").await;
    assert!(answer.contains("follows leads from now on"), "{answer}");

    let lead = odoo.create("crm.lead", json!({"name": name, "type": "opportunity"})).await;
    let mut card = ears.post_of("posted").await;
    while !card.to_string().contains(&name) {
        card = ears.post_of("posted").await;
    }
    let won = odoo.id_of("crm.stage", "Won").await;
    odoo.write("crm.lead", lead, json!({"stage_id": won})).await;
    let below = ears.post_saying("→ Won").await;

    let link = format!("{}/mail/view?model=crm.lead&res_id={lead}", world.odoo.url);
    assert_eq!(attachments(&card)[0]["title_link"], link);
    assert_eq!(below["root_id"], card["id"]);
    let id = answer.split("/odoo unsubscribe ").nth(1).and_then(|rest| rest.split('`').next()).expect("an id");
    world.answer_to(&world.admin, &format!("/odoo unsubscribe {id}")).await;
    odoo.archive("crm.lead", lead).await;
}

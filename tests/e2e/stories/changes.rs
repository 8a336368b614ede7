//! What is in Odoo already is changed on purpose, never by accident, and can be brought back.

use e2e::{Ears, Method, Odoo, PLUGIN_ID, World, action_named};
use serde_json::{Value, json};

use crate::proposals::{code_of, everybody_proposes, propose};

const OLD: &str = "+34 600 000 001";
const NEW: &str = "+34 600 000 002";
const OTHER: &str = "+34 600 000 009";

/// A partner of this story alone, and an ear for the cards.
struct Known {
    odoo: Odoo,
    id: i64,
    ears: Ears,
}

impl Known {
    async fn partner(world: &World) -> Self {
        let odoo = Odoo::connect(&world.odoo).await;
        let values = json!({
            "name": format!("Known by {}", world.member.username), "email": format!("{}@known.example", world.member.username),
            "phone": OLD, "comment": "<p>Keep me</p>",
        });
        let id = odoo.create("res.partner", values).await;
        Self { odoo, id, ears: everybody_proposes(world).await }
    }

    async fn phone(&self) -> Value {
        self.odoo.value("res.partner", self.id, "phone").await
    }

    /// The colleague approves a card; returns it as it is when that is done.
    async fn approve(&mut self, world: &World, card: &Value) -> Value {
        world.other.press(card, action_named(card, "Approve")).await.ok();
        self.ears.post_saying("is in Odoo.").await
    }

    async fn leave(self) {
        self.odoo.archive("res.partner", self.id).await;
    }
}

pub async fn a_known_partner_is_changed_from_old_to_new_and_brought_back(world: &World) {
    let mut known = Known::partner(world).await;
    let username = &world.member.username;
    propose(world, &format!("partner name=\"Known by {username}\" email={username}@known.example phone=\"{NEW}\""))
        .await;
    let card = known.ears.post_saying("waits for approval").await;
    assert!(card.to_string().contains(&format!("{OLD} → {NEW}")), "{card}");
    known.approve(world, &card).await;
    assert_eq!(known.phone().await, NEW);
    let comment = known.odoo.value("res.partner", known.id, "comment").await;
    assert!(comment.to_string().contains("Keep me"), "{comment}");

    world.answer_to(&world.member, &format!("/odoo undo {}", code_of(&card))).await;
    let undo = known.ears.post_saying("waits for approval").await;
    assert!(undo.to_string().contains(&format!("{NEW} → {OLD}")), "{undo}");
    known.approve(world, &undo).await;
    assert_eq!(known.phone().await, OLD);
    known.leave().await;
}

pub async fn what_was_changed_meanwhile_has_to_be_reviewed_again(world: &World) {
    let mut known = Known::partner(world).await;
    propose(world, &format!("partner partner_id={} phone=\"{NEW}\"", known.id)).await;
    let card = known.ears.post_saying("waits for approval").await;
    known.odoo.write("res.partner", known.id, json!({"phone": OTHER})).await;
    world.other.press(&card, action_named(&card, "Approve")).await.ok();
    let again = known.ears.post_saying("waits for approval").await;
    assert_ne!(again["id"], card["id"]);
    assert!(again.to_string().contains(&format!("{OTHER} → {NEW}")), "{again}");
    assert_eq!(known.phone().await, OTHER);
    world.answer_to(&world.member, &format!("/odoo cancel {}", code_of(&again))).await;
    known.leave().await;
}

pub async fn what_moved_on_in_odoo_cannot_be_undone(world: &World) {
    let mut known = Known::partner(world).await;
    propose(world, &format!("partner partner_id={} phone=\"{NEW}\"", known.id)).await;
    let card = known.ears.post_saying("waits for approval").await;
    known.approve(world, &card).await;
    known.odoo.write("res.partner", known.id, json!({"phone": OTHER})).await;
    let answer = world.answer_to(&world.member, &format!("/odoo undo {}", code_of(&card))).await;
    assert!(answer.contains("was changed in Odoo since"), "{answer}");
    assert_eq!(known.phone().await, OTHER);
    known.leave().await;
}

pub async fn two_who_approve_at_once_write_once(world: &World) {
    let name = format!("Raced by {}", world.member.username);
    let mut ears = everybody_proposes(world).await;
    propose(world, &format!("partner name=\"{name}\"")).await;
    let card = ears.post_saying("waits for approval").await;
    let approve = action_named(&card, "Approve");
    tokio::join!(world.other.press(&card, approve), world.member.press(&card, approve));
    ears.post_saying("is in Odoo.").await;
    let odoo = Odoo::connect(&world.odoo).await;
    let partner = odoo.id_of("res.partner", &name).await;
    odoo.archive("res.partner", partner).await;
}

pub async fn an_unknown_country_and_a_missing_name_are_errors_of_their_fields(world: &World) {
    let _ears = everybody_proposes(world).await;
    let propose = async |values: Value| {
        let path = format!("/plugins/{PLUGIN_ID}/api/v1/odoo/propose/partner");
        let answer = world.member.call(Method::POST, &path, values).await;
        (answer.status, answer.body["field"].clone())
    };
    let country = propose(json!({"name": "Nowhere", "country_code": "XX"})).await;
    assert_eq!(country, (422, json!("country_code")));
    assert_eq!(propose(json!({"country_code": "ES"})).await, (422, json!("name")));
}

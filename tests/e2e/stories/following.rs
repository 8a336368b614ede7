//! A channel that follows leads.

use e2e::{Ears, Odoo, World};
use serde_json::{Map, Value, json};

pub struct Following {
    pub odoo: Odoo,
    pub ears: Ears,
    /// The subscription's id.
    pub subscription: String,
}

impl Following {
    /// New leads and their stages, from now on; Odoo is asked for changes every so many seconds.
    pub async fn leads(world: &World, poll_seconds: u32) -> Self {
        poll_every(world, poll_seconds).await;
        let answer = world.answer_to(&world.admin, "/odoo subscribe lead --events create,stage").await;
        assert!(answer.contains("follows leads from now on"), "{answer}");
        let id = answer.split("/odoo unsubscribe ").nth(1).and_then(|rest| rest.split('`').next());
        let subscription = id.unwrap_or_else(|| panic!("{answer}")).to_owned();
        Self { odoo: Odoo::connect(&world.odoo).await, ears: world.ears_of(&world.member).await, subscription }
    }

    /// A lead of that name, and its card.
    pub async fn lead(&mut self, name: &str) -> (i64, Value) {
        let lead = self.odoo.create("crm.lead", json!({"name": name, "type": "opportunity"})).await;
        (lead, self.ears.post_with(&format!("res_id={lead}")).await)
    }

    pub async fn win(&self, lead: i64) {
        let won = self.odoo.id_of("crm.stage", "Won").await;
        self.odoo.write("crm.lead", lead, json!({"stage_id": won})).await;
    }

    pub async fn leave(self, world: &World, leads: &[i64]) {
        world.answer_to(&world.admin, &format!("/odoo unsubscribe {}", self.subscription)).await;
        for lead in leads {
            self.odoo.archive("crm.lead", *lead).await;
        }
    }
}

pub async fn poll_every(world: &World, seconds: u32) {
    world.configure(Map::from_iter([("pollseconds".to_owned(), json!(seconds))])).await;
}

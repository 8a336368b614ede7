//! Odoo rings by itself: the rule that `/odoo hook odoo` makes there. It is asked for changes once an hour, so that whatever is told
//! within seconds was rung for.

use e2e::{World, action_named};
use serde_json::json;

use crate::following::{Following, poll_every};
use crate::hooks;

/// A channel that follows leads, and the rule in Odoo.
struct Ringing {
    following: Following,
    hook: String,
    rule: i64,
}

impl Ringing {
    async fn at(world: &World, what: &str) -> Self {
        world.let_the_service_account_administer_odoo();
        let (hook, _) = hooks::new(world, what).await;
        let mut ears = world.ears_of(&world.admin).await;
        world.admin.command(&world.channel_id, &format!("/odoo hook odoo lead --hook {hook}")).await.ok();
        let asked = ears.ephemeral().await;
        world.admin.press(&asked, action_named(&asked, "Make it in Odoo")).await.ok();
        let made =
            format!("**Mattermost doorbell {hook}: crm.lead** is in Odoo: every lead that is saved rings from now on.");
        ears.post_saying(&made).await;
        let following = Following::leads(world, 3600).await;
        let rule = following.odoo.id_of("base.automation", &format!("Mattermost doorbell {hook}: crm.lead")).await;
        Self { following, hook, rule }
    }

    async fn leave(self, world: &World, leads: &[i64]) {
        self.following.odoo.delete("base.automation", self.rule).await;
        world.answer_to(&world.admin, &format!("/odoo hook disable {}", self.hook)).await;
        self.following.leave(world, leads).await;
        poll_every(world, 5).await;
    }
}

pub async fn a_stage_that_changes_in_odoo_follows_when_odoo_rings(world: &World) {
    let mut ringing = Ringing::at(world, "stage").await;
    let (lead, card) = ringing.following.lead(&format!("Rung by {}", world.member.username)).await;
    ringing.following.win(lead).await;
    let below = ringing.following.ears.post_saying("→ Won").await;
    assert_eq!(below["root_id"], card["id"]);
    ringing.leave(world, &[lead]).await;
}

pub async fn what_odoo_rolls_back_after_it_rang_is_told_nowhere(world: &World) {
    let mut ringing = Ringing::at(world, "ghost").await;
    let (ghost, name) = (format!("Ghost of {}", world.member.username), format!("Flesh of {}", world.member.username));
    let values = json!([[
        {"name": ghost, "type": "opportunity"}, {"name": "Nowhere", "type": "opportunity", "stage_id": 999_999},
    ]]);
    ringing.following.odoo.refused("crm.lead", "create", values).await;
    let lead = ringing.following.odoo.create("crm.lead", json!({"name": name, "type": "opportunity"})).await;
    // Rings are answered for in their order: the ghost's was read before.
    let told = ringing.following.ears.posts_with(&name).await;
    assert!(!told.iter().any(|post| post.to_string().contains(&ghost)), "{told:?}");
    ringing.leave(world, &[lead]).await;
}

pub async fn what_changes_while_the_plugin_is_off_appears_when_it_is_on(world: &World) {
    let mut ringing = Ringing::at(world, "away").await;
    let (before, meanwhile) =
        (format!("Before {}", world.member.username), format!("Meanwhile {}", world.member.username));
    let (first, card) = ringing.following.lead(&before).await;
    world.disable().await;
    ringing.following.win(first).await;
    let second = ringing.following.odoo.create("crm.lead", json!({"name": meanwhile, "type": "opportunity"})).await;
    world.enable().await;
    let mut told = ringing.following.ears.posts_with(&meanwhile).await;
    if !told.iter().any(|post| post["root_id"] == card["id"]) {
        told.push(ringing.following.ears.post_saying("→ Won").await);
    }
    let below: Vec<_> = told.iter().filter(|post| post["root_id"] == card["id"]).collect();
    assert!(below.len() == 1 && below[0]["message"].as_str().unwrap().contains("→ Won"), "{told:?}");
    ringing.leave(world, &[first, second]).await;
}

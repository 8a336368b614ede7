//! A team that is linked with an organisation reads what belongs to it.

use e2e::{Odoo, World};
use serde_json::json;

pub async fn a_team_finds_what_belongs_to_its_organisation_and_nothing_else(world: &World) {
    let (odoo, username) = (Odoo::connect(&world.odoo).await, &world.member.username);
    let ours = odoo.create("res.partner", json!({"name": format!("Ours {username}")})).await;
    let theirs = odoo.create("res.partner", json!({"name": format!("Theirs {username}")})).await;
    let deal = odoo.create("crm.lead", json!({"name": format!("Deal {username}"), "partner_id": theirs})).await;
    let find = format!("/odoo find lead \"Deal {username}\"");
    let before = world.answer_to(&world.member, &find).await;
    assert!(before.contains(&format!("res_id={deal}")), "{before}");

    let linked = world.answer_to(&world.admin, &format!("/odoo org link partner:{ours}")).await;
    assert!(linked.starts_with(&format!("This team is linked with Ours {username} (`partner:{ours}`)")), "{linked}");
    let found = world.answer_to(&world.member, &format!("/odoo find partner {username}")).await;
    assert!(found.contains("Ours") && !found.contains("Theirs"), "{found}");
    let after = world.answer_to(&world.member, &find).await;
    assert!(after.starts_with("No lead in Odoo fits"), "{after}");
    let shown = world.answer_to(&world.member, &format!("/odoo show lead {deal}")).await;
    let unknown = world.answer_to(&world.member, "/odoo show lead 99999999").await;
    assert_eq!(shown.replace(&deal.to_string(), "N"), unknown.replace("99999999", "N"));

    world.answer_to(&world.admin, &format!("/odoo org unlink partner:{ours}")).await;
    for (model, id) in [("crm.lead", deal), ("res.partner", ours), ("res.partner", theirs)] {
        odoo.archive(model, id).await;
    }
}

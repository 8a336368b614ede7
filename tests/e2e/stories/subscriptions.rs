//! What changes in Odoo appears in the channels that follow it.

use e2e::{World, attachments};

use crate::following::Following;

pub async fn a_lead_made_in_odoo_gets_a_card_and_its_next_stage_stands_below(world: &World) {
    let name = format!("Pavilion of {}", world.member.username);
    let mut following = Following::leads(world, 5).await;
    let (lead, card) = following.lead(&name).await;
    assert!(card.to_string().contains(&name), "{card}");
    following.win(lead).await;
    let below = following.ears.post_saying("→ Won").await;

    let link = format!("{}/mail/view?model=crm.lead&res_id={lead}", world.odoo.url);
    assert_eq!(attachments(&card)[0]["title_link"], link);
    assert_eq!(below["root_id"], card["id"]);
    following.leave(world, &[lead]).await;
}

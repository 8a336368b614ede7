//! Cards below messages that link to Odoo.

use e2e::{Odoo, World, attachments};

pub async fn a_link_to_a_partner_gets_a_card_in_its_thread(world: &World) {
    let azure = Odoo::connect(&world.odoo).await.id_of("res.partner", "Azure Interior").await;
    let link = format!("{}/mail/view?model=res.partner&res_id={azure}", world.odoo.url);
    let mut ears = world.ears_of(&world.other).await;
    let said = world.member.say(&world.channel_id, &format!("Who knows them? {link}")).await;

    let mut card = ears.post_of("posted").await;
    while card["root_id"] != said {
        card = ears.post_of("posted").await;
    }
    let shown = &attachments(&card)[0];
    assert_eq!((&shown["title"], &shown["title_link"]), (&"Azure Interior".into(), &link.into()));
    let fields: Vec<_> = shown["fields"].as_array().unwrap().iter().map(|field| &field["value"]).collect();
    assert_eq!(fields, ["Fremont", "United States"]);
}

pub async fn a_member_does_not_switch_the_cards_of_a_channel(world: &World) {
    let refused = world.answer_to(&world.member, "/odoo settings preview off").await;
    assert_eq!(refused, "Link previews are switched by administrators of the channel. Ask one of them.");
    let off = world.answer_to(&world.admin, "/odoo settings preview off").await;
    let seen = world.answer_to(&world.other, "/odoo settings preview").await;
    let on = world.answer_to(&world.admin, "/odoo settings preview on").await;
    assert_eq!(off, seen);
    assert_ne!(off, on);
}

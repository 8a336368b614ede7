//! `/odoo find …`

use e2e::{Odoo, World, action_named, attachments};
use serde_json::{Map, Value, json};

const HEAD: &str = "\n\n| Name | E-mail | Phone | City | Country |\n|:--|:--|:--|:--|:--|\n";

pub async fn partner_azure_shows_azure_interior_to_the_caller_alone(world: &World) {
    let mut ears = world.ears_of(&world.member).await;
    let mut ears_of_other = world.ears_of(&world.other).await;
    world.member.command(&world.channel_id, "/odoo find partner azure").await.ok();

    let shown = ears.ephemeral().await;
    let azure = Odoo::connect(&world.odoo).await.id_of("res.partner", "Azure Interior").await;
    let link = format!("{}/mail/view?model=res.partner&res_id={azure}", world.odoo.url);
    let mail = "`vauxoo@yourcompany.example.com`";
    let row = format!("| [Azure Interior]({link}) | {mail} | +58 212 681 0538 | Fremont | United States |\n");
    assert_eq!(shown["message"], format!("**Partners**: “azure”{HEAD}{row}"));
    assert_eq!(shown["channel_id"], world.channel_id);
    let actions = attachments(&shown)[0]["actions"].as_array().unwrap();
    assert_eq!(actions.iter().map(|action| &action["name"]).collect::<Vec<_>>(), ["History"]);

    // The next thing that the other one hears is what she says herself.
    let said = world.other.say(&world.channel_id, "Good morning").await;
    let heard = ears_of_other.posts_until(&said).await;
    assert_eq!(heard.iter().map(|(event, _)| event.as_str()).collect::<Vec<_>>(), ["posted"]);
}

pub async fn the_history_of_a_partner_is_one_press_away(world: &World) {
    let mut ears = world.ears_of(&world.member).await;
    world.member.command(&world.channel_id, "/odoo find partner azure").await.ok();
    let found = ears.ephemeral().await;
    world.member.press(&found, action_named(&found, "History")).await.ok();
    let history = ears.ephemeral().await;
    let text = history["message"].as_str().unwrap();
    assert!(text.starts_with("**History of [Azure Interior](") && text.contains("\n**Meetings** ("), "{text}");
}

pub async fn more_shows_the_next_page_in_the_same_place(world: &World) {
    let mut ears = world.ears_of(&world.member).await;
    world.member.command(&world.channel_id, "/odoo find partner a").await.ok();
    let first = ears.ephemeral().await;
    assert_eq!(rows(&first).len(), 10);

    world.member.press(&first, action_named(&first, "More")).await.ok();
    let second = ears.post_of("post_edited").await;
    assert_eq!(second["id"], first["id"]);
    assert_eq!(second["type"], "system_ephemeral");
    assert_eq!(rows(&second).len(), 20);
    assert_eq!(rows(&second)[..10], rows(&first));
}

pub async fn a_button_serves_nobody_but_its_owner(world: &World) {
    let more = json!({"user_id": world.member.id, "command": "/odoo find partner a", "rows": 20, "root_id": "", "created_at": 0});
    let forged = json!({"user_id": world.member.id, "post_id": "", "channel_id": world.channel_id, "context": more});
    let path = format!("/plugins/{}/actions/v1/more", e2e::PLUGIN_ID);
    let answer = world.other.call(e2e::Method::POST, &path, forged).await;
    assert_eq!((answer.status, &answer.body["code"]), (403, &json!("forbidden")));
}

pub async fn a_partner_called_at_channel_notifies_nobody(world: &World) {
    let odoo = Odoo::connect(&world.odoo).await;
    let partner = odoo.create("res.partner", json!({"name": "@channel **Ltd** e2e"})).await;
    let mut ears = world.ears_of(&world.member).await;
    world.member.command(&world.channel_id, "/odoo find partner \"**Ltd** e2e\"").await.ok();
    let shown = ears.ephemeral().await;
    odoo.archive("res.partner", partner).await;

    let name = "[@\u{2060}channel \\*\\*Ltd\\*\\* e2e]";
    let row = format!("| {name}({}/mail/view?model=res.partner&res_id={partner}) |  |  |  |  |\n", world.odoo.url);
    assert_eq!(shown["message"], format!("**Partners**: “\\*\\*Ltd\\*\\* e2e”{HEAD}{row}"));
}

pub async fn what_was_typed_notifies_nobody(world: &World) {
    let answer = world.answer_to(&world.member, "/odoo find partner @channel").await;
    assert!(answer.starts_with("No partner in Odoo fits: “@\u{2060}channel”. "), "{answer}");
}

fn rows(post: &Value) -> Vec<&str> {
    post["message"].as_str().unwrap().lines().filter(|line| line.starts_with("| [")).collect()
}

pub async fn a_partner_is_found_by_digits_by_an_umlaut_and_by_a_percent_sign(world: &World) {
    let odoo = Odoo::connect(&world.odoo).await;
    let name = format!("Großmüller 100% of {}", world.member.username);
    let other = format!("Grossmuller 100 of {}", world.member.username);
    let found = odoo.create("res.partner", json!({"name": name, "phone": "+49 (30) 555-01 99"})).await;
    let decoy = odoo.create("res.partner", json!({"name": other})).await;
    world.configure(Map::from_iter([("readsperminute".to_owned(), json!(200))])).await;
    for what in ["--phone 49305550199", "großmüller", "\"100% of\""] {
        let answer = world.answer_to(&world.member, &format!("/odoo find partner {what}")).await;
        assert!(answer.contains(&name) && !answer.contains(&other), "{what}: {answer}");
    }
    for id in [found, decoy] {
        odoo.archive("res.partner", id).await;
    }
}

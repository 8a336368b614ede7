//! Files from here to Odoo and from there.

use e2e::{Method, Odoo, World, action_named};
use serde_json::{Value, json};

const NAME: &str = "Prüfung für Müller.txt";
const CONTENT: &str = "hello";
/// The same as Odoo keeps it.
const BASE64: &str = "aGVsbG8=";

const TO_ODOO_MAX: usize = 8 << 20;
const FROM_ODOO_MAX: usize = 6_000_000;

pub async fn a_file_of_a_thread_gets_to_the_record_under_its_name(world: &World) {
    let people = format!("@{}, @{}", world.member.username, world.other.username);
    world.configure([("proposers".to_owned(), json!(people))].into_iter().collect()).await;
    let odoo = Odoo::connect(&world.odoo).await;
    let lead = lead(world, &odoo, "Files").await;
    let (channel_id, member) = (&world.channel_id, &world.member);
    let root_id = member.say(channel_id, "What the customer sent").await;
    let file = member.upload(channel_id, NAME, CONTENT.into()).await;
    member.send(channel_id, &root_id, &[&file]).await;

    let mut ears = world.ears_of(member).await;
    let mut others = world.ears_of(&world.other).await;
    member.command_below(channel_id, &root_id, &format!("/odoo propose files --about \"lead {lead}\"")).await.ok();
    let form = ears.dialog().await;
    assert!(form.to_string().contains(NAME), "{form}");
    let chosen = json!({"record": format!("lead {lead}"), "text": "As agreed", (&*file): true});
    let answer = member.submit(&world.team_id, channel_id, &form, chosen).await.ok();
    assert!(answer["error"].as_str().unwrap_or_default().is_empty() && answer["errors"].is_null(), "{answer}");
    let card = others.post_saying("waits for approval").await;
    assert_eq!(card["root_id"], json!(root_id));
    assert_eq!(odoo.files_of("crm.lead", lead).await, []);

    let approve = action_named(&card, "Approve");
    world.other.press(&card, approve).await.ok();
    others.post_saying("is in Odoo.").await;
    // Somebody's screen is behind.
    world.other.press(&card, approve).await;
    assert_eq!(odoo.files_of("crm.lead", lead).await, [(NAME.to_owned(), BASE64.to_owned())]);
    odoo.archive("crm.lead", lead).await;
}

pub async fn a_file_of_a_record_is_copied_into_the_thread_under_its_name(world: &World) {
    let odoo = Odoo::connect(&world.odoo).await;
    let lead = lead(world, &odoo, "Copies").await;
    let values = json!({"name": NAME, "datas": BASE64, "res_model": "crm.lead", "res_id": lead});
    odoo.create("ir.attachment", values).await;
    let (channel_id, member) = (&world.channel_id, &world.member);
    let root_id = member.say(channel_id, "What is on the lead?").await;

    let mut ears = world.ears_of(member).await;
    member.command_below(channel_id, &root_id, &format!("/odoo files lead {lead} --copy")).await.ok();
    let form = ears.dialog().await;
    let entry = form["dialog"]["elements"][0]["name"].as_str().expect("an entry").to_owned();
    let answer = member.submit(&world.team_id, channel_id, &form, json!({entry: true})).await.ok();
    assert!(answer["error"].as_str().unwrap_or_default().is_empty(), "{answer}");

    let post = ears.post_saying(" brings files of ").await;
    assert_eq!(post["root_id"], json!(root_id));
    let [file] = post["file_ids"].as_array().expect("files").as_slice() else { panic!("one file in {post}") };
    let path = format!("/api/v4/files/{}", file.as_str().expect("an id"));
    let info = member.call(Method::GET, &format!("{path}/info"), Value::Null).await.ok();
    let content = member.call(Method::GET, &path, Value::Null).await.ok();
    assert_eq!((&info["name"], content), (&json!(NAME), json!(CONTENT)));
    odoo.archive("crm.lead", lead).await;
}

pub async fn the_largest_files_pass_and_a_larger_one_is_refused_with_both_sizes(world: &World) {
    let people = format!("@{}, @{}", world.member.username, world.other.username);
    world.configure([("proposers".to_owned(), json!(people))].into_iter().collect()).await;
    let odoo = Odoo::connect(&world.odoo).await;
    let lead = lead(world, &odoo, "Large files").await;
    let (channel_id, member) = (&world.channel_id, &world.member);
    let root_id = member.say(channel_id, "Large ones").await;
    let fits = member.upload(channel_id, "fits.bin", vec![7; TO_ODOO_MAX]).await;
    let large = member.upload(channel_id, "large.bin", vec![7; TO_ODOO_MAX + 1]).await;
    member.send(channel_id, &root_id, &[&fits, &large]).await;

    let propose = |file: &str| format!("/odoo propose files record=\"lead {lead}\" file_ids={file}");
    let refused = world.answer_to(member, &propose(&large)).await;
    assert!(
        refused.starts_with("“large.bin” has 8.1 MB, and files of at most 8 MB go from here to Odoo."),
        "{refused}"
    );
    let mut others = world.ears_of(&world.other).await;
    world.answer_to(member, &propose(&fits)).await;
    let card = others.post_saying("waits for approval").await;
    world.other.press(&card, action_named(&card, "Approve")).await.ok();
    others.post_saying("is in Odoo.").await;
    let files = odoo.files_of("crm.lead", lead).await;
    assert_eq!(
        files.iter().map(|(name, data)| (&**name, data.len())).collect::<Vec<_>>(),
        [("fits.bin", base64(TO_ODOO_MAX))]
    );

    let values =
        json!({"name": "back.bin", "datas": "AAAA".repeat(FROM_ODOO_MAX / 3), "res_model": "crm.lead", "res_id": lead});
    odoo.create("ir.attachment", values).await;
    let mut ears = world.ears_of(member).await;
    member.command_below(channel_id, &root_id, &format!("/odoo files lead {lead} --copy")).await.ok();
    let form = ears.dialog().await;
    let elements = form["dialog"]["elements"].as_array().expect("entries");
    assert_eq!(elements.len(), 1, "{form}");
    let chosen = json!({elements[0]["name"].as_str().expect("a name"): true});
    member.submit(&world.team_id, channel_id, &form, chosen).await.ok();
    let post = ears.post_saying(" brings files of ").await;
    let path = format!("/api/v4/files/{}/info", post["file_ids"][0].as_str().expect("a file"));
    let info = member.call(Method::GET, &path, Value::Null).await.ok();
    assert_eq!((&info["name"], &info["size"]), (&json!("back.bin"), &json!(FROM_ODOO_MAX)));
    odoo.archive("crm.lead", lead).await;
}

/// Characters of so many bytes.
fn base64(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

async fn lead(world: &World, odoo: &Odoo, what: &str) -> i64 {
    let name = format!("{what} of {}", world.member.username);
    odoo.create("crm.lead", json!({"name": name, "type": "opportunity"})).await
}

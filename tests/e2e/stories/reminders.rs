//! What is due in Odoo, at a time of day of another zone.

use e2e::{Odoo, World, now};
use serde_json::{Map, Value, json};

/// Fourteen hours ahead of UTC all the year.
const ZONE: &str = "Pacific/Kiritimati";
const AHEAD_MINUTES: u64 = 14 * 60;

pub async fn whoever_is_responsible_reads_once_what_is_late_though_the_plugin_starts_again_at_that_minute(
    world: &World,
) {
    let (name, last) = (format!("late-{}", world.member.username), format!("last-{}", world.member.username));
    let odoo = Odoo::connect(&world.odoo).await;
    let values = json!({"name": name, "type": "opportunity", "date_deadline": "2026-01-05", "user_id": odoo.uid()});
    let lead = odoo.create("crm.lead", values).await;
    connect(world).await;
    let mut ears = world.ears_of(&world.member).await;
    let at = minute_there();

    start_again_with(world, json!([rule(&name, lead, &at)])).await;
    let told = ears.post_with(&name).await;
    assert_eq!(told["channel_id"], json!(world.member.direct("odoo").await));
    assert!(told.to_string().contains(&format!("res_id={lead}")), "{told}");
    // The rule that is new now is worked on after the other one.
    start_again_with(world, json!([rule(&name, lead, &at), rule(&last, lead, &at)])).await;
    let more = ears.posts_with(&last).await;
    assert_eq!(more.len(), 1, "{more:?}");

    start_again_with(world, json!([])).await;
    world.answer_to(&world.member, "/odoo disconnect").await;
    odoo.archive("crm.lead", lead).await;
}

/// The member is the service account's user in Odoo from now on.
async fn connect(world: &World) {
    let mut ears = world.ears_of(&world.member).await;
    world.member.command(&world.channel_id, "/odoo connect").await.ok();
    let form = ears.dialog().await;
    let account = json!({"login": world.odoo.login, "key": world.odoo.api_key});
    let answer = world.member.submit(&world.team_id, &world.channel_id, &form, account).await.ok();
    assert_eq!(answer["errors"], Value::Null, "{answer}");
}

fn rule(name: &str, lead: i64, at: &str) -> Value {
    json!({
        "name": name, "model": "crm.lead", "date_field": "date_deadline", "open_domain": [["id", "=", lead]], "zone": ZONE,
        "overdue_at": at, "to": "user_id",
    })
}

/// As when the server restarts at that very minute.
async fn start_again_with(world: &World, rules: Value) {
    world.disable().await;
    world.configure(Map::from_iter([("reminders".to_owned(), json!(rules.to_string()))])).await;
    world.enable().await;
}

/// The time of day there, as it is now.
fn minute_there() -> String {
    let minutes = now() / 60 + AHEAD_MINUTES;
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

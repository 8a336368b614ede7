//! Settings that administrators save.

use e2e::{PLUGIN_ID, World};
use serde_json::json;

pub async fn without_odoo_people_are_told_what_they_can_do(world: &World) {
    let keys = ["odoourl", "odoodatabase", "odoologin", "odooapikey"];
    world.configure(keys.map(|key| (key.to_owned(), json!(""))).into_iter().collect()).await;
    let to_member = world.answer_to(&world.member, "/odoo find partner azure").await;
    let to_admin = world.answer_to(&world.admin, "/odoo find partner azure").await;
    let config = world.admin.get("/config").await;
    world.connect_odoo().await;

    assert_eq!(to_member, "Odoo is not connected yet. Please ask a system administrator to set it up.");
    let site_url = config["ServiceSettings"]["SiteURL"].as_str().unwrap();
    let console = format!("[System Console → Plugins → Odoo]({site_url}/admin_console/plugins/plugin_odoo)");
    let settings = "`OdooURL`, `OdooDatabase`, `OdooLogin`, `OdooAPIKey`";
    assert_eq!(to_admin, format!("Odoo is not connected yet. Please fill in {settings} in {console}."));
}

pub async fn searching_can_be_closed_to_members(world: &World) {
    world.configure([("allowservicereads".to_owned(), json!(false))].into_iter().collect()).await;
    let to_member = world.answer_to(&world.member, "/odoo find partner azure").await;
    let to_admin = world.answer_to(&world.admin, "/odoo find partner azure").await;
    world.connect_odoo().await;

    assert!(to_member.starts_with("Searching Odoo is open to people who connected their Odoo account."), "{to_member}");
    assert!(to_admin.starts_with("**Partners**: “azure”\n"), "{to_admin}");
}

pub async fn a_mistake_that_is_saved_leaves_the_last_good_settings_in_force_also_after_a_restart(world: &World) {
    world.configure([("reminders".to_owned(), json!("every morning"))].into_iter().collect()).await;
    let at_once = world.answer_to(&world.admin, "/odoo find partner azure").await;
    world.disable().await;
    world.enable().await;
    let restarted = world.answer_to(&world.admin, "/odoo find partner azure").await;
    let status = world.answer_to(&world.admin, "/odoo status").await;
    world.configure([("reminders".to_owned(), json!("[]"))].into_iter().collect()).await;

    for found in [at_once, restarted] {
        assert!(found.starts_with("**Partners**: “azure”\n"), "{found}");
    }
    assert!(status.contains("**The saved settings have mistakes**; the last good ones are in force."), "{status}");
    assert!(status.contains("- `Reminders` must be a JSON list of rules"), "{status}");
}

/// Servers mask settings that they know to be secret. Those that do not know the mark (9.11) drop it from the manifest
/// and show administrators the value.
pub async fn secrets_do_not_leave_a_server_that_knows_of_them(world: &World) {
    let plugins = world.admin.get("/plugins").await;
    let plugin = plugins["active"].as_array().unwrap().iter().find(|plugin| plugin["id"] == PLUGIN_ID).unwrap();
    let settings = plugin["settings_schema"]["settings"].as_array().unwrap();
    let known = settings.iter().any(|setting| setting["key"] == "OdooAPIKey" && setting["secret"] == true);

    let config = world.admin.get("/config").await;
    assert_eq!(config.to_string().contains(&world.odoo.api_key), !known);
}

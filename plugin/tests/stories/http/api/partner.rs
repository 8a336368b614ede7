use odoo_stand_in::Fault;
use serde_json::{Value, json};

use super::{get, live};

fn ids(body: &Value, section: &str) -> Vec<i64> {
    body[section].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_partner_comes_with_everything_around_it() {
    let (status, body) = get(&live(), "ben", "/odoo/partners/71");
    assert_eq!((status, &body["partner"]["name"]), (200, &json!("Mesa Norte SL")));
    assert_eq!((ids(&body, "leads"), ids(&body, "projects")), (vec![63], vec![9]));
    assert!(ids(&body, "tasks").contains(&68));
    assert!(ids(&body, "activities").contains(&47), "those of its leads too");
    assert!(ids(&body, "calendar_events").contains(&41), "those of its contacts too");
    assert_eq!(
        body["sections"],
        json!({"leads": "ok", "projects": "ok", "tasks": "ok", "activities": "ok", "calendar_events": "ok"})
    );
}

#[test]
fn a_section_that_is_closed_leaves_the_others() {
    let world = live();
    let no_access = Fault::Exception { name: "odoo.exceptions.AccessError", message: "no".into() };
    let not_there =
        Fault::Exception { name: "odoo.exceptions.UserError", message: "Object project.task doesn't exist".into() };
    get(&world, "ben", "/odoo/partners/71");
    world.desk().fail_next("crm.lead/search_read", 1, no_access);
    world.desk().fail_next("project.task/search_read", 1, not_there);
    let (status, body) = get(&world, "ben", "/odoo/partners/71");
    assert_eq!(status, 200);
    assert_eq!((&body["leads"], &body["tasks"], ids(&body, "projects")), (&json!([]), &json!([]), vec![9]));
    assert_eq!(
        body["sections"],
        json!({
            "leads": "no_access", "projects": "ok", "tasks": "not_installed", "activities": "ok",
            "calendar_events": "ok",
        })
    );
}

#[test]
fn sections_are_read_at_the_same_time() {
    let world = live();
    get(&world, "ben", "/odoo/partners/71");
    let start = world.elapsed();
    get(&world, "ben", "/odoo/partners/71");
    assert_eq!(world.elapsed() - start, crate::world::LATENCY * 2, "all of them, then the activities");
}

#[test]
fn an_unknown_partner_is_not_found() {
    let world = live();
    for id in ["999999", "0", "-1", "azure", "71x", "1e2", "99999999999999999999"] {
        assert_eq!(get(&world, "ben", &format!("/odoo/partners/{id}")).0, 404, "{id}");
    }
}

#[test]
fn an_odoo_that_is_down_is_no_empty_section() {
    let world = live();
    get(&world, "ben", "/odoo/partners/71");
    world.desk().set_fault(Fault::TooSlow);
    assert_eq!(get(&world, "ben", "/odoo/partners/71").0, 504);
}

#[test]
fn one_record_comes_by_its_kind_and_id() {
    let world = live();
    let (status, body) = get(&world, "ben", "/records/lead/63");
    assert_eq!((status, &body["model"]), (200, &json!("crm.lead")));
    assert_eq!(body["record"]["name"], "Fit-out of 12 desks");
    assert_eq!(get(&world, "ben", "/records/activity/47").1["record"]["res_id"], 63);
    for path in ["/records/lead/999999", "/records/user/2", "/records/lead/x", "/records/lead"] {
        assert_eq!(get(&world, "ben", path).0, 404, "{path}");
    }
}

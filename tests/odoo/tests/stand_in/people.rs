//! Who may sign in and what each of them may do.

use odoo_stand_in::{Desk, StandIn, User};
use serde_json::{Value as Json, json};

use crate::offline::{authenticate, execute_as, refusal, returned};

#[test]
fn everybody_has_a_uid_a_partner_and_an_address() {
    let odoo = StandIn::demo().offline();
    assert_eq!(
        odoo.user("paula"),
        User {
            uid: 9,
            partner_id: 62,
            login: "paula".to_owned(),
            name: "Paula Prieto".to_owned(),
            email: "paula@example.com".to_owned(),
            api_key: "PAULA_API_KEY".to_owned(),
            password: "PAULA_PASSWORD".to_owned(),
        }
    );
    for (login, uid) in [("admin", 2), ("demo", 6), ("bridge", 8), ("paula", 9), ("rita", 10), ("nora", 11)] {
        let user = odoo.user(login);
        let record = odoo.record("res.users", uid, &["login", "name", "email"]);
        assert_eq!(user.uid, uid);
        assert_eq!(record, Some(json!({"id": uid, "login": login, "name": user.name, "email": user.email})));
        assert_eq!(
            odoo.search("res.users", &json!([["partner_id", "=", user.partner_id], ["active", "in", [true, false]]])),
            [uid]
        );
    }
}

#[test]
fn a_key_and_a_password_open_the_same_account() {
    let odoo = StandIn::demo().offline();
    let paula = odoo.user("paula");
    for secret in [&paula.api_key, &paula.password] {
        assert_eq!(authenticate(&odoo, "paula", secret), json!(9));
    }
    assert_eq!(authenticate(&odoo, "paula", &odoo.user("rita").api_key), json!(false));
}

#[test]
fn an_archived_user_is_refused_everywhere() {
    let odoo = StandIn::demo().offline();
    let nora = odoo.user("nora");
    assert_eq!(authenticate(&odoo, "nora", &nora.api_key), json!(false));
    assert_eq!(refusal(&count(&odoo, "nora", "res.partner")), "odoo.exceptions.AccessDenied");
    odoo.write("res.users", nora.uid, &json!({"active": true}));
    assert_eq!(authenticate(&odoo, "nora", &nora.api_key), json!(11));
}

#[test]
fn archiving_a_user_stops_the_key_at_once() {
    let odoo = StandIn::demo().offline();
    returned(&count(&odoo, "paula", "crm.lead"));
    odoo.write("res.users", 9, &json!({"active": false}));
    assert_eq!(refusal(&count(&odoo, "paula", "crm.lead")), "odoo.exceptions.AccessDenied");
}

#[test]
fn groups_decide_who_may_do_what() {
    let odoo = StandIn::demo().offline();
    let rights = |login: &str, model: &str, operation: &str| {
        let kwargs = json!({"raise_exception": false});
        returned(&execute_as(&odoo, login, model, "check_access_rights", json!([operation]), kwargs))
    };
    for (model, operation, bridge, paula, rita) in [
        ("res.partner", "read", true, true, true),
        ("res.partner", "create", true, true, false),
        ("crm.lead", "read", true, true, false),
        ("crm.lead", "create", true, true, false),
        ("crm.lead", "unlink", false, false, false),
        ("project.project", "read", true, true, false),
        ("project.project", "create", false, true, false),
        ("project.task", "create", true, true, false),
        ("calendar.event", "create", true, true, true),
        ("res.users", "write", false, false, false),
    ] {
        let expected = [("bridge", bridge), ("paula", paula), ("rita", rita)];
        for (login, may) in expected {
            assert_eq!(rights(login, model, operation), json!(may), "{login} {operation} {model}");
        }
    }
}

#[test]
fn a_group_is_given_and_taken_away() {
    let odoo = StandIn::demo().offline();
    let create = || {
        let values = json!([{"name": "New wing"}]);
        execute_as(&odoo, "bridge", "project.project", "create", values, json!({}))
    };
    assert_eq!(refusal(&create()), "odoo.exceptions.AccessError");
    odoo.grant("bridge", "Project/Administrator");
    returned(&create());
    odoo.withdraw("bridge", "Project/Administrator");
    assert_eq!(refusal(&create()), "odoo.exceptions.AccessError");
}

#[test]
fn a_salesperson_without_all_documents_sees_own_leads_and_those_of_nobody() {
    let odoo = StandIn::demo().offline();
    odoo.withdraw("paula", "Sales/User: All Documents");
    odoo.create("crm.lead", &json!({"name": "Mine", "user_id": 9}));
    let found = execute_as(&odoo, "paula", "crm.lead", "search_read", json!([[], ["user_id"]]), json!({}));
    let owners: std::collections::BTreeSet<String> =
        returned(&found).as_array().unwrap().iter().map(|lead| lead["user_id"].to_string()).collect();
    assert_eq!(owners.into_iter().collect::<Vec<_>>(), [r#"[9,"Paula Prieto"]"#, "false"]);
    let other = execute_as(&odoo, "paula", "crm.lead", "read", json!([[63], ["name"]]), json!({}));
    assert_eq!(refusal(&other), "odoo.exceptions.AccessError");
}

#[test]
fn a_removed_key_that_was_never_used_is_refused() {
    let odoo = StandIn::demo().offline();
    let key = odoo.user("paula").api_key;
    odoo.revoke_key("paula");
    assert_eq!(authenticate(&odoo, "paula", &key), json!(false));
    assert_eq!(refusal(&count_with(&odoo, 9, &key)), "odoo.exceptions.AccessDenied");
}

#[test]
fn a_removed_key_goes_on_working_until_something_is_written_on_its_user() {
    let odoo = StandIn::demo().offline();
    let key = odoo.user("paula").api_key;
    returned(&count_with(&odoo, 9, &key));
    odoo.revoke_key("paula");
    assert_eq!(authenticate(&odoo, "paula", &key), json!(false));
    returned(&count_with(&odoo, 9, &key));
    odoo.write("res.users", 9, &json!({"tz": "UTC"}));
    assert_eq!(refusal(&count_with(&odoo, 9, &key)), "odoo.exceptions.AccessDenied");
}

#[test]
fn a_new_key_takes_the_place_of_a_removed_one() {
    let odoo = StandIn::demo().offline();
    odoo.revoke_key("paula");
    odoo.give_key("paula", "SECOND_PAULA_KEY");
    assert_eq!(odoo.user("paula").api_key, "SECOND_PAULA_KEY");
    assert_eq!(authenticate(&odoo, "paula", "SECOND_PAULA_KEY"), json!(9));
    assert_eq!(odoo.count("res.users.apikeys", &json!([["user_id", "=", 9]])), 1);
}

fn count(odoo: &Desk, login: &str, model: &str) -> Json {
    execute_as(odoo, login, model, "search_count", json!([[]]), json!({}))
}

fn count_with(odoo: &Desk, uid: i64, key: &str) -> Json {
    crate::offline::rpc(
        odoo,
        "object",
        "execute_kw",
        json!([odoo.database(), uid, key, "res.partner", "search_count", [[]]]),
    )
}

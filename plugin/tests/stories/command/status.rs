use std::time::Duration;

use odoo_plugin::ports::{Clock, HttpError, JobReport, Report, Timestamp};
use serde_json::json;

use crate::world::{START, World, login, recorded, result};

fn healthy() -> [crate::world::Reply; 3] {
    [login(), result(json!([{"id": 1}])), recorded("1-jsonrpc-version")]
}

#[test]
fn a_healthy_odoo_is_told_with_its_version_and_latency() {
    assert_eq!(
        World::new().odoo(healthy()).command("/odoo status"),
        "**Odoo: connected**\nOdoo 17.0 answered in 31 ms."
    );
}

#[test]
fn details_are_for_admins() {
    assert_eq!(
        World::new().admin().odoo(healthy()).command("/odoo status --verbose"),
        "**Odoo: connected**
Odoo 17.0 answered in 31 ms.

| | |
|:--|:--|
| Plugin | 0.1.0, contract `mattermost:plugin@0.1.0` |
| Mattermost | 11.6.0 |
| Searching | connected people |
| Default time zone | UTC |
| Open proposals | 0 |
| Odoo | https://erp.example.com |
| Database | odoo |
| Login | bridge |
| Time limit | 20 s |
| Last good answer | 2026-11-21 09:30 UTC (just now) |
| Failures in a row | 0 |
| Build | component 0.1.0, host 0.1.0, contract of the host `mattermost:plugin@0.1.0` |
| Events | 0 waiting, 0 dead |
| Memory and calls | unknown, no call yet |
"
    );
    assert_eq!(
        World::new().odoo(healthy()).command("/odoo status --verbose"),
        "**Odoo: connected**\nOdoo 17.0 answered in 31 ms.\n\nDetails are for system administrators."
    );
}

#[test]
fn details_tell_jobs_troubles_and_parts_that_do_not_belong_together() {
    let world = World::new().admin().odoo(healthy());
    world.pass(Duration::from_secs(3600));
    let job = |name: &str, done_at, failures| JobReport { name: name.into(), done_at, failures };
    world.report.replace(Report {
        commit: "abc1234-dirty".into(),
        component_hash: "1af583c098473ec00cf39fee4e4216aff4a59baf0923d738fefbbfc04967d479".into(),
        host_version: "0.0.9".into(),
        contract: "mattermost:plugin@0.2.0".into(),
        started_at: START,
        node: "first".into(),
        resident_bytes: 12_900_000,
        calls: 4,
        call_time: Duration::from_micros(10_240),
        jobs: vec![job("health", START, 0), job("poll", Timestamp(0), 3)],
        troubles: vec![(START, "An event could not be shown to @all".into())],
    });
    let leases = [("health", "first", 60), ("poll", "first", 1), ("digest", "second", 60), ("seal", "third", -1)];
    for (job, node, seconds) in leases {
        let until = world.now().0 + seconds * 1000;
        let lease = json!({"v": 1, "node": node, "fence": 3, "until": until}).to_string();
        world.kv.borrow_mut().insert(format!("lease/{job}"), (lease.into_bytes(), None));
    }
    let told = world.command("/odoo status --verbose");
    let rows = "\
| Build | component 0.1.0, host 0.0.9 **(another build: install the bundle again)**, contract of the host `mattermost:plugin@0.2.0` **(another build: install the bundle again)**, commit `abc1234-dirty`, hash `1af583c09847…` |
| Events | 0 waiting, 0 dead |
| Memory and calls | 12.4 MB, 4 calls of 2.6 ms on average |
| Jobs that one node runs | node `first` (this one): health, poll; node `second`: digest |
| Jobs of this node | `health` 1 hour ago, `poll` never, failed 3 times since |
| Last troubles of this node | An event could not be shown to @\u{2060}all (1 hour ago) |
";
    assert!(told.ends_with(rows), "{told}");
}

#[test]
fn an_unconfigured_plugin_says_what_to_do() {
    assert_eq!(
        World::new().unconfigured().command("/odoo status"),
        "**Odoo: not configured**\nOdoo is not connected yet. Please ask a system administrator to set it up."
    );
    assert_eq!(
        World::new().admin().setting("odooapikey", json!("")).command("/odoo status"),
        "**Odoo: not configured**\nOdoo is not connected yet. Please fill in `OdooAPIKey` in [System Console → Plugins → Odoo](https://chat.example.com/admin_console/plugins/plugin_odoo)."
    );
}

#[test]
fn an_odoo_that_is_down_is_told() {
    let world = World::new().admin().odoo([Err(HttpError::Timeout)]);
    assert_eq!(
        world.command("/odoo status"),
        "**Odoo: down**
Odoo did not answer in time. Try again in a minute.
Odoo is not available: no answer in time.
Request `req`"
    );
    assert_eq!(world.elapsed(), Duration::from_secs(20));
}

#[test]
fn a_refused_login_is_told_apart_from_an_outage() {
    let world = World::new().admin().odoo([recorded("1-jsonrpc-authenticate-bad-password")]);
    assert_eq!(
        world.command("/odoo status"),
        "**Odoo: refused**
Odoo refused the account of this plugin. Only an administrator can mend that, by a new API key in the plugin's settings.
Odoo refused the login or the API key: check `OdooLogin`, `OdooDatabase` and `OdooAPIKey`.
Request `req`"
    );
}

#[test]
fn a_pause_is_announced() {
    assert_eq!(
        World::new().setting("paused", json!(true)).odoo(healthy()).command("/odoo status"),
        "**Odoo: connected**
Odoo 17.0 answered in 31 ms.

**Paused**: the plugin writes and posts nothing until an administrator switches `Paused` off."
    );
}

#[test]
fn mistakes_in_the_settings_are_listed_for_admins_while_the_last_good_ones_work_on() {
    let world = World::new().admin();
    world.configuration_changed().unwrap();
    world.save("odoourl", json!("https://erp.example.com/odoo"));
    world.save("odootimeoutseconds", json!(0));
    world.answers(healthy());
    assert_eq!(
        world.command("/odoo status"),
        "**Odoo: connected**
Odoo 17.0 answered in 31 ms.

**The saved settings have mistakes**; the last good ones are in force. [System Console → Plugins → Odoo](https://chat.example.com/admin_console/plugins/plugin_odoo)
- `OdooURL` must be the address alone, without `/odoo`.
- `OdooTimeoutSeconds` must be a number from 1 to 25.
"
    );
}

#[test]
fn mistakes_in_the_first_settings_are_listed_for_admins() {
    let world = World::new().admin().setting("odoourl", json!("http://erp.example.com"));
    let answer = "Odoo is not connected: the settings have mistakes. Please mend them in [System Console → Plugins → Odoo](https://chat.example.com/admin_console/plugins/plugin_odoo).
- `OdooURL` must start with `https://`; `http://` needs the switch `AllowPrivateOdoo`.
";
    assert_eq!(world.command("/odoo status"), format!("**Odoo: not configured**\n{answer}"));
    assert_eq!(world.command("/odoo find partner azure"), answer);
}

#[test]
fn no_secret_is_shown_whatever_happens() {
    let world = World::new().admin().odoo(healthy());
    let mut seen = world.command("/odoo status --verbose");
    world.answers([recorded("1-jsonrpc-execute-bad-password"), recorded("1-jsonrpc-authenticate-bad-password")]);
    seen.push_str(&world.command("/odoo status --verbose"));
    seen.push_str(&world.command("/odoo about"));
    seen.push_str(&world.logged.borrow().join("\n"));
    assert!(!seen.contains("BRIDGE_API_KEY"), "{seen}");
}

#[test]
fn administrators_are_told_to_generate_the_encryption_key() {
    let world = World::new().admin().setting("encryptionkey", json!(""));
    world.answers(healthy());
    assert_eq!(
        world.command("/odoo status"),
        "**Odoo: connected**
Odoo 17.0 answered in 31 ms.

**There is no encryption key yet**, so nobody can connect or propose. Press Regenerate at `EncryptionKey` in [System Console → Plugins → Odoo](https://chat.example.com/admin_console/plugins/plugin_odoo), and save."
    );
}

#[test]
fn details_tell_what_the_checks_of_all_nodes_found() {
    let world = World::live().admin();
    world.desk().withdraw("bridge", "Sales/User: All Documents");
    world.desk().withdraw("bridge", "Sales/User: Own Documents Only");
    world.job("health").unwrap();
    world.pass(Duration::from_secs(120));
    let details = world.command("/odoo status --verbose");
    assert!(
        details.ends_with(
            "| Checks by all nodes | ok since 2026-11-21 09:30 UTC (2 minutes ago) |\n| Closed to the login | `crm.lead` |\n"
        ),
        "{details}"
    );
}

#[test]
fn details_tell_odoos_clock_and_certificate() {
    let world = World::live().admin();
    world.odoo_ahead.set(Some(3_000));
    world.certificate_end.set(Some(START.after(Duration::from_secs(40 * 24 * 3600))));
    world.job("health").unwrap();
    let details = world.command("/odoo status --verbose");
    assert!(
        details.ends_with("| Odoo's clock | 3 s ahead |\n| Certificate | until 2026-12-31 09:30 UTC (40 days) |\n"),
        "{details}"
    );
}

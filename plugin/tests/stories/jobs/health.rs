use std::time::Duration;

use odoo_plugin::jobs;
use odoo_stand_in::Fault;
use serde_json::{Value, json};

use crate::world::{START, World};

const DAY: u64 = 24 * 3600;

/// Anna was seen here, ben is named in the settings.
fn watched() -> World {
    let world = World::live().setting("odooadmins", json!("@ben"));
    world.command_as("anna", "town", "/odoo whoami");
    world.job("health").unwrap();
    world.asked.borrow_mut().clear();
    world
}

fn next(world: &World) {
    world.pass(Duration::from_secs(60));
    world.job("health").unwrap();
}

fn report(world: &World) -> Value {
    serde_json::from_slice(&world.kv.borrow()["conn/main/health"].0).unwrap()
}

fn healthz(world: &World) -> (u16, Value) {
    let response = world.request("GET", "/healthz", None, b"");
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

#[test]
fn a_healthy_odoo_is_reported_and_nobody_is_told() {
    let world = watched();
    let report = report(&world);
    assert_eq!(
        [&report["state"], &report["failures"], &report["version"], &report["latency_ms"], &report["code"]],
        [&json!("ok"), &json!(0), &json!("17.0"), &json!(31), &json!("")]
    );
    assert_eq!((world.told("anna"), world.told("ben")), (vec![], vec![]));
}

#[test]
fn every_change_is_told_once_to_every_administrator() {
    let world = watched();
    world.desk().set_fault(Fault::NoAnswer);
    for _ in 0..5 {
        next(&world);
    }
    world.desk().clear_fault();
    world.pass(Duration::from_secs(60));
    next(&world);
    next(&world);
    let told = world.told("anna");
    assert_eq!(
        told,
        [
            "**Odoo failed a check.** It is asked again every minute.\nOdoo cannot be reached at the moment. Try again in a minute. It answered last 2026-11-21 09:30 UTC (1 minute ago).\nOdoo is not available: the connection was cut.",
            "**Odoo is down**: 3 checks in a row failed.\nOdoo cannot be reached at the moment. Try again in a minute. It answered last 2026-11-21 09:30 UTC (3 minutes ago).\nOdoo is not available: the connection was cut.",
            "**Odoo answers** (version 17.0). It was down before.",
        ]
    );
    assert_eq!(world.told("ben"), told);
    assert_eq!(world.told("cara"), [""; 0]);
}

#[test]
fn a_revoked_key_is_found_within_ten_minutes_although_odoo_still_takes_it() {
    let world = watched();
    world.desk().revoke_key("bridge");
    for _ in 0..9 {
        next(&world);
    }
    assert_eq!(report(&world)["state"], json!("ok"));
    assert!(!world.methods().contains(&"authenticate".to_owned()));
    next(&world);
    assert_eq!(
        (&report(&world)["state"], &report(&world)["code"]),
        (&json!("degraded"), &json!("odoo_authentication"))
    );
    next(&world);
    next(&world);
    assert_eq!(report(&world)["state"], json!("down"));
    assert!(world.told("anna")[1].contains("check `OdooLogin`, `OdooDatabase` and `OdooAPIKey`"));
}

#[test]
fn monitors_learn_what_was_found_from_every_node() {
    let world = watched();
    world.desk().set_fault(Fault::NoAnswer);
    let states = [(); 3].map(|()| {
        next(&world);
        world.restart();
        healthz(&world)
    });
    assert_eq!(
        states,
        [(200, json!({"status": "degraded"})), (200, json!({"status": "degraded"})), (503, json!({"status": "down"}))]
    );
    world.pass(Duration::from_secs(600));
    assert_eq!(healthz(&world), (200, json!({"status": "ok"})));
}

#[test]
fn an_empty_configuration_is_a_change_too() {
    let world = watched();
    world.save("odoourl", json!(""));
    next(&world);
    assert_eq!(world.told("anna"), ["**Odoo is not configured any more**: its settings are empty."]);
    assert_eq!(healthz(&world), (503, json!({"status": "unconfigured"})));
}

#[test]
fn a_plugin_that_was_never_configured_is_no_news() {
    let world = World::new().unconfigured();
    next(&world);
    assert_eq!(report(&world)["state"], json!("unconfigured"));
    assert!(world.posts.borrow().is_empty());
}

#[test]
fn a_paused_plugin_posts_nothing_until_it_goes_on() {
    let world = watched();
    world.save("paused", json!(true));
    world.desk().set_fault(Fault::NoAnswer);
    next(&world);
    assert!(world.posts.borrow().is_empty());
    world.save("paused", json!(false));
    next(&world);
    assert_eq!(world.told("anna").len(), 1);
}

#[test]
fn a_death_at_any_step_tells_nobody_twice() {
    for step in 0..8 {
        for is_after in [false, true] {
            let world = watched();
            world.desk().set_fault(Fault::Html);
            world.pass(Duration::from_secs(60));
            world.effects.kill_at(step, is_after);
            let died = world.survive(|world| world.job("health")).is_err();
            world.effects.calm();
            world.job("health").unwrap();
            let told = world.told("anna").len() + world.told("ben").len();
            assert!(told == 2 || (died && told == 1), "{step}: {told}");
        }
    }
}

#[test]
fn who_lost_the_lease_reports_nothing() {
    let world = watched();
    jobs::run(&world.deps(), "health", 7).unwrap();
    world.desk().set_fault(Fault::NoAnswer);
    assert_eq!(jobs::run(&world.deps(), "health", 6), Err("another node holds the lease by now".into()));
    assert_eq!(report(&world)["state"], json!("ok"));
}

#[test]
fn a_job_that_does_not_exist_is_an_error() {
    assert_eq!(World::new().job("tea"), Err("there is no job tea".into()));
}

#[test]
fn a_certificate_that_ends_soon_is_told_14_3_and_1_days_before() {
    let world = watched();
    world.certificate_end.set(Some(START.after(Duration::from_secs(20 * DAY))));
    let told: Vec<_> = [0, 6, 10, 17, 18, 19].map(|day| told_on_day(&world, day)).into();
    assert_eq!(told, [0, 1, 0, 1, 0, 1]);
    assert_eq!(
        world.told("ben"),
        ["14 days", "3 days", "1 day"].map(|days| format!(
            "**The certificate of Odoo's server ends in {days}**, on 2026-12-11 09:30 UTC. Without a new one there is no connection any more."
        ))
    );
    assert_eq!(world.told("anna"), world.told("ben"));
}

#[test]
fn clocks_that_differ_are_told_once() {
    let world = watched();
    world.odoo_ahead.set(Some(-75_000));
    for _ in 0..3 {
        next(&world);
    }
    assert_eq!(
        world.told("ben"),
        ["**The clocks of Odoo and Mattermost differ**: Odoo's is 75 s behind. Let both be set by NTP."]
    );
    world.odoo_ahead.set(Some(1_000));
    next(&world);
    assert_eq!(world.told("ben").len(), 1);
}

/// How many messages ben gets on a day of the checks.
fn told_on_day(world: &World, day: u64) -> usize {
    let before = world.told("ben").len();
    world.pass(START.after(Duration::from_secs(day * DAY)).since(START.after(world.elapsed())));
    world.job("health").unwrap();
    world.job("health").unwrap();
    world.told("ben").len() - before
}

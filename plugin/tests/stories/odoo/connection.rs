use std::time::Duration;

use odoo_plugin::odoo::{Call, Connection, Filter, Method, OdooError, Reader, Search};
use odoo_plugin::ports::{HttpError, HttpResponse};
use odoo_plugin::settings::{self, Account, Settings};
use serde_json::{Value, json};

use crate::world::{LATENCY, Reply, World, answer, login, recorded, result};

fn account(world: &World) -> Account {
    match Settings::current(&world.deps()).settings.connection {
        settings::Connection::Account(account) => account,
        settings::Connection::Missing(missing) => panic!("{missing:?} are missing"),
    }
}

/// One call in a connection of its own, as each command makes it.
fn ask(world: &World, method: Method) -> Result<Value, OdooError> {
    let account = account(world);
    let connection = Connection::open(world.deps(), &account, Reader::new("en", "UTC"));
    connection.execute(Call::new("res.partner", method).with("domain", json!([])))
}

fn refused() -> Reply {
    Err(HttpError::Connect("connection refused".into()))
}

fn wait_please(seconds: u32) -> Reply {
    Ok(HttpResponse { status: 429, retry_after_seconds: Some(seconds), ..HttpResponse::default() })
}

#[test]
fn a_login_is_kept() {
    let world = World::new().odoo([login(), result(json!([1])), result(json!([2]))]);
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([1])));
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([2])));
    assert_eq!(world.methods(), ["authenticate", "search_read", "search_read"]);
}

#[test]
fn a_login_is_kept_for_one_key_only() {
    let world = World::new().odoo([login(), result(json!([1])), login(), result(json!([2]))]);
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([1])));
    world.save("odooapikey", json!("NEW_KEY"));
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([2])));
    assert_eq!(world.methods(), ["authenticate", "search_read", "authenticate", "search_read"]);
}

#[test]
fn a_refused_login_is_tried_afresh_once() {
    let denied = || recorded("1-jsonrpc-execute-bad-password");
    let world = World::new().odoo([login(), result(json!([1])), denied(), login(), result(json!([2]))]);
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([1])));
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([2])));

    world.answers([denied(), recorded("1-jsonrpc-authenticate-bad-password")]);
    assert_eq!(ask(&world, Method::SearchRead), Err(OdooError::Authentication));

    world.answers([login(), denied()]);
    assert_eq!(ask(&world, Method::SearchRead), Err(OdooError::Authentication));
}

#[test]
fn a_read_is_tried_four_times_with_growing_pauses() {
    let world = World::new().odoo([refused(), answer(503, ""), answer(502, ""), login(), result(json!([1]))]);
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([1])));
    assert_eq!(world.elapsed(), LATENCY * 5 + Duration::from_millis(200 + 7 + 400 + 7 + 800 + 7));
}

#[test]
fn a_read_fails_with_its_last_error() {
    let world = World::new().odoo([refused(), refused(), refused(), answer(504, "")]);
    assert_eq!(
        ask(&world, Method::SearchRead).unwrap_err().to_string(),
        "Odoo is not available: the answer has HTTP status 504"
    );
}

#[test]
fn other_errors_are_not_tried_again() {
    for reply in [answer(500, ""), answer(200, "<html>"), Err(HttpError::TooLarge), Err(HttpError::Timeout)] {
        let world = World::new().odoo([reply]);
        ask(&world, Method::SearchRead).unwrap_err();
        assert_eq!(world.methods().len(), 1);
    }
}

#[test]
fn a_write_is_sent_once() {
    for method in [Method::Create, Method::Write] {
        let world = World::new().odoo([login(), refused()]);
        ask(&world, method).unwrap_err();
        assert_eq!(world.methods(), ["authenticate", method.name()]);
    }
}

#[test]
fn a_write_that_had_to_wait_for_a_login_in_vain_was_not_sent() {
    let world = World::new().odoo([Err(HttpError::Timeout)]);
    let error = ask(&world, Method::Create).unwrap_err();
    assert_eq!(error.to_string(), "Odoo is not available: no answer in time");
    assert!(!error.outcome_is_unknown());

    let world = World::new().odoo([login(), Err(HttpError::Timeout)]);
    assert!(ask(&world, Method::Create).unwrap_err().outcome_is_unknown());
}

#[test]
fn nothing_is_tried_after_the_deadline() {
    let slow = World::new().setting("odootimeoutseconds", json!(1)).odoo([refused(), refused(), refused()]);
    ask(&slow, Method::SearchRead).unwrap_err();
    assert!(slow.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_short_pause_that_odoo_asks_for_is_waited_for() {
    let world = World::new().odoo([wait_please(3), login(), result(json!([1]))]);
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([1])));
    assert_eq!(world.elapsed(), LATENCY * 3 + Duration::from_secs(3));
}

#[test]
fn a_long_pause_that_odoo_asks_for_holds_the_next_calls() {
    let world = World::new().odoo([wait_please(90)]);
    assert_eq!(ask(&world, Method::SearchRead), Err(OdooError::RateLimited { retry_after_seconds: Some(90) }));
    assert_eq!(
        ask(&world, Method::SearchRead).unwrap_err().to_string(),
        "Odoo is not available: not asked: the next try is in 90 s"
    );
    world.pass(Duration::from_secs(90));
    world.answers([login(), result(json!([1]))]);
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([1])));
}

#[test]
fn five_failures_in_a_row_leave_odoo_alone_for_a_while() {
    let world = World::new().odoo((0..5).map(|_| Err(HttpError::TooLarge)));
    for _ in 0..5 {
        assert_eq!(ask(&world, Method::SearchRead).unwrap_err().code(), "odoo_outage");
    }
    assert_eq!(
        ask(&world, Method::SearchRead).unwrap_err().to_string(),
        "Odoo is not available: not asked: the next try is in 30 s"
    );
    world.pass(Duration::from_secs(30));
    world.answers([login(), result(json!([1])), result(json!([2]))]);
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([1])));
    assert_eq!(ask(&world, Method::SearchRead), Ok(json!([2])));
}

#[test]
fn refusals_of_single_calls_leave_the_connection_good() {
    let world =
        World::new().odoo(std::iter::once(login()).chain((0..9).map(|_| recorded("1-jsonrpc-access-error-model"))));
    for _ in 0..9 {
        assert_eq!(ask(&world, Method::SearchRead).unwrap_err().code(), "odoo_access");
    }
}

/// Three searches at the same time: how many rows each has, or what went wrong.
fn search_three(world: &World) -> Vec<Result<usize, String>> {
    let account = account(world);
    let every = Filter::All(Vec::new());
    let searches = ["res.partner", "crm.lead", "project.task"].map(|model| Search {
        model,
        filter: &every,
        fields: &["name"],
        order: "id asc",
        limit: 5,
    });
    let answers = Connection::open(world.deps(), &account, Reader::new("en", "UTC")).search_read_all(&searches);
    answers.into_iter().map(|rows| rows.map(|rows| rows.len()).map_err(|error| error.to_string())).collect()
}

fn rows(count: usize) -> Reply {
    result(json!(vec![json!({"id": 1}); count]))
}

#[test]
fn several_searches_take_one_login_and_as_long_as_the_slowest() {
    let world = World::new().odoo([login(), rows(1), rows(2), rows(3)]);
    assert_eq!(search_three(&world), [Ok(1), Ok(2), Ok(3)]);
    assert_eq!(world.methods(), ["authenticate", "search_read", "search_read", "search_read"]);
    assert_eq!(world.elapsed(), LATENCY * 2);
}

#[test]
fn of_several_searches_only_those_that_may_succeed_later_are_tried_again() {
    let missing = recorded("1-jsonrpc-missing-model-user-error");
    let world = World::new().odoo([login(), answer(503, ""), missing, rows(3), answer(502, ""), rows(1)]);
    assert_eq!(search_three(&world), [Ok(1), Err("Odoo has no such model: odoo.exceptions.UserError".into()), Ok(3)]);
    assert_eq!(world.elapsed(), LATENCY * 4 + Duration::from_millis(200 + 7 + 400 + 7));
}

#[test]
fn a_stale_login_is_renewed_once_for_several_searches() {
    let denied = || recorded("1-jsonrpc-execute-bad-password");
    let world = World::new().odoo([login(), rows(1), rows(1), rows(1)]);
    search_three(&world);
    world.answers([denied(), rows(2), denied(), login(), rows(1), rows(3)]);
    assert_eq!(search_three(&world), [Ok(1), Ok(2), Ok(3)]);
}

#[test]
fn several_searches_that_fail_together_are_one_failure() {
    let world = World::new().odoo(std::iter::once(login()).chain((0..12).map(|_| Err(HttpError::TooLarge))));
    for _ in 0..4 {
        search_three(&world);
    }
    world.answers([rows(1), rows(2), rows(3)]);
    assert_eq!(search_three(&world), [Ok(1), Ok(2), Ok(3)]);
}

#[test]
fn known_fields_are_asked_for_again_after_a_day() {
    let world =
        World::new().odoo([login(), result(json!({"name": {}})), login(), result(json!({"name": {}, "city": {}}))]);
    let account = account(&world);
    let fields =
        || Connection::open(world.deps(), &account, Reader::new("en", "UTC")).fields("res.partner", &["name", "city"]);
    assert_eq!(fields(), Ok(vec!["name"]));
    assert_eq!(fields(), Ok(vec!["name"]));
    world.pass(Duration::from_secs(24 * 3600 + 1));
    assert_eq!(fields(), Ok(vec!["name", "city"]));
}

//! How the plugin finds out what a server speaks.

use std::cell::RefCell;
use std::time::Duration;

use odoo_plugin::odoo::{Connection, Context, Filter, Health, Method, OdooError, Reader, Values};
use odoo_plugin::ports::{Deps, HttpClient, HttpError, HttpRequest, HttpResponse};
use odoo_plugin::settings::{Account, Api};
use serde_json::{Value, json};

use super::recordings::account;
use crate::world::{Reply, World, answer, login, recorded, result};

/// A server that answers by path and by a word in the body. Everything else is a page with status 404.
#[derive(Default)]
struct Server {
    routes: RefCell<Vec<(&'static str, &'static str, Reply)>>,
    asked: RefCell<Vec<String>>,
}

impl Server {
    /// Odoo 17, with the JSON routes only.
    fn old() -> Self {
        Self::default()
            .on("/jsonrpc", "version", recorded("1-jsonrpc-version"))
            .on("/jsonrpc", "authenticate", login())
            .on("/jsonrpc", "search_count", result(json!(17)))
    }

    /// Odoo 19.
    fn new() -> Self {
        let ok = |body: Value| answer(200, body.to_string());
        Self::default()
            .on("/web/version", "", ok(json!({"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"})))
            .on("/json/2/res.users/context_get", "", ok(json!({"lang": "en_US", "tz": "UTC", "uid": 8})))
            .on("/json/2/res.partner/search_count", "", ok(json!(19)))
    }

    /// Odoo 17 behind a proxy that opens XML-RPC only.
    fn xml_only() -> Self {
        Self::default()
            .on(
                "/xmlrpc/2/common",
                "version",
                xml("<struct><member><name>server_version</name><value>17.0</value></member></struct>"),
            )
            .on("/xmlrpc/2/common", "authenticate", xml("<int>8</int>"))
            .on("/xmlrpc/2/object", "search_count", xml("<int>16</int>"))
    }

    fn on(self, path: &'static str, word: &'static str, reply: Reply) -> Self {
        self.routes.borrow_mut().insert(0, (path, word, reply));
        self
    }

    /// What was asked for since the last look.
    fn asked(&self) -> Vec<String> {
        self.asked.take()
    }
}

impl HttpClient for Server {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError> {
        let path = request.url.strip_prefix("https://erp.example.com").expect("the server");
        self.asked.borrow_mut().push(path.into());
        let body = String::from_utf8_lossy(&request.body);
        let routes = self.routes.borrow();
        let route = routes.iter().find(|(at, word, _)| *at == path && body.contains(word));
        route.map_or_else(|| answer(404, "<!doctype html><title>404 Not Found</title>"), |(_, _, reply)| reply.clone())
    }

    fn send_all(&self, requests: &[HttpRequest]) -> Vec<Result<HttpResponse, HttpError>> {
        requests.iter().map(|request| self.send(request)).collect()
    }
}

fn deps<'a>(world: &'a World, server: &'a Server) -> Deps<'a> {
    Deps { http: server, ..world.deps() }
}

/// Counts the partners in a connection of its own, as each command makes it.
fn count(world: &World, server: &Server, account: &Account) -> Result<u64, OdooError> {
    Connection::open(deps(world, server), account, Reader::new("en", "UTC"))
        .search_count("res.partner", &Filter::All(Vec::new()))
}

fn xml(value: &str) -> Reply {
    answer(
        200,
        format!(
            "<?xml version='1.0'?><methodResponse><params><param><value>{value}</value></param></params></methodResponse>"
        ),
    )
}

#[test]
fn the_best_dialect_is_found_and_kept_for_a_day() {
    let cases = [
        (
            Server::new(),
            Api::Json2,
            19,
            vec![
                "/web/version",
                "/json/2/res.users/context_get",
                "/json/2/res.users/context_get",
                "/json/2/res.partner/search_count",
            ],
        ),
        (Server::old(), Api::JsonRpc, 17, vec!["/web/version", "/jsonrpc", "/jsonrpc", "/jsonrpc"]),
        (
            Server::xml_only(),
            Api::XmlRpc,
            16,
            vec!["/web/version", "/jsonrpc", "/xmlrpc/2/common", "/xmlrpc/2/common", "/xmlrpc/2/object"],
        ),
    ];
    for (server, api, partners, asked) in cases {
        let world = World::new();
        assert_eq!(count(&world, &server, &account(None)), Ok(partners));
        assert_eq!(server.asked(), asked);
        assert_eq!(Health::of(&world.deps(), &account(None)).api, Some(api));

        assert_eq!(count(&world, &server, &account(None)), Ok(partners));
        assert_eq!(server.asked(), asked[asked.len() - 1..]);

        world.pass(Duration::from_secs(24 * 3600 + 1));
        assert_eq!(count(&world, &server, &account(None)), Ok(partners));
        assert_eq!(server.asked(), asked);
    }
}

#[test]
fn a_dialect_of_the_settings_is_not_doubted() {
    let world = World::new();
    assert_eq!(count(&world, &Server::old(), &account(Some(Api::JsonRpc))), Ok(17));
    let server = Server::old();
    assert_eq!(
        count(&world, &server, &account(Some(Api::XmlRpc))).unwrap_err().to_string(),
        "Odoo is not available: the answer has HTTP status 404"
    );
    assert_eq!(server.asked(), ["/xmlrpc/2/object"]);
}

#[test]
fn a_version_alone_is_no_proof_of_json_2() {
    let ok = |body: &str| answer(200, body);
    let server = Server::old().on("/web/version", "", ok(r#"{"version": "19.0"}"#));
    assert_eq!(count(&World::new(), &server, &account(None)), Ok(17));
}

#[test]
fn a_refused_key_is_a_proof_of_json_2() {
    let server = Server::new().on(
        "/json/2/res.users/context_get",
        "",
        answer(401, r#"{"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey"}"#),
    );
    let world = World::new();
    assert_eq!(count(&world, &server, &account(None)), Err(OdooError::Authentication));
    assert_eq!(Health::of(&world.deps(), &account(None)).api, Some(Api::Json2));
}

#[test]
fn a_route_that_went_away_starts_the_search_anew() {
    let world = World::new();
    assert_eq!(count(&world, &Server::old(), &account(None)), Ok(17));
    assert_eq!(count(&world, &Server::new(), &account(None)), Ok(19));
    assert_eq!(count(&world, &Server::xml_only(), &account(None)), Ok(16));
    assert_eq!(Health::of(&world.deps(), &account(None)).api, Some(Api::XmlRpc));
}

#[test]
fn a_server_in_trouble_is_not_taken_for_one_with_another_dialect() {
    for trouble in [answer(502, "<html>"), Err(HttpError::Timeout), Err(HttpError::Connect("refused".into()))] {
        let world = World::new();
        let server = Server::old().on("/web/version", "", trouble);
        assert_eq!(count(&world, &server, &account(None)).unwrap_err().code(), "odoo_outage");
        assert_eq!(Health::of(&world.deps(), &account(None)).api, None);
        assert!(server.asked().iter().all(|path| path == "/web/version"));
    }
}

#[test]
fn a_write_whose_dialect_could_not_be_found_was_not_sent() {
    let world = World::new();
    assert_eq!(count(&world, &Server::old(), &account(None)), Ok(17));
    let server = Server::old().on("/web/version", "", Err(HttpError::Timeout));
    world.pass(Duration::from_secs(24 * 3600 + 1));
    let account = account(None);
    let connection = Connection::open(deps(&world, &server), &account, Reader::new("en", "UTC"));
    let values = Values::new().text("name", "x");
    let error = connection.create("res.partner", vec![values], &Context::new()).unwrap_err();
    assert!(!error.outcome_is_unknown(), "{error}");
    assert_eq!(server.asked(), ["/web/version"]);
}

#[test]
fn a_server_that_is_not_odoo_is_told_as_what_it_is() {
    let server = Server::default();
    assert_eq!(
        count(&World::new(), &server, &account(None)).unwrap_err().to_string(),
        "Odoo is not available: the answer has HTTP status 404"
    );
    assert_eq!(server.asked(), ["/web/version", "/jsonrpc", "/xmlrpc/2/common"]);
}

#[test]
fn an_unknown_model_is_no_route_that_went_away() {
    let error = r#"{"name": "werkzeug.exceptions.NotFound", "message": "the model 'res.partner' does not exist"}"#;
    let server = Server::new().on("/json/2/res.partner/search_count", "", answer(404, error));
    let world = World::new();
    for _ in 0..2 {
        assert_eq!(count(&world, &server, &account(None)).unwrap_err().code(), "odoo_not_installed");
    }
    assert_eq!(server.asked().iter().filter(|path| *path == "/web/version").count(), 1);
}

#[test]
fn of_several_calls_only_those_without_a_route_are_sent_in_the_other_dialect() {
    use odoo_plugin::odoo::Call;

    let world = World::new();
    assert_eq!(count(&world, &Server::new(), &account(None)), Ok(19));
    let server = Server::old().on("/json/2/res.partner/create", "", answer(200, "[61]")).on(
        "/web/version",
        "",
        answer(404, "<html>"),
    );
    let account = account(None);
    let connection = Connection::open(deps(&world, &server), &account, Reader::new("en", "UTC"));
    let calls = vec![
        Call::new("res.partner", Method::Create).with("vals_list", json!([{"name": "x"}])),
        Call::new("res.partner", Method::SearchCount).with("domain", json!([])),
    ];
    assert_eq!(connection.execute_all(calls), [Ok(json!([61])), Ok(json!(17))]);
    assert_eq!(server.asked().iter().filter(|path| path.ends_with("/create")).count(), 1);
}

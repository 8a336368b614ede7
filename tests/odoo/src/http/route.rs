//! Which request goes where, and what Odoo answers there.

use serde_json::{Value as Json, json};

use super::answer::{Answer, HTML, JSON};
use super::{Asked, page};
use crate::desk::Desk;
use crate::envelope::{BadBody, Envelope};
use crate::error::OdooError;
use crate::fault::Fault;
use crate::journal::Call;
use crate::json_2::{self, Refusal};
use crate::orm::FIRST_WITH_JSON_2;
use crate::python;
use crate::service;
use crate::xml_rpc;

/// The routes that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// All that the version has.
    Everything,
    /// `/xmlrpc/2` alone, as a proxy may allow.
    OnlyXmlRpc,
    /// All but `/jsonrpc` and `/xmlrpc/2`, as Odoo plans it for 22.
    WithoutRpc,
}

/// Where a request goes.
#[derive(Debug)]
pub enum Route {
    /// `/web/health`.
    Health,
    /// `/web/version`, from 19 on.
    Version,
    /// A route for JSON that was asked for in another content type, or by GET.
    NotJson(String),
    /// A body that is no call of JSON-RPC.
    NotACall(BadBody),
    /// `/web/webclient/version_info`.
    VersionInfo(Envelope),
    /// `/jsonrpc`.
    Rpc(Envelope, Result<service::Request, OdooError>),
    /// `/xmlrpc/2/<service>`.
    XmlRpc(Result<service::Request, OdooError>),
    /// `/json/2/<model>/<method>`, from 19 on.
    Json2(Result<json_2::Request, Refusal>),
    /// JSON-2 in another content type.
    NotJson2,
    /// XML-RPC by another method than POST.
    NotAllowed,
    /// Anything else.
    NotFound,
}

impl Route {
    /// The route of a request.
    pub fn of(desk: &Desk, asked: &Asked<'_>) -> Self {
        let major = desk.data().major;
        let is_offered = match desk.offered() {
            Offer::Everything => true,
            Offer::OnlyXmlRpc => asked.path.starts_with("/xmlrpc/2/"),
            Offer::WithoutRpc => asked.path != "/jsonrpc" && !asked.path.starts_with("/xmlrpc/"),
        };
        match asked.path {
            _ if !is_offered => Self::NotFound,
            "/web/health" => Self::Health,
            "/web/version" | "/json/version" if major >= FIRST_WITH_JSON_2 => Self::Version,
            path @ ("/jsonrpc" | "/web/webclient/version_info") => Self::of_json_rpc(path, asked),
            path => match (path.strip_prefix("/xmlrpc/2/"), path.strip_prefix("/json/2/")) {
                (Some(_), _) if asked.method != "POST" => Self::NotAllowed,
                (Some(service), _) => Self::XmlRpc(xml_rpc::request(service, asked.body)),
                (_, Some(path)) if major >= FIRST_WITH_JSON_2 => Self::of_json_2(desk, path, asked),
                _ => Self::NotFound,
            },
        }
    }

    fn of_json_rpc(path: &str, asked: &Asked<'_>) -> Self {
        if !is_json(asked) {
            return Self::NotJson(path.to_owned());
        }
        match Envelope::parse(asked.body) {
            Err(bad) => Self::NotACall(bad),
            Ok(envelope) if path == "/jsonrpc" => {
                let request = envelope.request();
                Self::Rpc(envelope, request)
            }
            Ok(envelope) => Self::VersionInfo(envelope),
        }
    }

    fn of_json_2(desk: &Desk, path: &str, asked: &Asked<'_>) -> Self {
        let database = asked.header("x-odoo-database");
        if !database.is_empty() && database != desk.database() {
            // Without a database there are no routes of modules, and nobody who could word an error in JSON.
            return Self::NotFound;
        }
        if !asked.body.is_empty() && !is_json(asked) {
            return Self::NotJson2;
        }
        let request = match asked.method {
            "POST" => json_2::Request::parse(path, asked.header("authorization"), asked.body),
            _ => None,
        };
        let hint = || Err(Refusal::of_http(404, "Did you mean POST /json/2/<model>/<method>?"));
        Self::Json2(request.unwrap_or_else(hint))
    }

    /// The call that a test sees in the journal.
    pub fn seen(&self) -> Option<Call> {
        match self {
            Self::Version => Some(Call::of("web", "version")),
            Self::VersionInfo(_) => Some(Call::of("web", "version_info")),
            Self::Rpc(_, Ok(request)) | Self::XmlRpc(Ok(request)) => Some(Call::from(request)),
            Self::Json2(Ok(request)) => Some(Call::from(request)),
            _ => None,
        }
    }

    /// Does what was asked and answers it.
    pub fn answer(self, desk: &Desk, fault: Option<&Fault>, is_get: bool) -> Answer {
        let major = desk.data().major;
        match self {
            Self::Health if is_get => Answer::new(200, "application/json", python::dumps(&json!({"status": "pass"})))
                .with("cache-control", "no-store")
                .with_nosniff(),
            Self::Health | Self::NotFound => {
                Answer::new(404, "text/html;charset=utf-8", page::NOT_FOUND).with_nosniff().with_session()
            }
            Self::Version => {
                let version = service::version(major);
                let body =
                    json!({"version": version["server_version"], "version_info": version["server_version_info"]});
                in_json(200, &body).with_nosniff()
            }
            Self::NotAllowed => Answer::new(405, HTML, page::status(405)).with("allow", "POST"),
            Self::NotJson(path) => Answer::new(400, HTML, page::wrong_type(&path)),
            Self::NotJson2 => Answer::new(415, HTML, page::status(415)).with("accept", "application/json"),
            Self::NotACall(bad) => Answer::new(400, HTML, bad.to_string()).with_nosniff(),
            Self::VersionInfo(envelope) => {
                let outcome = Ok(service::version(major).into());
                in_json(200, &envelope.answer(&outcome, major)).with_nosniff().with_session()
            }
            Self::Rpc(envelope, request) => {
                let outcome = request.and_then(|request| service::dispatch(&mut desk.data(), fault, &request));
                let answer = in_json(200, &envelope.answer(&outcome, major));
                if outcome.is_ok() { answer.with_nosniff() } else { answer }
            }
            Self::XmlRpc(request) => {
                let outcome = request.and_then(|request| service::dispatch(&mut desk.data(), fault, &request));
                Answer::new(200, "text/xml; charset=utf-8", xml_rpc::answer(&outcome, major)).with_nosniff()
            }
            Self::Json2(request) => match request.and_then(|request| request.answer(&mut desk.data(), fault)) {
                Ok(body) => in_json(200, &body).with_nosniff(),
                Err(refusal) if refusal.status == 401 => {
                    in_json(401, &refusal.to_body()).with("www-authenticate", "bearer")
                }
                Err(refusal) => in_json(refusal.status, &refusal.to_body()),
            },
        }
    }
}

/// An answer with this body.
pub fn in_json(status: u16, body: &Json) -> Answer {
    Answer::new(status, JSON, python::dumps(body))
}

fn is_json(asked: &Asked<'_>) -> bool {
    asked.header("content-type").split(';').next().unwrap_or_default().trim() == "application/json"
}

//! Every call the stand-in saw, for tests to read and to wait for.

use std::time::Duration;

use serde_json::{Map, Value as Json};
use tokio::sync::watch;

use crate::json_2;
use crate::service::Request;

/// How long a test waits for a condition before it fails.
const WAIT_S_MAX: u64 = 10;

/// One call as it came in, whatever was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// `common`, `db`, `object`, `json/2`, or `web` for `/web/version` and `/web/webclient/version_info`.
    pub service: String,
    /// The method: of the model for the service `object`, else of the service.
    pub method: String,
    /// The model, for `object` and `json/2`.
    pub model: Option<String>,
    /// The arguments by position: of the method of the model for `object`, else as sent.
    pub args: Vec<Json>,
    /// The named arguments; for `json/2` with `ids` and `context` beside them.
    pub kwargs: Map<String, Json>,
}

impl Call {
    /// `res.partner/search_read` or `common/version`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.model.as_ref().unwrap_or(&self.service), self.method)
    }

    /// What a call without arguments is called.
    pub(crate) fn of(service: &str, method: &str) -> Self {
        Self {
            service: service.to_owned(),
            method: method.to_owned(),
            model: None,
            args: Vec::new(),
            kwargs: Map::new(),
        }
    }
}

impl From<&Request> for Call {
    fn from(request: &Request) -> Self {
        let plain = Self { args: request.args.clone(), ..Self::of(&request.service, &request.method) };
        let [_, _, _, Json::String(model), Json::String(method), rest @ ..] = request.args.as_slice() else {
            return plain;
        };
        Self {
            method: method.clone(),
            model: Some(model.clone()),
            args: rest.first().and_then(Json::as_array).cloned().unwrap_or_default(),
            kwargs: rest.get(1).and_then(Json::as_object).cloned().unwrap_or_default(),
            ..plain
        }
    }
}

impl From<&json_2::Request> for Call {
    fn from(request: &json_2::Request) -> Self {
        Self {
            model: Some(request.model.clone()),
            kwargs: request.arguments.clone(),
            ..Self::of("json/2", &request.method)
        }
    }
}

/// The calls in the order of their arrival.
#[derive(Debug, Default)]
pub struct Journal {
    calls: watch::Sender<Vec<Call>>,
}

impl Journal {
    /// Notes a call.
    pub fn note(&self, call: Call) {
        self.calls.send_modify(|calls| calls.push(call));
    }

    /// The calls so far.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.borrow().clone()
    }

    /// Forgets them.
    pub fn clear(&self) {
        self.calls.send_replace(Vec::new());
    }

    /// Waits until the calls fulfil a condition; `what` is named when they never do.
    #[expect(clippy::panic, reason = "it fails the test that waits")]
    pub async fn wait_until(&self, what: &str, mut condition: impl FnMut(&[Call]) -> bool) {
        let mut calls = self.calls.subscribe();
        let met = calls.wait_for(|calls| condition(calls));
        if tokio::time::timeout(Duration::from_secs(WAIT_S_MAX), met).await.is_err() {
            let seen: Vec<String> = self.calls().iter().map(Call::name).collect();
            panic!("waited {WAIT_S_MAX} s until {what}; Odoo saw {seen:?}");
        }
    }
}

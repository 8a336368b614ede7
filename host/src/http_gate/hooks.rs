//! Where WASI's outgoing HTTP meets the gate.

use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use http::{Request, Response};
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use super::{Gate, Origin};
use crate::monitoring::Metrics;

type Transfer = Box<dyn Future<Output = Result<(), Error>> + Send>;
type Sent = Box<dyn Future<Output = Result<(Response<WasiBody>, Transfer), Error>> + Send>;

/// Lets one instance's requests through the gate.
#[derive(Debug)]
pub struct GateHooks {
    gate: Gate,
    metrics: Arc<Metrics>,
}

impl GateHooks {
    /// The hooks of an instance whose requests pass `gate` and are counted.
    #[must_use]
    pub(crate) fn new(gate: Gate, metrics: Arc<Metrics>) -> Self {
        Self { gate, metrics }
    }
}

impl WasiHttpHooks for GateHooks {
    fn send_request(&mut self, request: Request<WasiBody>, options: Option<RequestOptions>, _: Transfer) -> Sent {
        let client = Origin::of(request.uri()).and_then(|origin| self.gate.client(&origin));
        let metrics = self.metrics.clone();
        Box::new(async move {
            let Some(client) = client else {
                metrics.count("mattermost_plugin_requests_total", &[("outcome", "denied")], 1);
                return Err(Error::HttpRequestDenied);
            };
            let begin = Instant::now();
            let answer = client.send(request, options).await;
            metrics.observe("mattermost_plugin_request_seconds", &[], begin.elapsed().as_secs_f64());
            metrics.count("mattermost_plugin_requests_total", &[("outcome", outcome(&answer))], 1);
            let response = answer?;
            // The pool's own task drives the connection: nothing is left to wait for here.
            Ok((response, Box::new(std::future::ready(Ok(()))) as Transfer))
        })
    }
}

fn outcome(answer: &Result<Response<WasiBody>, Error>) -> &'static str {
    match answer {
        Ok(response) if response.status().is_server_error() => "5xx",
        Ok(response) if response.status().is_client_error() => "4xx",
        Ok(_) => "answered",
        Err(Error::HttpResponseTimeout) => "timeout",
        Err(_) => "failed",
    }
}

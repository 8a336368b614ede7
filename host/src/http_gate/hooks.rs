//! Where WASI's outgoing HTTP meets the gate.

use std::future::Future;

use http::{Request, Response};
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use super::{Gate, Origin};

type Transfer = Box<dyn Future<Output = Result<(), Error>> + Send>;
type Sent = Box<dyn Future<Output = Result<(Response<WasiBody>, Transfer), Error>> + Send>;

/// Lets one instance's requests through the gate.
#[derive(Debug)]
pub struct GateHooks(Gate);

impl GateHooks {
    /// The hooks of an instance whose requests pass `gate`.
    #[must_use]
    pub fn new(gate: Gate) -> Self {
        Self(gate)
    }
}

impl WasiHttpHooks for GateHooks {
    fn send_request(&mut self, request: Request<WasiBody>, options: Option<RequestOptions>, _: Transfer) -> Sent {
        let client = Origin::of(request.uri()).and_then(|origin| self.0.client(&origin));
        Box::new(async move {
            let client = client.ok_or(Error::HttpRequestDenied)?;
            let response = client.send(request, options).await?;
            // The pool's own task drives the connection: nothing is left to wait for here.
            Ok((response, Box::new(std::future::ready(Ok(()))) as Transfer))
        })
    }
}

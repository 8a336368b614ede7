//! The HTTP client of one grant: pooled connections, one deadline, a bounded answer.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue, Request, Response, Uri};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::{Instant, timeout_at};
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody};

use super::connect::{CertificateEnd, ConnectError, Connector};
use super::{Grant, Origin, body, tls};

/// Connections that wait for the next request, and for how long.
const IDLE_CONNECTIONS_MAX: usize = 8;
const IDLE: Duration = Duration::from_secs(30);

/// What the component reads of the other side's certificate; see `world.wit`.
const CERTIFICATE_END: HeaderName = HeaderName::from_static("x-host-certificate-end");

/// Sends requests to one origin.
#[derive(Clone, Debug)]
pub(super) struct Client {
    grant: Arc<Grant>,
    pooled: legacy::Client<Connector, WasiBody>,
}

impl Client {
    pub(super) fn new(grant: Grant) -> Result<Self, rustls::Error> {
        let tls = tls::config(&grant.authorities)?;
        let grant = Arc::new(grant);
        let pooled = legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(IDLE_CONNECTIONS_MAX)
            .build(Connector::new(grant.clone(), tls));
        Ok(Self { grant, pooled })
    }

    pub(super) fn origin(&self) -> &Origin {
        &self.grant.origin
    }

    /// Sends one request. The grant's time counts from here to the body's last byte; the component may ask for
    /// less by `options`.
    pub(super) async fn send(
        &self,
        mut request: Request<WasiBody>,
        options: Option<RequestOptions>,
    ) -> Result<Response<WasiBody>, Error> {
        let wanted = options.and_then(|options| options.first_byte_timeout).unwrap_or(Duration::MAX);
        let deadline = Instant::now() + self.grant.timeout.min(wanted);
        absolute_path(&mut request)?;
        match timeout_at(deadline, self.pooled.request(request)).await {
            Ok(Ok(mut response)) => {
                tell_certificate_end(&mut response);
                Ok(response.map(|answer| body::bounded(answer, self.grant.response_bytes_max, deadline)))
            }
            Ok(Err(error)) => Err(explain(&error)),
            Err(_) => Err(Error::HttpResponseTimeout),
        }
    }
}

/// The host's own word: what the other side says under this name does not pass.
fn tell_certificate_end<B>(response: &mut Response<B>) {
    let end = response.extensions().get::<CertificateEnd>().copied();
    response.headers_mut().remove(CERTIFICATE_END);
    if let Some(CertificateEnd(seconds)) = end {
        response.headers_mut().insert(CERTIFICATE_END, HeaderValue::from(seconds));
    }
}

/// The component may leave the path out; HTTP may not.
fn absolute_path(request: &mut Request<WasiBody>) -> Result<(), Error> {
    if request.uri().path_and_query().is_some() {
        return Ok(());
    }
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(http::uri::PathAndQuery::from_static("/"));
    *request.uri_mut() = Uri::from_parts(parts).map_err(|_| Error::HttpRequestUriInvalid)?;
    Ok(())
}

/// The innermost cause that this gate knows, as the component's error code.
fn explain(error: &legacy::Error) -> Error {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<ConnectError>() {
            return match error {
                ConnectError::Unresolved(_) => Error::DnsError { rcode: Some(error.to_string()), info_code: None },
                ConnectError::Prohibited(_) => Error::DestinationIpProhibited,
                ConnectError::Refused(_) => Error::ConnectionRefused,
                ConnectError::Tls(error) if is_certificate(error) => Error::TlsCertificateError,
                ConnectError::Tls(_) => Error::TlsProtocolError,
            };
        }
        if let Some(error) = error.downcast_ref::<hyper::Error>() {
            return if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
                Error::ConnectionTerminated
            } else {
                Error::HttpProtocolError
            };
        }
        cause = error.source();
    }
    Error::ConnectionTerminated
}

fn is_certificate(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    matches!(inner, Some(rustls::Error::InvalidCertificate(_)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use http::{HeaderMap, Response};

    use super::{CERTIFICATE_END, CertificateEnd, tell_certificate_end};

    fn told(end: Option<CertificateEnd>) -> HeaderMap {
        let claims = Response::builder().header(CERTIFICATE_END, "7").header(CERTIFICATE_END, "8");
        let mut response = claims.body(()).unwrap();
        if let Some(end) = end {
            response.extensions_mut().insert(end);
        }
        tell_certificate_end(&mut response);
        response.into_parts().0.headers
    }

    #[test]
    fn only_the_host_says_when_a_certificate_ends() {
        assert_eq!(told(None), HeaderMap::new());
        let known = told(Some(CertificateEnd(1_797_811_200)));
        assert_eq!(known.get_all(CERTIFICATE_END).iter().collect::<Vec<_>>(), ["1797811200"]);
    }
}

//! Outgoing HTTP through waki. The host decides where it may go and how long one exchange may take.

use std::time::{Duration, Instant};

use waki::{Client, ErrorCode, Response};

use crate::ports::{HttpClient, HttpError, HttpRequest, HttpResponse};

const CONNECT_TIMEOUT_MAX: Duration = Duration::from_secs(5);
const CHUNK_BYTES: usize = 64 << 10;

pub(super) struct Waki;

impl HttpClient for Waki {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError> {
        let deadline = Instant::now() + request.timeout;
        let response = Client::new()
            .post(&request.url)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .connect_timeout(request.timeout.min(CONNECT_TIMEOUT_MAX))
            .body(request.body.clone())
            .send()
            .map_err(|error| reason(error.downcast_ref::<ErrorCode>(), || error.to_string()))?;
        let header = |name: &str| response.header(name).and_then(|value| value.to_str().ok().map(ToOwned::to_owned));
        let location = header("location");
        let retry_after_seconds = header("retry-after").and_then(|value| value.trim().parse().ok());
        let status = response.status_code();
        let body = read(&response, deadline, request.response_bytes_max)?;
        Ok(HttpResponse { status, location, retry_after_seconds, body })
    }
}

fn read(response: &Response, deadline: Instant, bytes_max: usize) -> Result<Vec<u8>, HttpError> {
    let mut body = Vec::new();
    loop {
        let chunk = response.chunk(CHUNK_BYTES as u64);
        if Instant::now() > deadline {
            return Err(HttpError::Timeout);
        }
        match chunk {
            Ok(Some(chunk)) if body.len() + chunk.len() > bytes_max => return Err(HttpError::TooLarge),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            // waki hides why the stream broke; the host cuts it at the same size.
            Err(_) if body.len() + CHUNK_BYTES > bytes_max => return Err(HttpError::TooLarge),
            Err(_) => return Err(HttpError::Connect("the connection was cut".into())),
        }
    }
}

fn reason(code: Option<&ErrorCode>, text: impl Fn() -> String) -> HttpError {
    let connect = |text: &str| HttpError::Connect(text.into());
    match code {
        Some(ErrorCode::DnsTimeout | ErrorCode::DnsError(_) | ErrorCode::DestinationNotFound) => {
            connect("the name does not resolve")
        }
        Some(ErrorCode::DestinationUnavailable | ErrorCode::DestinationIpUnroutable) => {
            connect("the address is unreachable")
        }
        Some(ErrorCode::ConnectionRefused) => connect("the connection was refused"),
        Some(ErrorCode::ConnectionTerminated) => connect("the connection was cut"),
        Some(ErrorCode::ConnectionTimeout) => connect("the address does not answer"),
        Some(ErrorCode::ConnectionLimitReached) => connect("there are too many connections"),
        Some(ErrorCode::TlsCertificateError) => HttpError::Tls("the certificate is not trusted".into()),
        Some(ErrorCode::TlsProtocolError | ErrorCode::TlsAlertReceived(_)) => {
            HttpError::Tls("the other side speaks no TLS".into())
        }
        Some(ErrorCode::DestinationIpProhibited) => HttpError::Denied("it is in a private network".into()),
        Some(ErrorCode::HttpRequestDenied) => HttpError::Denied("it is not the origin of the settings".into()),
        Some(ErrorCode::ConnectionReadTimeout | ErrorCode::ConnectionWriteTimeout | ErrorCode::HttpResponseTimeout) => {
            HttpError::Timeout
        }
        Some(ErrorCode::HttpResponseBodySize(_)) => HttpError::TooLarge,
        Some(ErrorCode::HttpProtocolError) => HttpError::Other("the other side speaks no HTTP".into()),
        _ => HttpError::Other(text()),
    }
}

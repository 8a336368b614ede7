//! Outgoing HTTP over waki's bindings of `wasi:http`: waki's own client sends one request at a time and sets no deadline.
//! The host decides where requests may go and how long one exchange may take.

use std::mem;
use std::time::{Duration, Instant};

use waki::bindings::wasi::http::outgoing_handler;
use waki::bindings::wasi::http::types::{
    Fields, FutureIncomingResponse, HeaderError, OutgoingBody, OutgoingRequest, RequestOptions, Scheme,
};
use waki::bindings::wasi::io::poll::poll;
use waki::{ErrorCode, Method, Response};

use crate::ports::{HttpClient, HttpError, HttpMethod, HttpRequest, HttpResponse, Timestamp};

const CONNECT_TIMEOUT_MAX: Duration = Duration::from_secs(5);
const CHUNK_BYTES: usize = 64 << 10;

pub(super) struct Waki;

impl HttpClient for Waki {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError> {
        let (exchange, body) = Exchange::start(request)?;
        write(body, &request.body);
        exchange.finish()
    }

    fn send_all(&self, requests: &[HttpRequest]) -> Vec<Result<HttpResponse, HttpError>> {
        // All connections are on their way before the first body, which may have to wait for its connection.
        let started: Vec<_> = requests.iter().map(Exchange::start).collect();
        let mut all: Vec<_> = started
            .into_iter()
            .zip(requests)
            .map(|(started, request)| match started {
                Ok((exchange, body)) => {
                    write(body, &request.body);
                    Progress::Waiting(exchange)
                }
                Err(error) => Progress::Done(Err(error)),
            })
            .collect();
        // Whoever answers first is read first, so that one slow answer takes no time from the others.
        loop {
            let answered = answered(&all);
            if answered.is_empty() {
                return all.into_iter().map(Progress::finish).collect();
            }
            for index in answered {
                let progress = mem::replace(&mut all[index], Progress::Done(Err(HttpError::Cut)));
                all[index] = Progress::Done(progress.finish());
            }
        }
    }
}

enum Progress {
    Waiting(Exchange),
    Done(Result<HttpResponse, HttpError>),
}

impl Progress {
    fn finish(self) -> Result<HttpResponse, HttpError> {
        match self {
            Self::Waiting(exchange) => exchange.finish(),
            Self::Done(answer) => answer,
        }
    }
}

/// Those whose answers begin, as soon as there are some; nothing if nobody waits.
fn answered(all: &[Progress]) -> Vec<usize> {
    let waiting = all.iter().enumerate().filter_map(|(index, progress)| match progress {
        Progress::Waiting(exchange) => Some((index, exchange.response.subscribe())),
        Progress::Done(_) => None,
    });
    let (indices, pollables): (Vec<_>, Vec<_>) = waiting.unzip();
    if pollables.is_empty() {
        return Vec::new();
    }
    let ready = poll(&pollables.iter().collect::<Vec<_>>());
    ready.into_iter().filter_map(|position| indices.get(position as usize).copied()).collect()
}

/// A request on its way.
struct Exchange {
    response: FutureIncomingResponse,
    deadline: Instant,
    response_bytes_max: usize,
}

impl Exchange {
    fn start(request: &HttpRequest) -> Result<(Self, OutgoingBody), HttpError> {
        let deadline = Instant::now() + request.timeout;
        let invalid = |what: &str| HttpError::Other(format!("the {what} of a request is not valid"));
        let outgoing = OutgoingRequest::new(headers(request).map_err(|_| invalid("headers"))?);
        let uri: http::Uri = request.url.parse().map_err(|_| invalid("address"))?;
        let method = match request.method {
            HttpMethod::Get => Method::Get,
            HttpMethod::Post => Method::Post,
        };
        let path = uri.path_and_query().map(|path| path.as_str());
        let options = RequestOptions::new();
        let connect_timeout = request.timeout.min(CONNECT_TIMEOUT_MAX);
        outgoing
            .set_method(&method)
            .and_then(|()| outgoing.set_scheme(uri.scheme_str().map(Scheme::from).as_ref()))
            .and_then(|()| outgoing.set_authority(uri.authority().map(|authority| authority.as_str())))
            .and_then(|()| outgoing.set_path_with_query(path))
            .and_then(|()| options.set_connect_timeout(Some(nanoseconds(connect_timeout))))
            // To the host this is the time for the whole exchange.
            .and_then(|()| options.set_first_byte_timeout(Some(nanoseconds(request.timeout))))
            .map_err(|()| invalid("address"))?;
        let body = outgoing.body().map_err(|()| invalid("body"))?;
        let response = outgoing_handler::handle(outgoing, Some(options)).map_err(|code| reason(&code))?;
        Ok((Self { response, deadline, response_bytes_max: request.response_bytes_max }, body))
    }

    fn finish(self) -> Result<HttpResponse, HttpError> {
        self.response.subscribe().block();
        // Both outer layers say that somebody took the answer before.
        let incoming = self.response.get().and_then(Result::ok).ok_or(HttpError::Cut)?.map_err(|code| reason(&code))?;
        let response = Response::try_from(incoming).map_err(|error| HttpError::Other(error.to_string()))?;
        let header = |name: &str| response.header(name).and_then(|value| value.to_str().ok().map(ToOwned::to_owned));
        let location = header("location");
        let retry_after_seconds = header("retry-after").and_then(|value| value.trim().parse().ok());
        let date = header("date").and_then(|value| chrono::DateTime::parse_from_rfc2822(&value).ok());
        let date = date.map(|date| Timestamp(date.timestamp_millis()));
        let certificate_end = header("x-host-certificate-end").and_then(|value| value.parse::<i64>().ok());
        let certificate_end = certificate_end.map(|seconds| Timestamp(seconds.saturating_mul(1000)));
        let status = response.status_code();
        let body = read(&response, self.deadline, self.response_bytes_max)?;
        Ok(HttpResponse { status, location, retry_after_seconds, date, certificate_end, body })
    }
}

fn headers(request: &HttpRequest) -> Result<Fields, HeaderError> {
    let length = ("Content-Length", request.body.len().to_string());
    let length = (!request.body.is_empty()).then_some(&length);
    let entries = request.headers.iter().chain(length);
    Fields::from_list(
        &entries.map(|(name, value)| ((*name).to_owned(), value.clone().into_bytes())).collect::<Vec<_>>(),
    )
}

fn nanoseconds(duration: Duration) -> u64 {
    duration.as_nanos().try_into().unwrap_or(u64::MAX)
}

/// Writes as fast as the connection takes it. When it fails, the answer tells why.
fn write(body: OutgoingBody, mut bytes: &[u8]) {
    if let Ok(stream) = body.write() {
        let pollable = stream.subscribe();
        while !bytes.is_empty() {
            pollable.block();
            let Ok(permit) = stream.check_write() else { break };
            let (chunk, rest) = bytes.split_at(bytes.len().min(usize::try_from(permit).unwrap_or(usize::MAX)));
            if stream.write(chunk).is_err() {
                break;
            }
            bytes = rest;
        }
    }
    // It fails if the connection is gone, which the answer tells.
    let _ = OutgoingBody::finish(body, None);
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
            Err(_) => return Err(HttpError::Cut),
        }
    }
}

fn reason(code: &ErrorCode) -> HttpError {
    let connect = |text: &str| HttpError::Connect(text.into());
    match code {
        ErrorCode::DnsTimeout | ErrorCode::DnsError(_) | ErrorCode::DestinationNotFound => {
            connect("the name does not resolve")
        }
        ErrorCode::DestinationUnavailable | ErrorCode::DestinationIpUnroutable => connect("the address is unreachable"),
        ErrorCode::ConnectionRefused => connect("the connection was refused"),
        ErrorCode::ConnectionTerminated => HttpError::Cut,
        ErrorCode::ConnectionTimeout => connect("the address does not answer"),
        ErrorCode::ConnectionLimitReached => connect("there are too many connections"),
        ErrorCode::TlsCertificateError => HttpError::Tls("the certificate is not trusted".into()),
        ErrorCode::TlsProtocolError | ErrorCode::TlsAlertReceived(_) => {
            HttpError::Tls("the other side speaks no TLS".into())
        }
        ErrorCode::DestinationIpProhibited => HttpError::Denied("it is in a private network".into()),
        ErrorCode::HttpRequestDenied => HttpError::Denied("it is not the origin of the settings".into()),
        ErrorCode::ConnectionReadTimeout | ErrorCode::ConnectionWriteTimeout | ErrorCode::HttpResponseTimeout => {
            HttpError::Timeout
        }
        ErrorCode::HttpResponseBodySize(_) => HttpError::TooLarge,
        ErrorCode::HttpProtocolError => HttpError::Other("the other side speaks no HTTP".into()),
        other => HttpError::Other(other.to_string()),
    }
}

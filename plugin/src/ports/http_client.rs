use std::fmt;
use std::time::Duration;

use super::Timestamp;

/// Sends requests to the origins that the bundle's manifest grants.
pub trait HttpClient {
    /// One exchange. Redirects come back as answers.
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError>;
    /// All of them at the same time; the answers come in the order of the requests.
    fn send_all(&self, requests: &[HttpRequest]) -> Vec<Result<HttpResponse, HttpError>>;
}

/// A request whose body is there as a whole.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// How.
    pub method: HttpMethod,
    /// Absolute.
    pub url: String,
    /// Names and values; `Content-Length` is added.
    pub headers: Vec<(&'static str, String)>,
    /// Empty for a GET.
    pub body: Vec<u8>,
    /// For the whole exchange.
    pub timeout: Duration,
    /// Longer answers are [`HttpError::TooLarge`].
    pub response_bytes_max: usize,
}

/// What the plugin uses of HTTP's methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpMethod {
    /// Asks.
    Get,
    /// Asks with a body.
    Post,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers and body hold keys.
        write!(formatter, "HttpRequest({:?} {}, {} bytes)", self.method, self.url, self.body.len())
    }
}

/// An answer of any status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// 100 to 999.
    pub status: u16,
    /// Header `Location`.
    pub location: Option<String>,
    /// Header `Retry-After`, if it is a number of seconds.
    pub retry_after_seconds: Option<u32>,
    /// Header `Date`: what the other side's clock shows, in whole seconds.
    pub date: Option<Timestamp>,
    /// The last moment of the other side's certificate; none without TLS.
    pub certificate_end: Option<Timestamp>,
    /// Whole.
    pub body: Vec<u8>,
}

/// Why there is no answer. Texts are for admins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// No connection came about, so that nothing was sent: unknown name, refused, unreachable.
    #[error("no connection: {0}")]
    Connect(String),
    /// The certificate is not trusted, or TLS failed otherwise.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// This plugin may not go there.
    #[error("not allowed: {0}")]
    Denied(String),
    /// The time was up.
    #[error("no answer in time")]
    Timeout,
    /// The connection ended before the answer did.
    #[error("the connection was cut")]
    Cut,
    /// The answer exceeds [`HttpRequest::response_bytes_max`].
    #[error("the answer is too large")]
    TooLarge,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

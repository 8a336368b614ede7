use std::time::Duration;

/// Sends requests to the origins that the bundle's manifest grants.
pub trait HttpClient {
    /// One exchange. Redirects come back as answers.
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError>;
}

/// A POST of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// Absolute.
    pub url: String,
    /// JSON.
    pub body: Vec<u8>,
    /// For the whole exchange.
    pub timeout: Duration,
    /// Longer answers are [`HttpError::TooLarge`].
    pub response_bytes_max: usize,
}

/// An answer of any status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// 100 to 999.
    pub status: u16,
    /// Header `Location`.
    pub location: Option<String>,
    /// Header `Retry-After`, if it is a number of seconds.
    pub retry_after_seconds: Option<u32>,
    /// Whole.
    pub body: Vec<u8>,
}

/// Why there is no answer. Texts are for admins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// No connection came about: unknown name, refused, unreachable, cut.
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
    /// The answer exceeds [`HttpRequest::response_bytes_max`].
    #[error("the answer is too large")]
    TooLarge,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

//! What goes back to a client, or does not.

use super::page;

/// Plain text called JSON, as Odoo calls it.
pub const JSON: &str = "application/json; charset=utf-8";
/// A page.
pub const HTML: &str = "text/html; charset=utf-8";

/// An answer over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// No answer comes, as a test asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The connection closes without a byte.
    #[error("the connection closed without an answer")]
    Closed,
    /// Whatever the client's deadline is, it passes.
    #[error("no answer in time")]
    TooLate,
}

impl Answer {
    /// An answer of that type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }.with("content-type", content_type)
    }

    /// A page a proxy shows for a status.
    pub fn of_proxy(status: u16) -> Self {
        Self::new(status, HTML, page::status(status))
    }

    /// With one more header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With the header that Odoo puts on every answer that did not fail.
    pub fn with_nosniff(self) -> Self {
        self.with("x-content-type-options", "nosniff")
    }

    /// Pages of the website start a session, which an API client has no use for.
    pub fn with_session(self) -> Self {
        self.with("set-cookie", "session_id=5f1a4d00c0ffee00000000000000000000000000; Max-Age=604800; HttpOnly; Path=/")
    }
}
